"""What the doctor says of the database, what is stored and the files beside it."""

from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.language import Language

_SHOWN = 5
"""Of what is wrong with a database: more of it changes nothing about what is to be done."""


@clause.register
def _(finding: findings.OfSqlite, say: Language) -> str:
    return "SQLite"


@clause.register
def _(finding: findings.OfPostgresql, say: Language) -> str:
    return "PostgreSQL"


@clause.register
def _(finding: findings.Problems, say: Language) -> str:
    shown = ", ".join(clause(each, say) for each in finding.found[:_SHOWN])
    return f"{shown}, …" if len(finding.found) > _SHOWN else shown


@clause.register
def _(finding: findings.DatabaseSays, say: Language) -> str:
    return say.markup.name(finding.line, 100)


@clause.register
def _(finding: findings.RowWithoutParent, say: Language) -> str:
    return say._("{table} row {row} names a missing row of {parent}").format(
        table=say.markup.name(finding.table),
        row="?" if finding.row is None else finding.row,
        parent=say.markup.name(finding.parent),
    )


@clause.register
def _(finding: findings.RowsWithoutParents, say: Language) -> str:
    return say.ngettext(
        "{number} row of {table} names a missing row of {parent}",
        "{number} rows of {table} name a missing row of {parent}",
        finding.number,
    ).format(
        number=finding.number,
        table=say.markup.name(finding.table),
        parent=say.markup.name(finding.parent),
    )


@clause.register
def _(finding: findings.ChecksumsWrong, say: Language) -> str:
    return say.ngettext(
        "{pages} page has a wrong checksum", "{pages} pages have a wrong checksum", finding.pages
    ).format(pages=finding.pages)


@clause.register
def _(finding: findings.ConstraintUnchecked, say: Language) -> str:
    return say._("constraint {name} was never checked").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.IndexInvalid, say: Language) -> str:
    return say._("index {name} is not valid").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.OrderChanged, say: Language) -> str:
    return say._(
        "its order of texts was that of version {version} of the system's: `REINDEX DATABASE`, then "
        "`ALTER DATABASE … REFRESH COLLATION VERSION`"
    ).format(version=say.markup.name(finding.version, 40))


@clause.register
def _(finding: findings.SqliteFound, say: Language) -> str:
    if finding.wal_reset_bug:
        return say._(
            "version {version}, which has the WAL-reset bug: harmless as long as only one process opens the file, as "
            "here"
        ).format(version=say.markup.name(finding.version, 40))
    return say._("version {version}").format(version=say.markup.name(finding.version, 40))


@clause.register
def _(finding: findings.PostgresqlFound, say: Language) -> str:
    words = say._("version {version}, {encoding}, reads {reads}, writes {writes} one at a time")
    if finding.lossy:
        words = say._(
            "version {version}, {encoding}, reads {reads}, writes {writes} one at a time, {lossy} off"
        )
    return words.format(
        version=say.markup.name(finding.version, 40),
        encoding=say.markup.name(finding.encoding, 40),
        reads=say.markup.name(finding.reads, 40),
        writes=say.markup.name(finding.writes, 40),
        lossy=say.both([say.markup.name(name, 40) for name in finding.lossy]),
    )


@clause.register
def _(finding: findings.OfPrivateFiles, say: Language) -> str:
    return say._("private files")


@clause.register
def _(finding: findings.Private, say: Language) -> str:
    return say._("read by the bot's own user alone")


@clause.register
def _(finding: findings.ReadByOthers, say: Language) -> str:
    return say.ngettext(
        "other users of this machine can read {names}: it holds secrets",
        "other users of this machine can read {names}: they hold secrets",
        len(finding.names),
    ).format(names=say.both([say.markup.name(name, 200) for name in finding.names]))


@clause.register
def _(finding: findings.TakePermissions, say: Language) -> str:
    names = " ".join(say.markup.name(name, 200) for name in finding.names)
    return say._("take that from them: `chmod 600 {names}`").format(names=names)


@clause.register
def _(finding: findings.TurnOn, say: Language) -> str:
    return say._("turn {names} on: a power failure loses votes").format(
        names=say.both([say.markup.name(name, 40) for name in finding.names])
    )


@clause.register
def _(finding: findings.AsFactsSay, say: Language) -> str:
    if not finding.mended:
        return say._("as the facts say")
    return say.ngettext(
        "{number} was not as the facts say, and is now",
        "{number} were not as the facts say, and are now",
        finding.mended,
    ).format(number=finding.mended)


@clause.register
def _(finding: findings.OfDeliveries, say: Language) -> str:
    return say._("deliveries")


@clause.register
def _(finding: findings.NothingGivenUp, say: Language) -> str:
    return say._("nothing was given up")


@clause.register
def _(finding: findings.DeliveriesGivenUp, say: Language) -> str:
    return say.ngettext(
        "{number} was given up since {moment}: members have not been told something",
        "{number} were given up since {moment}: members have not been told something",
        finding.number,
    ).format(number=finding.number, moment=say.when(finding.since))


@clause.register
def _(finding: findings.RetryDeliveries, say: Language) -> str:
    return say._("mend what kept them back, then `/gov retry` (for operators: `folkmoot retry`)")


@clause.register
def _(finding: findings.OfDatabase, say: Language) -> str:
    return say._("database")


@clause.register
def _(finding: findings.OfStored, say: Language) -> str:
    if not finding.server:
        return say._("what is stored")
    return say._("what is stored of {server}").format(server=say.markup.name(finding.server, 60))


@clause.register
def _(finding: findings.AllReadable, say: Language) -> str:
    return say._("all of it can be read")


@clause.register
def _(finding: findings.RowsUnreadable, say: Language) -> str:
    return say.ngettext(
        "{number} thing can't be read, and waits: {rows}",
        "{number} things can't be read, and wait: {rows}",
        finding.number,
    ).format(number=finding.number, rows=say.markup.name("; ".join(finding.rows), 500))


@clause.register
def _(finding: findings.MendRows, say: Language) -> str:
    return say._(
        "a track gets new rules by `/gov policy apply`; anything else the bot's operator restores from a backup"
    )


@clause.register
def _(finding: findings.OfDueTimes, say: Language) -> str:
    return say._("what is due when")


@clause.register
def _(finding: findings.Sound, say: Language) -> str:
    return say._("sound, revision {revision}").format(revision=say.markup.name(finding.revision, 40))


@clause.register
def _(finding: findings.RestoreBackup, say: Language) -> str:
    return say._("stop the bot and restore the newest backup")
