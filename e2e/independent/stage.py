"""What the scenes share: checks, and devices that speak the protocol frame by frame."""

import asyncio
import secrets
import time

from connection import Connection, Refused

SOON = 15  # seconds; longer than a push takes on a busy machine
SILENCE = 1  # seconds after which a push that has not come is not expected any more


class Stage:
    """The checks of one scene. Each has a line in the end: what the page promises, and if it fails, what came."""

    def __init__(self, url, section):
        self.url = url
        self.lines = []
        self.failures = 0
        self._section = section

    def check(self, promise, holds, came=None):
        self.failures += not holds
        end = "" if holds else f" -- but there came {came!r}"
        self.lines.append(f"{'ok    ' if holds else 'FAILED'} {self._section}: {promise}{end}")

    def equal(self, promise, expected, came):
        self.check(promise, expected == came, came if came == expected else {"came": came, "expected": expected})

    async def refused(self, promise, code, request):
        """Checks the code with which the request is refused. Returns the refusal."""
        refusal = await refusal_of(request)
        self.equal(f"{promise} is refused with {code}", code, refusal.code)
        return refusal

    def cannot(self, what):
        self.lines.append(f"unseen {self._section}: {what}")

    async def guest(self, name="Guest", room=None):
        device = await Device.open(self.url, name=name)
        if room:
            await device.request("join", room=room)
        return device

    async def device_of(self, person):
        return await Device.open(self.url, token=person.welcome["token"])


class Device:
    """A connection that keeps its pushes."""

    def __init__(self):
        self.pushes = []

    @classmethod
    async def open(cls, url, **hello):
        device = cls()
        device.connection = await Connection.open(url, device.pushes.append)
        device.request, device.tell = device.connection.request, device.connection.tell
        if hello:
            device.welcome = await device.request("hello", version=1, **hello)
            device.user = device.welcome["user"]
        return device

    async def patiently(self, action, **fields):
        """Repeats what is worth another try: the person is too fast, others were faster, or a busy machine took too long."""
        while True:
            try:
                return await self.request(action, **fields)
            except Refused as refusal:
                if refusal.code not in {"rate_limited", "conflict", "unavailable"}:
                    raise
                await asyncio.sleep(refusal.retry_after or 0.2)

    async def send(self, room, *messages):
        """The results of the messages, each a text or its fields."""
        messages = [message if isinstance(message, dict) else said(message) for message in messages]
        return (await self.patiently("send", room=room, messages=messages))["results"]

    async def change(self, action, room, target, **fields):
        fields = {"clientId": secrets.token_hex(8), "target": target} | fields
        return (await self.patiently(action, room=room, **fields))["results"][0]

    async def log(self, room):
        """The whole log."""
        events, page = [], {"more": True}
        while page["more"]:
            page = await self.request("history", room=room, after=events[-1]["seq"] if events else 0)
            events += page["events"]
        return events

    async def message(self, room, seq):
        page = await self.request("history", room=room, after=seq - 1, limit=1)
        return page["events"][0]

    def pushed(self, type, room):
        return [frame for frame in self.pushes if frame["type"] == type and frame.get("room") == room]

    def pushed_events(self, room):
        return [event for frame in self.pushed("events", room) for event in frame["events"]]

    async def push(self, type, room):
        """The first push of the type in the room, or None if there is none soon."""
        await until(lambda: self.pushed(type, room))
        return next(iter(self.pushed(type, room)), None)


async def refusal_of(request):
    try:
        answer = await request
    except Refused as refusal:
        return refusal
    return Refused(f"no refusal but {answer}")


async def until(holds, seconds=SOON):
    """Waits until it holds. Returns whether it does."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.02)
    return bool(holds())


def as_duplicate(result):
    """The result that a repetition of the change gets."""
    return {field: value for field, value in result.items() if field != "messages"} | {"duplicate": True}


def said(text, **fields):
    return {"clientId": secrets.token_hex(8), "text": text} | fields


def new_room():
    return f"r-{secrets.token_hex(6)}"


def seqs(events):
    return [event["seq"] for event in events]
