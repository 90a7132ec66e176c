"""Connecting, Frames, Values: the upgrade, sizes, ids, fields."""

import asyncio
import json

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from connection import encoded
from stage import Device, new_room, said

REQUESTS = {
    "join": {"room": "lobby"},
    "leave": {"room": "lobby"},
    "send": {"room": "lobby", "messages": [said("Too early")]},
    "edit": {"room": "lobby", "clientId": "c", "target": 1, "text": "Too early"},
    "delete": {"room": "lobby", "clientId": "c", "target": 1},
    "react": {"room": "lobby", "clientId": "c", "target": 1, "emoji": "🍵", "on": True},
    "history": {"room": "lobby"},
    "read": {"room": "lobby", "seq": 1},
    "typing": {"room": "lobby"},
    "ping": {},
    "rooms": {},
}


async def upgrade(stage):
    async with connect(stage.url, origin=None) as socket:
        stage.equal("a client without an Origin may connect, with no subprotocol", None, socket.subprotocol)
    try:
        async with connect(stage.url, origin="https://somebody.example"):
            stage.cannot("this server lets every Origin connect, so no 403")
    except InvalidStatus as error:
        stage.equal("an Origin that may not connect is answered with 403", 403, error.response.status_code)


async def before_hello(stage):
    device = await Device.open(stage.url)
    for action, fields in REQUESTS.items():
        await stage.refused(f"before hello, {action}", "unauthorized", device.request(action, **fields))
    guest = await device.request("hello", version=1, name="Late")
    stage.equal("the connection goes on after a refusal: hello is answered", "welcome", guest["type"])


async def frames(stage):
    async with wire(stage) as socket:
        cases = [
            ("a frame that is not JSON", "Good evening"),
            ("a frame that is no object", "[1, 2]"),
            ("a frame without an action", "{}"),
            ("a request without its id", '{"action":"ping"}'),
        ]
        for what, text in cases:
            answer = await asked(socket, text)
            stage.equal(f"{what} is refused with bad_request, without id", ("bad_request", None), told(answer))
        answer = await asked(socket, '{"action":"join","id":7}')
        expected = "bad_request", 7
        stage.equal("a request without a field is refused with bad_request and its id", expected, told(answer))
        answer = await asked(socket, '{"action":"dance","id":8}')
        stage.equal("an unknown action is refused with unsupported", ("unsupported", 8), told(answer))
        stage.check("an error has a message for developers", answer.get("message"), answer)
        answer = await asked(socket, '{"action":"ping","id":9,"mood":{"happy":[true]}}')
        stage.equal("the connection goes on after refusals, and unknown fields are ignored", "pong", answer["type"])


async def ids(stage):
    async with wire(stage) as socket:
        for id in [0, 2**53 - 1, "a", "x" * 64, "茶" * 64, "two words"]:
            answer = await asked(socket, encoded({"action": "ping", "id": id}))
            stage.equal(f"the id {id!r} comes back in the answer", ("pong", id), (answer["type"], answer.get("id")))
        for id in [-1, 1.5, "", "x" * 65, "bell\a", None, True]:
            answer = await asked(socket, encoded({"action": "ping", "id": id}))
            stage.equal(f"the id {id!r} is refused with bad_request", ("bad_request", None), told(answer))


async def concurrent(stage):
    device = await stage.guest()
    answers = await asyncio.gather(*(device.request("ping") for _ in range(20)))
    stage.equal("20 requests at the same time have an answer each", 20, len({answer["id"] for answer in answers}))


