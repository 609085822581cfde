"""Gateway sessions: what was sent, so that a client that comes back can be told what it missed."""

from __future__ import annotations

import asyncio
import secrets
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import WSMsgType, web

from sandbox.discord.encoding import encoded

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application

Json = dict[str, Any]

REPLAYED_AT_MOST = 5000


class Connection:
    """One WebSocket: frames go out in order, as text or as one zlib stream."""

    def __init__(self, socket: web.WebSocketResponse, compress: bool) -> None:
        self.socket = socket
        self._zlib = zlib.compressobj(level=1) if compress else None
        self._frames: asyncio.Queue[bytes | tuple[int, str] | None] = asyncio.Queue()

    def send(self, frame: bytes) -> None:
        """Queue a frame."""
        self._frames.put_nowait(frame)

    def send_op(self, op: int, data: Any) -> None:
        """Queue something that is no event (and carries no sequence number)."""
        self.send(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int, reason: str) -> None:
        """Close after what was queued."""
        self._frames.put_nowait((code, reason))

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        while True:
            frame = await self._frames.get()
            if frame is None or self.socket.closed:
                return
            if isinstance(frame, tuple):
                await self.socket.close(code=frame[0], message=frame[1].encode())
                return
            try:
                if self._zlib is None:
                    await self.socket.send_frame(frame, WSMsgType.TEXT)
                else:
                    packed = self._zlib.compress(frame) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_frame(packed, WSMsgType.BINARY)
            except ConnectionError:
                return  # the client went away; what it misses is replayed when it resumes

    def end(self) -> None:
        """Let `write` return."""
        self._frames.put_nowait(None)


class Session:
    """What IDENTIFY began. It outlives its connection, and goes on collecting events for a RESUME."""

    def __init__(self, app: Application, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.app = app
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=REPLAYED_AT_MOST)

    def minds(self, guild_id: int | None) -> bool:
        """Whether this shard is the one for a guild; direct messages go to shard 0."""
        return (
            (guild_id >> 22) % self.shard[1] == self.shard[0] if guild_id is not None else self.shard[0] == 0
        )

    def send(self, event: str, data: Any) -> None:
        """Send an event now, or keep it for a RESUME."""
        self.sequence += 1
        frame = encoded({"op": 0, "s": self.sequence, "t": event, "d": data})
        self._sent.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def received(self, sequence: int | None) -> None:
        """The client has everything up to here (it says so with each heartbeat)."""
        while sequence is not None and self._sent and self._sent[0][0] <= sequence:
            self._sent.popleft()

    def can_replay(self, sequence: int) -> bool:
        """Whether everything after a sequence number is still here."""
        oldest = self._sent[0][0] if self._sent else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def replay(self, connection: Connection, sequence: int) -> None:
        """Send again what came after a sequence number."""
        self.connection = connection
        for number, frame in self._sent:
            if number > sequence:
                connection.send(frame)
