"""Stays connected as one person: says hello, keeps the heartbeat, reconnects, repeats what has no answer."""

import asyncio
import random
import time
from itertools import count

from websockets.exceptions import InvalidStatus, WebSocketException

from connection import Connection, Refused, Unanswered
from tasks import Tasks

VERSION = 1
WORTH_REPEATING = {"rate_limited", "conflict", "unavailable"}
PING_AFTER_WELCOME = 5  # seconds
PING_INTERVAL = 60  # seconds
LIFETIME = 105 * 60, 115 * 60  # seconds; API Gateway closes a connection after two hours


class Session:
    """Its owner has `cursors()`, `on_welcome(welcome)`, `on_push(frame)`, `on_new_person()` and `async on_beat()`."""

    def __init__(self, url, name, token, owner):
        self.name = name
        self.token = token
        self.user = None
        self.limits = {"text": 8000, "batch": 10, "page": 50}  # until `welcome` tells those of the server
        self._url = url
        self._owner = owner
        self._connection = None
        self._online = asyncio.Event()
        self._tasks = Tasks()

    async def start(self):
        self._life = self._tasks.begin("stay connected", self._stay_connected)
        await self._until_online()

    async def stop(self):
        await self._tasks.cancel()
        if self._connection:
            await self._connection.close()

    async def ask(self, action, **fields):
        """Asks until there is an answer. Raises Refused if the refusal is final."""
        for attempt in count():
            connection = await self._until_online()
            try:
                return await connection.request(action, **fields)
            except Unanswered:
                await asyncio.sleep(back_off(attempt))
            except Refused as refusal:
                if refusal.code == "unauthorized":  # the server has forgotten the connection
                    await connection.close()
                elif refusal.code not in WORTH_REPEATING:
                    raise
                await asyncio.sleep(refusal.retry_after or back_off(attempt))

    async def tell(self, action, **fields):
        """Sends a request that has no answer. It may be lost."""
        connection = await self._until_online()
        try:
            await connection.tell(action, **fields)
        except Unanswered:
            pass

    async def rename(self, name):
        """On all devices of the person."""
        self.name = (await self.ask("hello", version=VERSION, token=self.token, name=name))["name"]

    async def _until_online(self):
        if not self._online.is_set():
            online = asyncio.ensure_future(self._online.wait())
            await asyncio.wait({online, self._life}, return_when=asyncio.FIRST_COMPLETED)
            online.cancel()
        if self._life.done():
            self._life.result()  # raises why the client has given up
        return self._connection

    async def _stay_connected(self):
        while True:
            await self._connect()
            await self._beat(self._connection)

    async def _connect(self):
        """Until the new connection is welcome, the former one stays in use."""
        for attempt in count():
            await asyncio.sleep(back_off(attempt))
            connection = await self._opened()
            if connection and (welcome := await self._welcome(connection)):
                break
        former, self._connection = self._connection, connection
        self.user, self.name, self.token = welcome["user"], welcome["name"], welcome["token"]
        self.limits = self.limits | welcome["limits"]
        self._owner.on_welcome(welcome)
        self._online.set()
        if former:
            await former.close()

    async def _opened(self):
        """A connection, or None if it is worth another try."""
        try:
            return await Connection.open(self._url, self._owner.on_push)
        except InvalidStatus as error:
            if error.response.status_code == 403:
                raise Refused("forbidden", "clients from here may not connect") from None
        except (OSError, WebSocketException):
            pass

    async def _welcome(self, connection):
        """The answer to hello, or None if it is worth another try."""
        name = None if self.token else self.name
        fields = {"version": VERSION, "token": self.token, "name": name, "cursors": self._owner.cursors() or None}
        try:
            return await connection.request("hello", **fields)
        except Unanswered:
            await connection.close()
        except Refused as refusal:
            await connection.close()
            await self._take_refusal(refusal)

    async def _take_refusal(self, refusal):
        if refusal.code == "unauthorized" and self.token:
            self.token = None  # a guest may go on as a new person
            self._owner.on_new_person()
        elif refusal.code in WORTH_REPEATING:
            await asyncio.sleep(refusal.retry_after)
        else:
            raise refusal

    async def _beat(self, connection):
        """Returns when the connection is lost, or so old that the next one has to be opened."""
        end = time.monotonic() + random.uniform(*LIFETIME)
        pause = PING_AFTER_WELCOME
        while time.monotonic() < end:
            try:
                await asyncio.wait_for(connection.lost.wait(), pause)
                return self._online.clear()
            except TimeoutError:
                # A task of its own, because it waits while there is no connection.
                self._tasks.begin("beat", self._owner.on_beat)
            pause = PING_INTERVAL * random.uniform(0.9, 1.1)


def back_off(attempt):
    """Seconds before this try, with full jitter."""
    return random.uniform(0, min(30, 0.5 * 2 ** min(attempt, 6)))
