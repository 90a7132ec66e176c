"""A client for Confab, by docs/protocol.md alone: an example for whoever writes a bot. It needs `websockets`.

    async with Client("ws://localhost:3000/ws", name="Ada") as ada:
        await ada.join("lobby")
        await ada.send("lobby", "Good evening!")

It stays connected, keeps the log of each room without holes, and commits each change once, however often the connection
is lost meanwhile.
"""

import asyncio
import logging
import time

from logs import Logs
from outbox import Change, Outbox
from sender import Sender
from session import PING_AFTER_WELCOME, Session
from tasks import Tasks

TYPING_INTERVAL = 3  # seconds

log = logging.getLogger("confab")


class Client:
    """One person on one device.

    `token` is the `session.token` of an earlier client; without one this is a new guest. `on_event(room, event)` is
    called with each event that is applied to a room's log, in order.
    """

    def __init__(self, url, name=None, token=None, outbox=None, on_event=None):
        self.session = Session(url, name, token, self)
        self._tasks = Tasks()
        self._logs = Logs(self.session, self._tasks, self._on_event)
        self._sender = Sender(self.session, self._tasks, self._logs, outbox or Outbox())
        self._event_callback = on_event
        self._typed = {}  # by room: when we have told it

    @property
    def user(self):
        return self.session.user

    @property
    def rooms(self):
        """By id. A room has its `title`, its `events` by seq, its `messages()`, and how far it is `read`."""
        return self._logs.rooms

    async def __aenter__(self):
        try:
            await self.session.start()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_error):
        await self._tasks.cancel()
        await self.session.stop()

    # --- What a person does. Each raises Refused if the server refuses for good. ---

    async def join(self, id, title=None):
        """Joins the room and loads its newest events. Returns the room."""
        ack = await self.session.ask("join", room=id, title=title)
        room = self._logs.take_state(ack["room"])
        await self._logs.loaded(room)
        self._tasks.begin("ping after a join", self._ping_soon)
        return room

    async def leave(self, id):
        await self.session.ask("leave", room=id)
        self._logs.forget(id)

    async def send(self, room, text, reply_to=None):
        """Returns the result: `seq`, `at`, perhaps `duplicate`. What is sent meanwhile goes into one request."""
        return await self._commit(Change.new(room, "send", text=text, replyTo=reply_to))

    async def edit(self, room, target, text):
        return await self._commit(Change.new(room, "edit", target=target, text=text))

    async def delete(self, room, target):
        return await self._commit(Change.new(room, "delete", target=target))

    async def react(self, room, target, emoji, on=True):
        return await self._commit(Change.new(room, "react", target=target, emoji=emoji, on=on))

    async def load_older(self, id):
        """Loads a page of older history. Returns whether there is more."""
        return await self._logs.load_older(self.rooms[id])

    def mark_read(self, id, seq):
        self._logs.mark_read(self.rooms[id], seq)

    async def tell_typing(self, id):
        """Call it for each key: it is told at most every 3 seconds."""
        if time.monotonic() - self._typed.get(id, -TYPING_INTERVAL) >= TYPING_INTERVAL:
            self._typed[id] = time.monotonic()
            await self.session.tell("typing", room=id)

    async def directory(self):
        """All public rooms."""
        page = await self.session.ask("rooms")
        rooms = page["rooms"]
        while "cursor" in page:
            page = await self.session.ask("rooms", cursor=page["cursor"])
            rooms += page["rooms"]
        return rooms

    async def ping(self):
        """Asks for the heads of all rooms, and repairs those that are behind."""
        known = list(self.rooms)
        pong = await self.session.ask("ping")
        self._logs.take_heads(known, pong["heads"])

    async def _commit(self, change):
        self._sender.outbox.add(change)
        self._sender.begin()
        return await change.result

    async def _ping_soon(self):
        await asyncio.sleep(PING_AFTER_WELCOME)
        await self.ping()

    # --- What the session tells ---

    def cursors(self):
        return self._logs.cursors()

    def on_new_person(self):
        self.rooms.clear()

    def on_welcome(self, welcome):
        self._logs.take_welcome(welcome)
        self._sender.begin()

    async def on_beat(self):
        await self.ping()

    def on_push(self, frame):
        room = self.rooms.get(frame.get("room"))
        if frame["type"] == "error":
            log.warning("refused: %s %s", frame["code"], frame.get("message"))
        elif room and frame["type"] == "events":
            self._logs.take_events(room, frame["events"])
            if any(event["kind"] == "leave" and event["by"] == self.user for event in frame["events"]):
                self._logs.forget(room.id)  # the person has left it on another device
        elif room and frame["type"] == "typing":
            room.take_typing(frame["user"])
        elif room and frame["type"] == "read":
            room.read = max(room.read, frame["seq"])

    def _on_event(self, room, event):
        if event["by"] == self.user and "clientId" in event:
            result = {name: event[name] for name in ("clientId", "seq", "at")}
            self._sender.outbox.settle(event["clientId"], result)
        if self._event_callback:
            self._event_callback(room, event)
