"""Why a server can't be exported, or a file can't be imported, each in a line for who runs the bot."""

from bot.domain.errors.operators import succession
from bot.wording.errors.base import clause
from bot.wording.language import Language

_NAME = 100
_LONGEST = 300


@clause.register
def _(fault: succession.NoOperatorKey, say: Language) -> str:
    return say._(
        "there is no key to sign with: set `FOLKMOOT_OPERATOR_KEY` to 0x and 64 random hexadecimal digits "
        "(`openssl rand -hex 32`), and keep it"
    )


@clause.register
def _(fault: succession.NotAFingerprintGiven, say: Language) -> str:
    return say._(
        "`--from` must be the other operator's fingerprint: 0x and 40 hexadecimal digits, as `/handover show` "
        "says there"
    )


# What is to be exported


@clause.register
def _(fault: succession.ServerUnknown, say: Language) -> str:
    return say._("the database has no server {server}").format(server=fault.server)


@clause.register
def _(fault: succession.NotBeingHandedOver, say: Language) -> str:
    return say._(
        "server {server} isn't being handed over: its moderators begin that with `/handover begin`. Without "
        "`--hand-over` you get a copy"
    ).format(server=fault.server)


@clause.register
def _(fault: succession.Settling, say: Language) -> str:
    return say.ngettext(
        "{count} delivery is still to be made: start the bot, and try again when it is through, at the latest "
        "ten minutes after the handover was begun",
        "{count} deliveries are still to be made: start the bot, and try again when it is through, at the "
        "latest ten minutes after the handover was begun",
        fault.deliveries,
    ).format(count=say.number(fault.deliveries))


@clause.register
def _(fault: succession.FileThere, say: Language) -> str:
    return say._("{file} is there already: name another file").format(
        file=say.markup.name(fault.file, _LONGEST)
    )


# What is to be imported


@clause.register
def _(fault: succession.FileUnread, say: Language) -> str:
    return say._("{file} can't be used: {why}").format(
        file=say.markup.name(fault.file, _LONGEST), why=say.markup.name(fault.why, _LONGEST)
    )


@clause.register
def _(fault: succession.NotAnExport, say: Language) -> str:
    return say._(
        "this is no file that `folkmoot export` has written, or it was changed: nothing was imported"
    )


@clause.register
def _(fault: succession.ExportIncomplete, say: Language) -> str:
    return say._("the file ends too early: have it sent again. Nothing was imported")


@clause.register
def _(fault: succession.LineTooLong, say: Language) -> str:
    return say._("the file has a line that is longer than any that Folkmoot writes: nothing was imported")


@clause.register
def _(fault: succession.FormatUnknown, say: Language) -> str:
    return say._(
        "the file has the format {format}, which this version doesn't know: install the version that wrote it"
    ).format(format=say.markup.name(fault.format, _NAME))


@clause.register
def _(fault: succession.RevisionDiffers, say: Language) -> str:
    return say._(
        "the file is of revision {exported}, and this database of {here}: both operators must run the same "
        "version of Folkmoot. Nothing was imported"
    ).format(exported=say.markup.name(fault.exported, _NAME), here=say.markup.name(fault.here, _NAME))


@clause.register
def _(fault: succession.PartUnknown, say: Language) -> str:
    return say._(
        "the file holds {part}, of which this version doesn't know what it is: nothing was imported"
    ).format(part=say.markup.name(fault.part, _NAME))


@clause.register
def _(fault: succession.PartDamaged, say: Language) -> str:
    return say._(
        "{part} in the file is not what was signed: have it sent again. Nothing was imported"
    ).format(part=say.markup.name(fault.part, _NAME))


@clause.register
def _(fault: succession.SignedByAnother, say: Language) -> str:
    return say._(
        "the file says that {signer} has signed it, and you expect {expected}: ask the moderators which is "
        "right (`/handover show`)"
    ).format(signer=say.markup.name(fault.signer, _NAME), expected=say.markup.name(fault.expected, _NAME))


@clause.register
def _(fault: succession.SignatureBroken, say: Language) -> str:
    return say._("the file is not signed by the one it names: nothing was imported")


@clause.register
def _(fault: succession.OnlyACopy, say: Language) -> str:
    return say._(
        "the file is a copy of a server that was not handed over: the bot that wrote it runs on, and two "
        "would count everything twice"
    )


@clause.register
def _(fault: succession.ForAnother, say: Language) -> str:
    return say._(
        "the server was handed over to {to}, and your fingerprint is {own}: nothing was imported"
    ).format(to=say.markup.name(fault.to, _NAME), own=say.markup.name(fault.own, _NAME))


@clause.register
def _(fault: succession.ServerHere, say: Language) -> str:
    return say._(
        "the database has something of server {server} already, and two can't be made one: import into "
        "another database"
    ).format(server=fault.server)


@clause.register
def _(fault: succession.IdsTaken, say: Language) -> str:
    return say._(
        "the ids in {part} are those of other servers in this database, and records name them: import into a "
        "new database, for a bot of its own"
    ).format(part=say.markup.name(fault.part, _NAME))


@clause.register
def _(fault: succession.ForeignRows, say: Language) -> str:
    return say._(
        "{part} in the file has rows of another server: whoever wrote it is not to be trusted. Nothing was "
        "imported"
    ).format(part=say.markup.name(fault.part, _NAME))


@clause.register
def _(fault: succession.ContentUnreadable, say: Language) -> str:
    return say._(
        "the proposal with the id {proposal} has something of a kind that this version doesn't know: nothing "
        "was imported"
    ).format(proposal=fault.proposal)
