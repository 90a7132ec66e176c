"""The logs of the person's rooms: each without holes, and repaired from history."""

import asyncio

from room import Room

HOLE_PATIENCE = 0.3  # seconds; a push that fills the hole may be on its way
FAR_BEHIND = 500  # events; then the newest page is loaded again
READ_INTERVAL = 1  # seconds


class Logs:
    """`on_event(room, event)` is called with each event that is applied, in order."""

    def __init__(self, session, tasks, on_event):
        self.rooms = {}  # by id
        self._session = session
        self._tasks = tasks
        self._on_event = on_event

    def cursors(self):
        return {id: room.cursor for id, room in self.rooms.items() if room.cursor is not None}

    def take_welcome(self, welcome):
        """Takes the rooms that the person has; the others were left on another device."""
        states = {state["room"]: state for state in welcome["rooms"]}
        for id in self.rooms.keys() - states.keys():
            self.forget(id)
        for state in states.values():
            self.loaded(self.take_state(state))

    def take_state(self, state):
        """Takes a room's state from a `welcome` or an `ack`. Returns the room."""
        room = self.rooms.setdefault(state["room"], Room(state["room"]))
        room.title = state["title"]
        room.read = state["read"]
        self.take_events(room, state.get("events", []))
        self.take_head(room, state["head"])
        if room.read_here > room.read:
            self._begin("tell what is read", room, self._tell_read)
        return room

    def take_heads(self, known, heads):
        """Takes those of a `pong`. `known` are the rooms from before it was asked for."""
        for id in known:
            if id not in heads:
                self.forget(id)  # the person has left it on another device
            elif id in self.rooms:
                self.take_head(self.rooms[id], heads[id])

    def take_events(self, room, events):
        for event in room.take(events):
            self._on_event(room, event)
        self.take_head(room, 0)

    def take_head(self, room, head):
        room.head = max(room.head, head)
        if room.missing:
            self._begin("repair", room, self._repair)

    def forget(self, id):
        self.rooms.pop(id, None)

    def loaded(self, room):
        """A task that ends when the room has its first events."""
        return self._begin("load", room, self._load)

    def mark_read(self, room, seq):
        room.read_here = max(room.read_here, seq)
        self._begin("tell what is read", room, self._tell_read)

    async def load_older(self, room):
        """Loads a page of older history. Returns whether there is more."""
        page = await self._session.ask("history", room=room.id, before=room.first)
        room.take_older(page)
        return page["more"]

    async def _load(self, room):
        if room.cursor is None:
            await self._load_newest(room)

    async def _load_newest(self, room):
        page = await self._session.ask("history", room=room.id)
        room.start(page)
        for event in page["events"]:
            self._on_event(room, event)
        self.take_events(room, [])  # those that were held meanwhile

    async def _repair(self, room):
        """Fetches what is missing after the cursor."""
        await asyncio.sleep(HOLE_PATIENCE)
        while room.missing and room is self.rooms.get(room.id):
            if room.missing > FAR_BEHIND:
                return await self._load_newest(room)
            page = await self._session.ask("history", room=room.id, after=room.cursor)
            if not page["events"]:
                return
            self.take_events(room, page["events"])

    async def _tell_read(self, room):
        while room.read_here > room.read:
            room.read = room.read_here
            await self._session.tell("read", room=room.id, seq=room.read)
            await asyncio.sleep(READ_INTERVAL)

    def _begin(self, purpose, room, work):
        return self._tasks.begin(f"{purpose}: {room.id}", work, room)
