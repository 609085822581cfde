"""Why a database can't be used, and what to do about it, each in a line for who runs the bot."""

from bot.domain.errors.operators import database
from bot.domain.errors.operators.database import FileTrouble
from bot.wording.errors.base import clause
from bot.wording.language import Language

_NAME = 100
_LONGEST = 300
"""Of a file's name, and of what others say."""


@clause.register
def _(address: database.ServerAddress, say: Language) -> str:
    if not address.host:
        return say.pgettext("value", "PostgreSQL on this machine")
    where = say.markup.name(address.host, _NAME)
    if address.port is not None:
        where += f":{address.port}"
    return say.pgettext("value", "PostgreSQL at {host}").format(host=where)


# What is wrong with the URL


@clause.register
def _(fault: database.NotADatabaseUrl, say: Language) -> str:
    return say._(
        "this is not a database URL: write `sqlite+aiosqlite:///FILE` or "
        "`postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE`"
    )


@clause.register
def _(fault: database.DialectUnsupported, say: Language) -> str:
    return say._(
        "{dialect} is not supported: write `sqlite+aiosqlite:///FILE` or "
        "`postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE`"
    ).format(dialect=say.markup.name(fault.dialect, _NAME))


@clause.register
def _(fault: database.DriverUnsupported, say: Language) -> str:
    return say._("PostgreSQL is reached through asyncpg: write `postgresql+asyncpg://…`")


@clause.register
def _(fault: database.NoDatabaseFile, say: Language) -> str:
    return say._("the database URL must name a file: `sqlite+aiosqlite:///FILE`")


@clause.register
def _(fault: database.PasswordNotEncoded, say: Language) -> str:
    return say._(
        "the password has a sign that means something in a URL: write @ as {at}, / as {slash}, : as {colon}, % as "
        "{percent}"
    ).format(at="%40", slash="%2F", colon="%3A", percent="%25")


@clause.register
def _(fault: database.PortNotANumber, say: Language) -> str:
    return say._("the port must be a number")


@clause.register
def _(fault: database.SslmodeNamed, say: Language) -> str:
    return say._("asyncpg calls `sslmode` `ssl`: write `?ssl=require`")


@clause.register
def _(fault: database.UrlOptionUnknown, say: Language) -> str:
    return say._("the URL can say {options} after its ?, each once").format(
        options=", ".join(say.markup.name(option, _NAME) for option in fault.options)
    )


# Another bot has it


@clause.register
def _(by: database.TakenBy, say: Language) -> str:
    return say.pgettext("value", "process {process} on {machine}").format(
        process=by.process, machine=say.markup.name(by.machine, _NAME)
    )


def _holder(by: database.TakenBy | None, say: Language) -> str:
    return say.pgettext("value", "another process") if by is None else clause(by, say)


@clause.register
def _(fault: database.FileTaken, say: Language) -> str:
    return say._(
        "{file} is used by another Folkmoot, {holder}: two would count and post everything twice. Stop that one first, "
        "or name another database"
    ).format(file=say.markup.name(fault.file, _LONGEST), holder=_holder(fault.by, say))


@clause.register
def _(fault: database.ServerDatabaseTaken, say: Language) -> str:
    return say._(
        "the database on {server} is used by another Folkmoot, {holder}: two would count and post everything twice. "
        "Stop that one first, or name another database"
    ).format(server=clause(fault.address, say), holder=_holder(fault.by, say))


# The server, and what it refuses


@clause.register
def _(fault: database.HostUnknown, say: Language) -> str:
    return say._("there is no host '{host}': correct it, or the network's names").format(
        host=say.markup.name(fault.host, _NAME)
    )


@clause.register
def _(fault: database.ServerNotRunning, say: Language) -> str:
    return say._("{server} isn't running: start it, or correct host and port").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.ServerStarting, say: Language) -> str:
    return say._("{server} is starting up or going down: try again when it runs").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.ServerFull, say: Language) -> str:
    return say._("{server} has no connection free: raise its `max_connections`").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.ServerSilent, say: Language) -> str:
    return say._("{server} doesn't answer: correct host and port, or the firewall between").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.ServerUnreachable, say: Language) -> str:
    return say._("{server} can't be reached: {why}").format(
        server=clause(fault.address, say), why=say.markup.name(fault.why, _LONGEST)
    )


