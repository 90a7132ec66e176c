"""Sends the outbox, one request at a time for each room: so the person's changes stay in order."""

import asyncio

from connection import Refused
from session import WORTH_REPEATING, back_off


class Sender:
    def __init__(self, session, tasks, logs, outbox):
        self.outbox = outbox
        self._session = session
        self._tasks = tasks
        self._logs = logs

    def begin(self):
        for room in self.outbox.rooms():
            self._tasks.begin(f"send: {room}", self._send, room)

    async def _send(self, room):
        while changes := self.outbox.next(room, self._session.limits["batch"]):
            try:
                results = await self._results(room, changes)
            except Refused as refusal:
                results = [refusal] * len(changes)
            pause = 0
            for change, result in zip(changes, results):
                if isinstance(result, Refused) and result.code in WORTH_REPEATING:
                    pause = max(pause, result.retry_after, back_off(0))
                else:
                    self._settle(change, result)
            await asyncio.sleep(pause)

    async def _results(self, room, changes):
        """Of each change its result, or why it was refused."""
        first = changes[0]
        is_send = first.action == "send"
        fields = {"messages": [change.fields for change in changes]} if is_send else first.fields
        ack = await self._session.ask(first.action, room=room, **fields)
        return [result if "seq" in result else Refused.in_ack(result) for result in ack["results"]]

    def _settle(self, change, result):
        self.outbox.settle(change.client_id, result)
        room = self._logs.rooms.get(change.room)
        if not room or isinstance(result, Refused):
            return
        if result.get("duplicate"):
            # It may have been changed meanwhile, so it is fetched.
            self._logs.take_head(room, result["seq"])
        else:
            event = change.event(result, self._session.user, self._session.name)
            self._logs.take_events(room, [event])
