"""The gateway: IDENTIFY, heartbeats, RESUME with replay, and events by intent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import WSMsgType, web

from sandbox.discord.gateway.events import EventChecks
from sandbox.discord.gateway.faults import GatewayFaults
from sandbox.discord.gateway.intents import KNOWN, PRIVILEGED, Intent
from sandbox.discord.gateway.sessions import Connection, Session

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.world import Payload, World

Json = dict[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT, REQUEST_MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
HEARTBEAT_MS = 41250


class Gateway:
    """All sessions of all applications."""

    def __init__(self, world: World, violations: list[str]) -> None:
        self._world = world
        self._violations = violations
        self._checks = EventChecks()
        self.check_events = True
        self.faults = GatewayFaults()
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self._connections: set[Connection] = set()
        self._ready: dict[int, asyncio.Event] = {}

    def dispatch(
        self, app: Application, event: str, intent: int, payload: Payload, guild_id: int | None
    ) -> None:
        """Send an event to the sessions of an application that asked for its intent and mind its guild."""
        self.faults.pass_on(event, lambda: self._dispatch(app, event, intent, payload, guild_id))

    def _dispatch(
        self, app: Application, event: str, intent: int, payload: Payload, guild_id: int | None
    ) -> None:
        for session in list(self.sessions.values()):
            if session.app is app and (not intent or session.intents & intent) and session.minds(guild_id):
                self._send(session, event, payload(session.intents) if callable(payload) else payload)

    def _send(self, session: Session, event: str, data: Any) -> None:
        if self.check_events:
            self._violations += self._checks.faults_of(event, data)
        session.send(event, data)

    def disconnect(self, resumable: bool) -> int:
        """Close all connections; without `resumable` the sessions are forgotten. Returns how many there were."""
        connections = list(self._connections)
        if not resumable:
            self.sessions.clear()
        for connection in connections:
            if resumable:
                connection.send_op(RECONNECT, None)
            connection.close(4000 if resumable else 4009, "the server closed the connection")
        for session in self.sessions.values():
            session.connection = None
        return len(connections)

    def is_connected(self, app: Application) -> bool:
        """Whether a session of the application has a connection."""
        return any(s.app is app and s.connection is not None for s in self.sessions.values())

    async def connected(self, app: Application) -> None:
        """Until a session of the application has a connection."""
        while not self.is_connected(app):
            await self._ready.setdefault(app.id, asyncio.Event()).wait()

    async def handle(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False, autoping=True)
        await socket.prepare(request)
        compress = request.query.get("compress")
        if compress not in (None, "zlib-stream"):
            await socket.close(code=4012, message=b"This sandbox compresses with zlib-stream only.")
            return socket
        connection = Connection(socket, compress is not None)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send_op(HELLO, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []})
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break
                try:
                    message = orjson.loads(frame.data)
                except orjson.JSONDecodeError:
                    connection.close(4002, "Error while decoding payload.")
                    continue
                session = self._receive(connection, session, message.get("op"), message.get("d"))
        finally:
            self._connections.discard(connection)
            if session is not None and session.connection is connection:
                session.connection = None
            connection.end()
            await writer
        return socket

    def _receive(self, connection: Connection, session: Session | None, op: int, data: Any) -> Session | None:
        if op == HEARTBEAT:
            if session is not None:
                session.received(data)
            connection.send_op(ACK, None)
        elif op == IDENTIFY:
            if session is not None:
                connection.close(4005, "Already authenticated.")
                return session
            return self._identify(connection, data)
        elif op == RESUME:
            return self._resume(connection, data)
        elif session is None:
            connection.close(4003, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._chunk(session, data)
        elif op not in (PRESENCE, 4):
            connection.close(4001, "Unknown opcode.")
        return session

    def _identify(self, connection: Connection, data: Json) -> Session | None:
        app = self._world.tokens.get(str(data.get("token")).removeprefix("Bot "))
        if app is None:
            connection.close(4004, "Authentication failed.")
            return None
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            connection.close(4013, "Invalid intent(s).")
            return None
        if intents & PRIVILEGED & ~app.privileged_intents:
            connection.close(4014, "Disallowed intent(s).")
            return None
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            connection.close(4010, "Invalid shard.")
            return None
        for old in list(self.sessions.values()):
            if old.app is app and old.shard == (number, count) and old.connection is None:
                del self.sessions[old.id]  # its client has started anew and will not resume
        session = Session(app, intents, (number, count))
        self.sessions[session.id] = session
        session.connection = connection
        self.identifies += 1
        self._greet(session)
        return session

    def _greet(self, session: Session) -> None:
        app = session.app
        guilds = [
            guild for guild in self._world.guilds.values() if app.id in guild.apps and session.minds(guild.id)
        ]
        ready = {
            "v": 10,
            "user": app.user.own_payload(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "shard": list(session.shard),
            "application": {"id": str(app.id), "flags": app.payload()["flags"]},
            "session_type": "normal",
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "user_settings": {},
            "_trace": [],
        }
        self._send(session, "READY", ready)
        if session.intents & Intent.GUILDS:
            for guild in guilds:
                self._send(
                    session,
                    "GUILD_CREATE",
                    {**guild.create_payload(app, session.intents), "unavailable": False},
                )
        self._is_ready(app)

    def _is_ready(self, app: Application) -> None:
        self._ready.pop(app.id, asyncio.Event()).set()

    def _resume(self, connection: Connection, data: Json) -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        app = self._world.tokens.get(str(data.get("token")).removeprefix("Bot "))
        sequence = data.get("seq")
        if session is None or session.app is not app or not isinstance(sequence, int):
            connection.send_op(INVALID, False)
            return None
        if not session.can_replay(sequence):
            del self.sessions[session.id]
            connection.send_op(INVALID, False)
            return None
        if session.connection is not None:
            session.connection.close(4000, "resumed elsewhere")
        session.replay(connection, sequence)
        session.send("RESUMED", {"_trace": []})
        self._is_ready(session.app)
        return session

    def _chunk(self, session: Session, data: Json) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None or session.app.id not in guild.apps:
            return
        members = list(guild.members.values())
        if data.get("user_ids"):
            given = data["user_ids"]
            wanted = {int(user) for user in (given if isinstance(given, list) else [given])}
            members = [member for member in members if member.id in wanted]
        elif data.get("query"):
            members = [member for member in members if member.name.startswith(data["query"])]
        elif not session.intents & Intent.GUILD_MEMBERS:
            members = [member for member in members if member.id == session.app.user.id]
        if data.get("limit"):
            members = members[: data["limit"]]
        pages = [members[start : start + 1000] for start in range(0, len(members), 1000)] or [[]]
        for index, page in enumerate(pages):
            chunk = {
                "guild_id": str(guild.id),
                "members": [member.payload() for member in page],
                "chunk_index": index,
                "chunk_count": len(pages),
                "not_found": [],
            }
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            self._send(session, "GUILD_MEMBERS_CHUNK", chunk)
