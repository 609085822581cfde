"""Where a PostgreSQL database is, and how to get to it."""

import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import asyncpg
import stamina
from sqlalchemy import URL

from bot.storage.errors import AwayDatabase, UnavailableDatabase, UnsupportedDatabase

_SETTINGS = {
    "application_name": "folkmoot",
    # Statements here are short: compiling them takes longer than running them.
    "jit": "off",
    # A process that stands still in the middle of a transaction must not keep all others waiting for ever.
    "idle_in_transaction_session_timeout": "60s",
    # A machine that was switched off says nothing: its sessions, and the locks they hold, end after a minute.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
"""What is acknowledged is on disk, even where the server's default is faster."""

_OPTIONS = frozenset({"host", "port", "ssl"})

_STARTING = (
    ConnectionRefusedError,
    ConnectionResetError,
    FileNotFoundError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)
"""What a server that starts, restarts or is busy answers: it is asked again."""

_AWAY = (*_STARTING, ConnectionError, TimeoutError, asyncpg.ObjectNotInPrerequisiteStateError)
"""And what it may answer for longer, such as a database that takes no connections while it is being restored."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL database by its address. What the URL leaves out is libpq's default (PGPASSWORD, …)."""

    host: str | None
    port: int | None
    user: str | None
    password: str | None = field(repr=False)
    database: str | None
    ssl: str | None

    @classmethod
    def of(cls, url: URL) -> Self:
        """The server of a SQLAlchemy URL. Raises UnsupportedDatabase for what isn't understood."""
        options = _options(url.query)
        host, port = options.get("host") or url.host, options.get("port") or url.port
        if "@" in (host or ""):
            raise UnsupportedDatabase(
                "the password has a sign that means something in a URL: write @ as %40, / as %2F, : as %3A, % as %25"
            )
        if port is not None and not str(port).isdecimal():
            raise UnsupportedDatabase("the port must be a number")
        password = None if url.password is None else str(url.password)
        return cls(
            host or None,
            None if port is None else int(port),
            url.username or None,
            password,
            url.database or None,
            options.get("ssl"),
        )

    @property
    def place(self) -> str:
        """The server, as a message names it: never with user or password."""
        if self.host is None:
            return "PostgreSQL on this machine"
        return f"PostgreSQL at {self.host}" + (f":{self.port}" if self.port is not None else "")

    async def connect(self, *, patience: float) -> "asyncpg.Connection[Any]":
        """A connection. A server that starts, or has no connection free, is asked again for so many seconds.

        Raises UnavailableDatabase; AwayDatabase where asking again later may help.
        """
        try:
            async for attempt in stamina.retry_context(
                on=_STARTING, attempts=None, timeout=patience, wait_initial=0.05, wait_max=1
            ):
                with attempt:
                    return await self._connect(patience)
        except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            kind = AwayDatabase if _is_away(error) else UnavailableDatabase
            raise kind(self._advice(error)) from error
        raise AssertionError("unreachable")

    async def _connect(self, patience: float) -> "asyncpg.Connection[Any]":
        settings = {**_SETTINGS, "lock_timeout": f"{int(patience * 1000)}ms"}
        connection = await asyncpg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            database=self.database,
            ssl=self.ssl,
            timeout=max(patience, 1.0),
            server_settings=settings,
        )
        await connection.execute(_DURABLE)
        return connection

    def _advice(self, error: Exception) -> str:
        """What is wrong and what to do, in one line."""
        match error:
            case asyncpg.InvalidCatalogNameError():
                return f"{self.place} has no database {self.database!r}: createdb {self.database}"
            case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
                return (
                    f"{self.place} refuses user {self.user!r}: correct user and password (signs such as @ and / "
                    "as %40 and %2F), or let them in by pg_hba.conf"
                )
            case asyncpg.CannotConnectNowError():
                return f"{self.place} is starting up or going down: try again when it runs"
            case asyncpg.TooManyConnectionsError():
                return f"{self.place} has no connection free: raise its max_connections"
            case asyncpg.PostgresError() | asyncpg.InterfaceError() | ValueError():
                return f"{self.place} can't be used: {_line(error)}"
            case socket.gaierror():
                return f"there is no host {self.host!r}: correct it, or the network's names"
            case ssl.SSLError():
                return f"{self.place} has no certificate that can be trusted: {_line(error)}"
            case PermissionError():
                return f"{self.place}: this user may not open its socket"
            case TimeoutError():
                return f"{self.place} doesn't answer: correct host and port, or the firewall between"
            case ConnectionRefusedError() | FileNotFoundError():
                return f"{self.place} isn't running: start it, or correct host and port"
            case _ if "SSL" in str(error):
                return f"{self.place} offers no TLS: set it up there, or leave out ssl"
            case _:
                return f"{self.place} can't be reached: {_line(error)}"


def _is_away(error: Exception) -> bool:
    if isinstance(error, socket.gaierror):
        # The network's names are away. A name that there isn't is a wrong setting.
        return error.errno == socket.EAI_AGAIN
    unreachable = isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH)
    return unreachable or isinstance(error, _AWAY)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _options(query: Mapping[str, Any]) -> dict[str, str]:
    for name, value in query.items():
        if name == "sslmode":
            raise UnsupportedDatabase("asyncpg calls sslmode ssl: write ?ssl=require")
        if name not in _OPTIONS or not isinstance(value, str):
            raise UnsupportedDatabase(f"the URL can say {', '.join(sorted(_OPTIONS))} after its ?, each once")
    return dict(query)
