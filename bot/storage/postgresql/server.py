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

from bot.domain.errors.operators import database as faults
from bot.domain.fault import Fault
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
            raise UnsupportedDatabase(faults.PasswordNotEncoded())
        if port is not None and not str(port).isdecimal():
            raise UnsupportedDatabase(faults.PortNotANumber())
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
    def address(self) -> faults.ServerAddress:
        """The server, as a message names it: never with user or password."""
        return faults.ServerAddress(self.host or "", self.port)

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
            raise kind(self._fault(error)) from error
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

    def _fault(self, error: Exception) -> Fault:
        """What is wrong, by what the driver or the operating system raised."""
        address = self.address
        match error:
            case asyncpg.InvalidCatalogNameError():
                return faults.DatabaseMissing(address, self.database or "")
            case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
                return faults.LoginRefused(address, self.user or "")
            case asyncpg.CannotConnectNowError():
                return faults.ServerStarting(address)
            case asyncpg.TooManyConnectionsError():
                return faults.ServerFull(address)
            case asyncpg.PostgresError() | asyncpg.InterfaceError() | ValueError():
                return faults.ServerUnusable(address, _line(error))
            case socket.gaierror():
                return faults.HostUnknown(self.host or "")
            case ssl.SSLError():
                return faults.CertificateUntrusted(address, _line(error))
            case PermissionError():
                return faults.SocketForbidden(address)
            case TimeoutError():
                return faults.ServerSilent(address)
            case ConnectionRefusedError() | FileNotFoundError():
                return faults.ServerNotRunning(address)
            case _ if "SSL" in str(error):
                return faults.NoTls(address)
            case _:
                return faults.ServerUnreachable(address, _line(error))


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
            raise UnsupportedDatabase(faults.SslmodeNamed())
        if name not in _OPTIONS or not isinstance(value, str):
            raise UnsupportedDatabase(faults.UrlOptionUnknown(tuple(sorted(_OPTIONS))))
    return dict(query)
