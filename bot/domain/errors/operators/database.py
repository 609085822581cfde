"""Why a database can't be used. Its password is never part of it."""

from enum import StrEnum

from bot.domain.fault import Fault


class ServerAddress(Fault, frozen=True):
    """Where a PostgreSQL server is: never with a user or a password."""

    host: str
    """A name, an address or the folder of a socket; "" where the URL leaves it out."""
    port: int | None


# What is wrong with the URL


class NotADatabaseUrl(Fault, frozen=True):
    """It isn't a URL of a database at all."""


class DialectUnsupported(Fault, frozen=True):
    """A database that this program doesn't know."""

    dialect: str


class DriverUnsupported(Fault, frozen=True):
    """PostgreSQL through another driver than asyncpg."""


class NoDatabaseFile(Fault, frozen=True):
    """A SQLite database in memory, or without a name."""


class PasswordNotEncoded(Fault, frozen=True):
    """A sign in the password was read as one of the URL's own."""


class PortNotANumber(Fault, frozen=True):
    pass


class SslmodeNamed(Fault, frozen=True):
    """libpq's name for what asyncpg calls otherwise."""


class UrlOptionUnknown(Fault, frozen=True):
    """Something else stands after the `?` than these, or one of them twice."""

    options: tuple[str, ...]


# Another bot has it


class TakenBy(Fault, frozen=True):
    """The process that has a database."""

    process: int
    machine: str


class FileTaken(Fault, frozen=True):
    file: str
    by: TakenBy | None
    """None where it isn't known."""


class ServerDatabaseTaken(Fault, frozen=True):
    address: ServerAddress
    by: TakenBy | None
    """None where it isn't known."""


# The server, and what it refuses


class HostUnknown(Fault, frozen=True):
    host: str


class ServerNotRunning(Fault, frozen=True):
    address: ServerAddress


class ServerStarting(Fault, frozen=True):
    """It is starting up, or going down."""

    address: ServerAddress


class ServerFull(Fault, frozen=True):
    """All of its connections are in use."""

    address: ServerAddress


class ServerSilent(Fault, frozen=True):
    """It doesn't answer in time."""

    address: ServerAddress


class ServerUnreachable(Fault, frozen=True):
    """The operating system says why."""

    address: ServerAddress
    why: str


class ServerUnusable(Fault, frozen=True):
    """It, or its driver, says why."""

    address: ServerAddress
    why: str


class SocketForbidden(Fault, frozen=True):
    address: ServerAddress


class NoTls(Fault, frozen=True):
    """The URL asks for TLS, and the server has none."""

    address: ServerAddress


class CertificateUntrusted(Fault, frozen=True):
    address: ServerAddress
    why: str


class LoginRefused(Fault, frozen=True):
    address: ServerAddress
    user: str
    """"" where the URL leaves it out."""


class DatabaseMissing(Fault, frozen=True):
    address: ServerAddress
    database: str
    """"" where the URL leaves it out."""


class UserMakesNoTables(Fault, frozen=True):
    user: str
    """"" where the URL leaves it out."""


class DatabaseReadOnly(Fault, frozen=True):
    address: ServerAddress


class ServerIsStandby(Fault, frozen=True):
    address: ServerAddress


class ServerTooOld(Fault, frozen=True):
    """Major versions: the one that it has, and the first that will do."""

    address: ServerAddress
    version: int
    oldest: int


class EncodingUnfit(Fault, frozen=True):
    """It can't hold every name."""

    encoding: str


# The file, and the tables


class FileTrouble(StrEnum):
    """What keeps SQLite from using a file."""

    UNREACHABLE = "unreachable"
    """It, or the lock beside it, can't be opened or made."""
    FORBIDDEN = "forbidden"
    READ_ONLY = "read_only"
    NO_SPACE = "no_space"
    NOT_A_DATABASE = "not_a_database"
    DAMAGED = "damaged"


class FileUnusable(Fault, frozen=True):
    file: str
    why: str
    """In the words of SQLite or of the operating system."""
    trouble: FileTrouble


class RevisionUnknown(Fault, frozen=True):
    """The tables are those of a newer version of this program."""

    revision: str