async def sizes(stage):
    async with wire(stage) as socket:
        answer = await asked(socket, ping(28_000))
        stage.equal("a request of 28,000 bytes is answered", "pong", answer["type"])
        answer = await asked(socket, ping(28_001))
        stage.equal("one of 28,001 bytes is refused with too_large", "too_large", answer.get("code"))
        answer = await asked(socket, ping(32_768))
        stage.equal("one of 32,768 bytes too, and the connection goes on", "too_large", answer.get("code"))
        answer = await asked(socket, parts(ping(128 * 1024)))
        stage.equal("one of 128 kB in several WebSocket frames too", "too_large", answer.get("code"))
    await closes(stage, "more than 32,768 bytes in a single frame", 1009, ping(32_769))
    await closes(stage, "more than 128 kB in several frames", 1009, parts(ping(128 * 1024 + 1)))
    await closes(stage, "a binary frame", 1003, b'{"action":"ping","id":1}')


async def closes(stage, what, code, frame):
    async with wire(stage) as socket:
        try:
            came = await asked(socket, frame)
        except ConnectionClosed as closed:
            came = closed.rcvd and closed.rcvd.code
        stage.equal(f"{what} closes the connection with code {code}", code, came)


async def values(stage):
    ada, room = await stage.guest(), new_room()
    await ada.request("join", room=room)
    for bad in ["Lobby", "ÄPFEL", "two words", "", "r" * 65, "a/b", "a.b", 5, None]:
        await stage.refused(f"the room {bad!r}", "bad_request", ada.request("history", room=bad))
    await stage.refused("a title of 81 characters", "bad_request", ada.request("join", room=room, title="t" * 81))
    bad_texts = ["", " \n\t ", "x" * 8001, "茶" * 2667, "a\x07b", "a\x00b", "a\x7fb"]
    for bad in bad_texts:
        request = ada.request("send", room=room, messages=[said("Good"), said(bad)])
        await stage.refused(f"the text {bad[:9]!r} of {len(bad.encode())} bytes", "bad_request", request)
    for bad in ["", "c" * 65, "c d", "c/d", "é"]:
        request = ada.request("send", room=room, messages=[said("Hi", clientId=bad)])
        await stage.refused(f"the clientId {bad!r}", "bad_request", request)
    for bad in ["", "x" * 65, "a b", "a\x07"]:
        request = ada.request("react", room=room, clientId="c", target=1, emoji=bad, on=True)
        await stage.refused(f"the emoji {bad!r}", "bad_request", request)
    await stage.refused("a negative seq", "bad_request", ada.request("history", room=room, after=-1))
    stage.equal("nothing of a refused request is committed", 1, len(await ada.log(room)))


async def texts(stage):
    ada, room = await stage.guest(), new_room()
    await ada.request("join", room=room)
    cases = {
        "\n\r\n  indented \n\t": "  indented",
        "a\r\nb\tc": "a\r\nb\tc",
        "x" * 8000: "x" * 8000,
        "茶" * 2666: "茶" * 2666,
        "🍵": "🍵",
    }
    for text, kept in cases.items():
        seq = (await ada.send(room, text))[0]["seq"]
        event = await ada.message(room, seq)
        stage.equal(f"the text {text[:20]!r} of {len(text.encode())} bytes is trimmed and kept", kept, event["text"])


def wire(stage):
    """A context: a WebSocket that has said hello, for frames that are no requests."""
    return Wire(stage.url)


class Wire:
    def __init__(self, url):
        self._url = url

    async def __aenter__(self):
        self._socket = await connect(self._url)
        await asked(self._socket, '{"action":"hello","id":"hello","version":1,"name":"Wire"}')
        return self._socket

    async def __aexit__(self, *_error):
        await self._socket.close()


async def asked(socket, text):
    """Sends the frame, and returns the next one that comes."""
    await socket.send(text)
    return json.loads(await asyncio.wait_for(socket.recv(), 15))


def told(answer):
    return answer.get("code"), answer.get("id")


def ping(size):
    start, end = '{"action":"ping","id":6,"padding":"', '"}'
    return start + "x" * (size - len(start) - len(end)) + end


def parts(text):
    return [text[at : at + 16_000] for at in range(0, len(text), 16_000)]


SCENES = [upgrade, before_hello, frames, ids, concurrent, sizes, values, texts]
