"""What a client knows of one room: a part of its log without holes, up to the cursor."""

import time

TYPING_SHOWN = 6  # seconds


class Room:
    def __init__(self, id):
        self.id = id
        self.title = id
        self.head = 0  # the last seq of the log, as far as we know
        self.cursor = None  # the last seq that we have applied; None before the first load
        self.events = {}  # by seq, in order, without holes
        self.read = 0  # how far the person has read, as the server knows it
        self.read_here = 0  # how far the person has read on this device
        self._held = {}  # by seq: events that came before those that they follow
        self._typing = {}  # by user: when the last sign came

    @property
    def first(self):
        """The seq before which older history may be loaded."""
        return next(iter(self.events), 1)

    @property
    def missing(self):
        """How many events lie between the cursor and the end of the log, once the room is loaded."""
        if self.cursor is None:
            return 0
        return max(self.head, *self._held, 0) - self.cursor

    def messages(self):
        return [event for event in self.events.values() if event["kind"] == "message"]

    def who_types(self):
        return [user for user, at in self._typing.items() if time.monotonic() - at < TYPING_SHOWN]

    def start(self, page):
        """Begins with the newest page, and forgets what was there."""
        self.events = {event["seq"]: event for event in page["events"]}
        self.head = max(self.head, page["head"])
        self.cursor = max(self.events, default=0)
        self._held = {seq: event for seq, event in self._held.items() if seq > self.cursor}

    def take(self, events):
        """Takes events from wherever they come. Returns those that could be applied now, in order."""
        self._held.update((event["seq"], event) for event in events)
        if self.cursor is None:
            return []
        applied = []
        while next_event := self._held.pop(self.cursor + 1, None):
            self._apply(next_event)
            applied.append(next_event)
        self._held = {seq: event for seq, event in self._held.items() if seq > self.cursor}
        return applied

    def take_older(self, page):
        """Puts a page in front, and applies to its messages the changes that are loaded already."""
        older = {event["seq"]: event for event in page["events"] if event["seq"] < self.first}
        self.events = older | self.events
        for event in self.events.values():
            change(self.events, event)

    def take_typing(self, user):
        self._typing[user] = time.monotonic()

    def _apply(self, event):
        self.cursor = event["seq"]
        self.head = max(self.head, self.cursor)
        self.events[self.cursor] = event
        self._typing.pop(event["by"], None)
        if event["kind"] == "title":
            self.title = event["title"]
        change(self.events, event)


def change(events, event):
    """Applies the event to its target among `events`, if it is an edit, a deletion or a reaction."""
    apply = {"edit": edit, "delete": delete, "react": react}.get(event["kind"])
    target = events.get(event.get("target"), {})
    is_there = target.get("kind") == "message" and "text" in target
    is_cleared = event["kind"] == "edit" and "text" not in event
    if apply and is_there and not is_cleared and event["seq"] > target.get("rev", 0):
        apply(target, event)
        target["rev"] = event["seq"]


def edit(target, event):
    target["text"] = event["text"]
    target["edited"] = event["at"]


def delete(target, _event):
    target.pop("text")
    target.pop("edited", None)
    target.pop("reactions", None)


def react(target, event):
    reactions = target.get("reactions", {})
    people = [user for user in reactions.get(event["emoji"], []) if user != event["by"]]
    if event["on"]:
        people.append(event["by"])
    reactions[event["emoji"]] = people
    target["reactions"] = {emoji: people for emoji, people in reactions.items() if people}
    if not target["reactions"]:
        del target["reactions"]
