"""A network that fails on demand."""

import asyncio
import json

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from connection import decoded


class Network:
    """Lies between a client and the server. `arrives(text)` tells what becomes of a frame on its way to the client."""

    def __init__(self, url):
        self._far_url = url
        self._near = set()
        self.sent = []  # the frames of the client
        self.lost = []  # the frames that `lose` has taken away
        self.heal()

    async def __aenter__(self):
        self._server = await serve(self._relay, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_error):
        self.cut()
        self._server.close()

    def heal(self):
        self.arrives = lambda text: [text]

    def lose(self, is_lost=lambda frame: True, instead=()):
        """From now on loses the frames for which this holds; `instead` of each there come these."""

        def arrives(text):
            if not is_lost(decoded(text)):
                return [text]
            self.lost.append(text)
            return [json.dumps(frame) for frame in instead]

        self.arrives = arrives

    def cut(self):
        for near in self._near:
            near.transport.abort()

    def has_sent(self, action):
        """How many such requests the client has sent."""
        return sum(frame["action"] == action for frame in self.sent)

    async def inject(self, frame):
        text = frame if isinstance(frame, str) else json.dumps(frame)
        for near in list(self._near):
            await near.send(text)

    async def _relay(self, near):
        self._near.add(near)
        async with connect(self._far_url) as far:
            ways = {asyncio.create_task(self._up(near, far)), asyncio.create_task(self._down(near, far))}
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        self._near.discard(near)

    async def _up(self, near, far):
        async for text in near:
            self.sent.append(json.loads(text))
            await far.send(text)

    async def _down(self, near, far):
        try:
            async for text in far:
                for arriving in self.arrives(text) if text else [text]:
                    await near.send(arriving)
        except ConnectionClosed:
            pass
