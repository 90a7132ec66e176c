"""One WebSocket to the server: requests with their answers, and pushes."""

import asyncio
import json
from itertools import count

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

ANSWER_TIMEOUT = 10  # seconds; then the connection counts as lost
LARGEST_FRAME = 128 * 1024  # bytes


class Refused(Exception):
    """The server has answered with an error. The request has changed nothing, except perhaps after `unavailable`."""

    def __init__(self, code, message="", retry_after_ms=0):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.retry_after = retry_after_ms / 1000  # seconds

    @classmethod
    def by(cls, frame):
        return cls(frame["code"], frame.get("message", ""), frame.get("retryAfterMs", 0))

    @classmethod
    def in_ack(cls, result):
        return cls(result["error"], retry_after_ms=result.get("retryAfterMs", 0))


class Unanswered(Exception):
    """Nobody knows what has become of the request: it may be repeated, a change with the same clientId."""


class Connection:
    """It begins with `open`. When it has ended, for whatever reason, `lost` is set."""

    def __init__(self, socket, on_push):
        self.lost = asyncio.Event()
        self._socket = socket
        self._on_push = on_push
        self._ids = count(1)
        self._answers = {}  # by request id: the future of the answer
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url, on_push):
        """`on_push(frame)` is called with each frame that is no answer.

        Raises OSError or websockets' WebSocketException if there is no connection.
        """
        # The protocol has a heartbeat of its own, so that of the library is off.
        socket = await connect(url, max_size=LARGEST_FRAME, ping_interval=None, close_timeout=1)
        return cls(socket, on_push)

    async def request(self, action, **fields):
        """Returns the answer. Raises Refused or Unanswered. Fields that are None are left out."""
        id = next(self._ids)
        answer = self._answers[id] = asyncio.get_running_loop().create_future()
        try:
            await self.tell(action, id=id, **fields)
            frame = await asyncio.wait_for(answer, ANSWER_TIMEOUT)
        except TimeoutError:
            await self.close()
            raise Unanswered("no answer in time") from None
        finally:
            del self._answers[id]
        if frame["type"] == "error":
            raise Refused.by(frame)
        return frame

    async def tell(self, action, **fields):
        """Sends a request, and waits for no answer. Raises Unanswered if the connection is lost."""
        frame = {"action": action} | {name: value for name, value in fields.items() if value is not None}
        try:
            await self._socket.send(encoded(frame))
        except ConnectionClosed:
            raise Unanswered("the connection is lost") from None

    async def close(self):
        await self._socket.close()
        await self._reader

    async def _read(self):
        try:
            async for text in self._socket:
                self._take(decoded(text))
        except ConnectionClosed:
            pass
        finally:
            self.lost.set()
            self._leave_unanswered("the connection is lost")

    def _take(self, frame):
        if "type" in frame:
            if "id" in frame:
                self._answer(frame)
            else:
                self._on_push(frame)
        elif "message" in frame and "requestId" in frame:
            # An error of API Gateway's. It does not tell which request failed.
            self._leave_unanswered(frame["message"])

    def _answer(self, frame):
        answer = self._answers.get(frame["id"])
        if answer and not answer.done():
            answer.set_result(frame)

    def _leave_unanswered(self, reason):
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Unanswered(reason))


def encoded(frame):
    # Escapes would make a text in another script three times as long.
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def decoded(text):
    """The frame, or an empty one in place of what a client must skip."""
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}
