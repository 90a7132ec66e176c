"""The changes that a client has made, and of which it knows no result yet."""

import asyncio
import json
import os
import secrets
import time
import uuid
from pathlib import Path

from connection import encoded

LARGEST_BATCH = 27_000  # bytes of the messages in one request; it has 28,000 at most


class Change:
    """A message, an edit, a deletion or a reaction: the fields of its request, with its clientId."""

    def __init__(self, room, action, fields):
        self.room = room
        self.action = action
        self.fields = fields
        self.result = asyncio.get_running_loop().create_future()

    @classmethod
    def new(cls, room, action, **fields):
        fields = {name: value for name, value in fields.items() if value is not None}
        return cls(room, action, {"clientId": uuid7()} | fields)

    @property
    def client_id(self):
        return self.fields["clientId"]

    def event(self, result, user, name):
        """The event that the change has become. The server does not push it to the connection that has made it."""
        fields = dict(self.fields)
        if self.action != "send":
            del fields["clientId"]
        if "text" in fields:
            fields["text"] = fields["text"].lstrip("\r\n").rstrip()  # as the server trims it
        kind = "message" if self.action == "send" else self.action
        told = {"seq": result["seq"], "at": result["at"], "messages": result["messages"]}
        return told | {"by": user, "name": name, "kind": kind} | fields


class Outbox:
    """With a path, it is a file that survives a crash: a change is written down before it is sent."""

    def __init__(self, path=None):
        self._path = path and Path(path)
        self._changes = {}  # by clientId, in the order in which they were made
        if self._path and self._path.exists():
            for saved in json.loads(self._path.read_text()):
                change = Change(saved["room"], saved["action"], saved["fields"])
                self._changes[change.client_id] = change

    def rooms(self):
        return {change.room for change in self._changes.values()}

    def add(self, change):
        self._changes[change.client_id] = change
        self._save()

    def settle(self, client_id, result):
        """Removes the change, because its result is there: a dict, or the exception that tells why it has failed."""
        change = self._changes.pop(client_id, None)
        if not change:
            return
        self._save()
        if change.result.done():
            return
        if isinstance(result, Exception):
            change.result.set_exception(result)
            change.result.exception()  # whoever waits for it gets it; it is no error if nobody does
        else:
            change.result.set_result(result)

    def next(self, room, batch):
        """The changes of the room's next request: up to `batch` messages, or one change of another kind."""
        changes = [change for change in self._changes.values() if change.room == room]
        if not changes or changes[0].action != "send":
            return changes[:1]
        chosen, size = [], 0
        for change in changes:
            size += len(encoded(change.fields).encode()) + 1
            if change.action != "send" or len(chosen) == batch or size > LARGEST_BATCH:
                break
            chosen.append(change)
        return chosen

    def _save(self):
        if not self._path:
            return
        saved = [{"room": it.room, "action": it.action, "fields": it.fields} for it in self._changes.values()]
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(saved))
        os.replace(draft, self._path)


_last = 0


def uuid7():
    """A UUIDv7 (RFC 9562). Those of one process sort in the order in which they were made."""
    global _last
    fresh = time.time_ns() // 1_000_000 << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    _last = max(fresh, _last + 1)
    return str(uuid.UUID(int=_last))
