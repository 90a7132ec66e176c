"""Two people talk through a deployed Confab, each by the protocol alone. `python conversation.py [STACK]`

Speaks to AWS, or to whatever AWS_ENDPOINT_URL names. Leaves a room behind that nobody else is in.
"""

import json
import socket
import uuid

from deployed import PATIENCE, STACK, client, open_socket, outputs, until
from websockets.exceptions import WebSocketException

OUTPUTS = outputs()
TABLE = OUTPUTS["Table"]
ROOM = f"r-{uuid.uuid4().hex[:12]}"


class Person:
    """A client: it asks and is answered, and what comes unasked is kept until somebody looks for it."""

    def __init__(self, name, token=None, cursors=None):
        self.socket = open_socket(OUTPUTS["SiteUrl"])
        self.asked, self.pushes = 0, []
        if name:
            hello = {"version": 1, "name": name, "cursors": cursors or {}} | ({"token": token} if token else {})
            self.welcome = self.ask("hello", **hello)
            assert self.welcome["type"] == "welcome", self.welcome
            self.user, self.token = self.welcome["user"], self.welcome["token"]

    def say(self, action, **fields):
        self.socket.send(json.dumps({"action": action} | fields))

    def ask(self, action, **fields):
        self.asked += 1
        self.say(action, id=self.asked, **fields)
        while (frame := json.loads(self.socket.recv(PATIENCE))).get("id") != self.asked:
            self.pushes.append(frame)
        return frame

    def send(self, *texts, client_ids=None):
        ids = client_ids or [str(uuid.uuid4()) for _ in texts]
        messages = [{"clientId": id, "text": text} for id, text in zip(ids, texts)]
        ack = self.ask("send", room=ROOM, messages=messages)
        assert ack["type"] == "ack", ack
        return ack["results"]

    def history(self, **fields):
        page = self.ask("history", room=ROOM, **fields)
        assert page["type"] == "page", page
        return page["events"]

    def hears(self, what, **expected):
        """The first push, of those that came and those to come, that looks like this."""
        fits = lambda frame: expected.items() <= (frame | (frame.get("events") or [{}])[0]).items()
        while not any(fits(frame) for frame in self.pushes):
            self.pushes.append(json.loads(self.socket.recv(PATIENCE)))
        print(f"  {what}")
        return next(frame for frame in self.pushes if fits(frame))

    def vanishes(self):
        """No goodbye: the line is cut, as when a phone loses its network."""
        self.socket.socket.shutdown(socket.SHUT_RDWR)


def rows(start):
    """Who listens in the room, by connection."""
    found = client("dynamodb").query(
        TableName=TABLE,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :start)",
        ExpressionAttributeValues={":pk": {"S": f"ROOM#{ROOM}"}, ":start": {"S": start}},
    )
    return {item["sk"]["S"]: item for item in found["Items"]}


def seqs(events):
    return [event["seq"] for event in events]


def strangers_stay_out():
    try:
        open_socket("https://evil.example").close()
    except (WebSocketException, OSError):
        return print("  a page of another origin may not connect")
    raise AssertionError("A page of https://evil.example may connect; see ALLOWED_ORIGINS of the function connect.")


def people_talk(ada, bea):
    nobody = Person(None)
    assert nobody.ask("join", room=ROOM)["code"] == "unauthorized"
    nobody.socket.close()
    print("  who has not said hello may not join")

    assert ada.ask("join", room=ROOM)["room"]["room"] == ROOM
    assert bea.ask("join", room=ROOM)["room"]["head"] == 2
    ada.hears("Ada hears Bea join", kind="join", by=bea.user)

    [one, two] = ada.send("One", "Two", client_ids=["one", "two"])
    assert (one["seq"], two["seq"]) == (3, 4)
    bea.hears("Bea hears what Ada sends", seq=3, text="One", by=ada.user)
    [again] = ada.send("One", client_ids=["one"])
    assert again == one | {"duplicate": True}, again
    print("  what is sent twice is said once")
    bea.say("typing", room=ROOM)
    ada.hears("Ada hears Bea type", type="typing", user=bea.user)
    bea.send("Three")
    ada.hears("Ada hears what Bea sends", seq=5, text="Three")
    assert ada.history() == bea.history() and seqs(ada.history()) == [1, 2, 3, 4, 5]
    assert seqs(bea.history(before=4, limit=2)) == [2, 3]
    print("  both read the same log")


def who_is_away_misses_nothing(ada, bea):
    [hers] = [sk for sk, row in rows("CONN#").items() if row["user"]["S"] == ada.user]
    ada.vanishes()
    until("Ada's row leaves the room with her", lambda: hers not in rows("CONN#"))
    print("  who vanishes is taken off the room's list")
    bea.send("Four")
    back = Person("Ada", token=ada.token, cursors={ROOM: 5})
    [room] = back.welcome["rooms"]
    assert (back.user, seqs(room["events"])) == (ada.user, [6])
    bea.send("Five")
    back.hears("who comes back is the same person, and gets what was missed", seq=7)
    return back


def the_gone_are_forgotten(ada):
    """$disconnect is best effort: a row may outlive its connection. The next post finds out."""
    [row, *_] = rows("CONN#").values()
    stale = row | {"sk": {"S": "CONN#Z29uZQ="}, "connection": {"S": "Z29uZQ="}}
    client("dynamodb").put_item(TableName=TABLE, Item=stale)
    ada.send("Six")
    until("the stale row leaves", lambda: "CONN#Z29uZQ=" not in rows("CONN#"))
    assert len(rows("CONN#")) == 2, rows("CONN#").keys()
    print("  a row without a connection is removed by the first post that misses, and no other row is")


def people_leave(ada, bea):
    assert bea.ask("leave", room=ROOM)["type"] == "ack"
    ada.hears("Ada hears Bea leave", kind="leave", by=bea.user)
    assert bea.ask("send", room=ROOM, messages=[{"clientId": "no", "text": "Still here"}])["code"] == "forbidden"
    print("  who has left may not speak")
    ada.ask("leave", room=ROOM)
    for person in (ada, bea):
        person.socket.close()
    until("the room has no listeners left", lambda: not rows("CONN#"))


print(f"Room {ROOM} of stack {STACK}:")
strangers_stay_out()
ada, bea = Person("Ada"), Person("Bea")
people_talk(ada, bea)
ada = who_is_away_misses_nothing(ada, bea)
the_gone_are_forgotten(ada)
people_leave(ada, bea)
print("The conversation works.")
