"""A person whose room has to survive a backup. `python .ci/restored.py STACK say|find|spoil FILE`

`say` sends messages and notes who sent them in the file. `find` comes back with the same token, reads them, and goes on.
`spoil` changes a row, as if somebody else had used the table.
"""

import json
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "deploy"))
from deployed import TIMEOUT, client, open_socket, outputs  # noqa: E402

VERB, FILE = sys.argv[2], Path(sys.argv[3])
TEXTS = [f"Message {number}" for number in range(10)]


class Connection:
    def __init__(self, **hello):
        self.socket = open_socket(None)
        self.welcome = self.ask("hello", version=2, **hello)

    def ask(self, action, **fields):
        self.socket.send(json.dumps({"action": action, "id": action} | fields))
        while not (text := self.socket.recv(TIMEOUT)) or json.loads(text).get("id") != action:
            pass
        answer = json.loads(text)
        assert answer["type"] != "error", answer
        return answer

    def send(self, room, texts):
        messages = [{"clientId": str(uuid.uuid4()), "text": text} for text in texts]
        results = self.ask("send", room=room, messages=messages)["results"]
        assert all("seq" in result for result in results), results


def say():
    ada = Connection(name="Ada")
    room = f"r-{uuid.uuid4().hex[:12]}"
    ada.ask("create", room=room, title="Backup")
    ada.send(room, TEXTS)
    FILE.write_text(json.dumps({"user": ada.welcome["user"], "token": ada.welcome["token"], "room": room}), "utf-8")


def find():
    note = json.loads(FILE.read_text("utf-8"))
    ada = Connection(token=note["token"])
    assert ada.welcome["user"] == note["user"], ada.welcome
    events = ada.ask("history", room=note["room"])["events"]
    assert [event["text"] for event in events if "text" in event] == TEXTS, events
    ada.send(note["room"], ["And on"])
    print(f"  {note['user']} is back with the same token, and {len(TEXTS)} messages are there")


def spoil():
    room = json.loads(FILE.read_text("utf-8"))["room"]
    row = {"pk": {"S": f"ROOM#{room}"}, "sk": {"S": "LOG#000000000001"}, "kind": {"S": "other"}}
    client("dynamodb").put_item(TableName=outputs()["Table"], Item=row)


{"say": say, "find": find, "spoil": spoil}[VERB]()
