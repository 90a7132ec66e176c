"""Two people talk through a deployed Confab, and use only the protocol. `python deploy/conversation.py [STACK]`

Connects to AWS, or to the stand-in that AWS_ENDPOINT_URL names. The conversation has a new room, which remains.
"""

import json
import socket
import uuid

from deployed import TIMEOUT, STACK, client, open_socket, outputs, until
from websockets.exceptions import WebSocketException

OUTPUTS = outputs()
TABLE = OUTPUTS["Table"]
ROOM = f"r-{uuid.uuid4().hex[:12]}"


class Person:
    """A client: it sends requests and waits for their answers. It keeps pushed frames until `hears` looks for them."""

    def __init__(self, name, token=None, cursors=None):
        self.socket = open_socket(OUTPUTS.get("SiteUrl"))
        self.requests, self.pushes = 0, []
        if name:
            hello = {"version": 1, "name": name, "cursors": cursors or {}} | ({"token": token} if token else {})
            self.welcome = self.ask("hello", **hello)
            assert self.welcome["type"] == "welcome", self.welcome
            self.user, self.token = self.welcome["user"], self.welcome["token"]

    def say(self, action, **fields):
        self.socket.send(json.dumps({"action": action} | fields))

    def ask(self, action, **fields):
        self.requests += 1
        self.say(action, id=self.requests, **fields)
        while (frame := self.next_frame()).get("id") != self.requests:
            self.pushes.append(frame)
        return frame

    def next_frame(self):
        """API Gateway may send an empty frame where a function has returned no body. Clients skip it."""
        while not (text := self.socket.recv(TIMEOUT)):
            pass
        return json.loads(text)

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
        """The first push with these fields, among the kept frames and those to come."""
        fits = lambda frame: expected.items() <= (frame | (frame.get("events") or [{}])[0]).items()
        while not any(fits(frame) for frame in self.pushes):
            self.pushes.append(self.next_frame())
        print(f"  {what}")
        return next(frame for frame in self.pushes if fits(frame))

    def vanishes(self):
        """Cuts the connection without a close frame, as when a phone loses its network."""
        self.socket.socket.shutdown(socket.SHUT_RDWR)


def listeners():
    """The rows of the connections that listen in the room, by sort key."""
    found = client("dynamodb").query(
        TableName=TABLE,
        ConsistentRead=True,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"LISTEN#{ROOM}"}},
    )
    return {item["sk"]["S"]: item for item in found["Items"]}


def seqs(events):
    return [event["seq"] for event in events]


def foreign_origins_are_refused():
    try:
        open_socket("https://evil.example").close()
    except (WebSocketException, OSError):
        return print("  a page of another origin may not connect")
    raise AssertionError("A page of https://evil.example may connect; see ALLOWED_ORIGINS of the function connect.")


def people_talk(ada, bea):
    nobody = Person(None)
    assert nobody.ask("join", room=ROOM)["code"] == "unauthorized"
    nobody.socket.close()
    print("  a connection without a hello may not join")

    assert ada.ask("join", room=ROOM)["room"]["room"] == ROOM
    assert bea.ask("join", room=ROOM)["room"]["head"] == 2
    ada.hears("Ada hears Bea join", kind="join", by=bea.user)

    [one, two] = ada.send("One", "Two", client_ids=["one", "two"])
    assert (one["seq"], two["seq"]) == (3, 4)
    bea.hears("Bea hears what Ada sends", seq=3, text="One", by=ada.user)
    [again] = ada.send("One", client_ids=["one"])
    one.pop("messages")  # a duplicate does not tell the count
    assert again == one | {"duplicate": True}, again
    print("  a message that is sent twice is in the log once")
    bea.say("typing", room=ROOM)
    ada.hears("Ada hears Bea type", type="typing", user=bea.user)
    bea.send("Three")
    ada.hears("Ada hears what Bea sends", seq=5, text="Three")
    assert ada.history() == bea.history() and seqs(ada.history()) == [1, 2, 3, 4, 5]
    assert seqs(bea.history(before=4, limit=2)) == [2, 3]
    print("  both read the same log")


def missed_messages_follow_a_reconnect(ada, bea):
    [(hers, row)] = [(sk, row) for sk, row in listeners().items() if row["user"]["S"] == ada.user]
    ada.vanishes()
    until("Ada's row is removed from the room", lambda: hers not in listeners())
    print("  the row of a lost connection is removed from the room")
    bea.send("Four")
    back = Person("Ada", token=ada.token, cursors={ROOM: 5})
    [room] = back.welcome["rooms"]
    assert (back.user, seqs(room["events"])) == (ada.user, [6])
    bea.send("Five")
    back.hears("Ada reconnects as the same person, and gets what she missed", seq=7)
    return back, row


def a_stale_row_is_removed(ada, stale):
    """$disconnect is best effort, so a row may outlive its connection. The next post then removes the row.

    `stale` is the row of a connection that was closed. API Gateway answers a post to it with 410, but a post to an id
    that it never gave with 400.
    """
    client("dynamodb").put_item(TableName=TABLE, Item=stale)
    assert stale["sk"]["S"] in listeners()
    ada.send("Six")
    until("the stale row is removed", lambda: stale["sk"]["S"] not in listeners())
    assert len(listeners()) == 2, listeners().keys()
    print("  the first post that fails removes the row of a gone connection, and no other row")


def people_leave(ada, bea):
    assert bea.ask("leave", room=ROOM)["type"] == "ack"
    ada.hears("Ada hears Bea leave", kind="leave", by=bea.user)
    assert bea.ask("send", room=ROOM, messages=[{"clientId": "no", "text": "Still here"}])["code"] == "forbidden"
    print("  a person who has left may not send")
    ada.ask("leave", room=ROOM)
    for person in (ada, bea):
        person.socket.close()
    until("the room has no listeners left", lambda: not listeners())


print(f"Room {ROOM} of stack {STACK}:")
foreign_origins_are_refused()
ada, bea = Person("Ada"), Person("Bea")
people_talk(ada, bea)
ada, stale = missed_messages_follow_a_reconnect(ada, bea)
a_stale_row_is_removed(ada, stale)
people_leave(ada, bea)
print("The conversation works.")