@clause.register
def _(fault: database.ServerUnusable, say: Language) -> str:
    return say._("{server} can't be used: {why}").format(
        server=clause(fault.address, say), why=say.markup.name(fault.why, _LONGEST)
    )


@clause.register
def _(fault: database.SocketForbidden, say: Language) -> str:
    return say._("{server}: this user may not open its socket").format(server=clause(fault.address, say))


@clause.register
def _(fault: database.NoTls, say: Language) -> str:
    return say._("{server} offers no TLS: set it up there, or leave out `ssl`").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.CertificateUntrusted, say: Language) -> str:
    return say._("{server} has no certificate that can be trusted: {why}").format(
        server=clause(fault.address, say), why=say.markup.name(fault.why, _LONGEST)
    )


@clause.register
def _(fault: database.LoginRefused, say: Language) -> str:
    server = clause(fault.address, say)
    if not fault.user:
        return say._(
            "{server} refuses this user: correct user and password (signs such as @ and / as {at} and "
            "{slash}), or let them in by `pg_hba.conf`"
        ).format(server=server, at="%40", slash="%2F")
    return say._(
        "{server} refuses user '{user}': correct user and password (signs such as @ and / as {at} and "
        "{slash}), or let them in by `pg_hba.conf`"
    ).format(server=server, user=say.markup.name(fault.user, _NAME), at="%40", slash="%2F")


@clause.register
def _(fault: database.DatabaseMissing, say: Language) -> str:
    server = clause(fault.address, say)
    if not fault.database:
        return say._("{server} has no database with the name of this user: name one in the URL").format(
            server=server
        )
    name = say.markup.name(fault.database, _NAME)
    return say._("{server} has no database '{name}': `createdb {name}`").format(server=server, name=name)


@clause.register
def _(fault: database.UserMakesNoTables, say: Language) -> str:
    if not fault.user:
        return say._("this user may not make tables: `ALTER DATABASE … OWNER TO …`")
    return say._("user '{user}' may not make tables: `ALTER DATABASE … OWNER TO {user}`").format(
        user=say.markup.name(fault.user, _NAME)
    )


@clause.register
def _(fault: database.DatabaseReadOnly, say: Language) -> str:
    return say._(
        "{server} may only be read: name the primary, or unset `default_transaction_read_only`"
    ).format(server=clause(fault.address, say))


@clause.register
def _(fault: database.ServerIsStandby, say: Language) -> str:
    return say._("{server} is a standby, which can't be written: name the primary").format(
        server=clause(fault.address, say)
    )


@clause.register
def _(fault: database.ServerTooOld, say: Language) -> str:
    return say._("{server} has version {version}: {oldest} or later is needed").format(
        server=clause(fault.address, say), version=fault.version, oldest=fault.oldest
    )


@clause.register
def _(fault: database.EncodingUnfit, say: Language) -> str:
    return say._(
        "the database is encoded in {encoding}: make it again by `createdb -E UTF8 -T template0`"
    ).format(encoding=say.markup.name(fault.encoding, _NAME))


# The file, and the tables


@clause.register
def _(fault: database.FileUnusable, say: Language) -> str:
    return f"{say.markup.name(fault.file, _LONGEST)}: {say.markup.name(fault.why, _LONGEST)}: {_mend(fault, say)}"


def _mend(fault: database.FileUnusable, say: Language) -> str:
    match fault.trouble:
        case FileTrouble.UNREACHABLE:
            return say._("make its folder, and let the user of the bot write there")
        case FileTrouble.FORBIDDEN:
            return say._("let the user of the bot read and write it")
        case FileTrouble.READ_ONLY:
            return say._("let the user of the bot write it, and its folder")
        case FileTrouble.NO_SPACE:
            return say._("free some space on its disk")
        case FileTrouble.NOT_A_DATABASE:
            return say._("name another file, or restore the newest backup")
        case FileTrouble.DAMAGED:
            return say._("stop the bot and restore the newest backup")


@clause.register
def _(fault: database.RevisionUnknown, say: Language) -> str:
    return say._(
        "the database has revision {revision}, which this version of Folkmoot doesn't know: install the version that "
        "made it, or restore a backup from before"
    ).format(revision=say.markup.name(fault.revision, _NAME))
