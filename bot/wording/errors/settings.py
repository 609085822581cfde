"""Refusals of settings. What is expected instead is a sentence of its own: what to write, by kind of setting."""

from bot.domain import errors
from bot.domain.errors import settings
from bot.domain.power import SOURCES
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.sources.registry import how_to_write


@message.register
def _(error: errors.BadSetting, say: Language) -> Message:
    return Message(
        say._("{text} can't be read as {field}.").format(
            text=say.markup.code(typed(error.text)), field=say.markup.name(error.field)
        ),
        kept=nothing_changed(say),
        next=clause(error.expected, say),
    )


@clause.register
def _(fault: settings.ExpectedPreset, say: Language) -> str:
    return say._("Write one of {presets}, and use the command again.").format(
        presets=", ".join(say.markup.name(name, 40) for name in fault.known)
    )


@clause.register
def _(fault: settings.ExpectedSources, say: Language) -> str:
    return say._(
        "Write kind and contract, such as `erc20_votes 0x… + erc721 0x… x 100`, and use the command again; the kinds "
        "are {kinds}."
    ).format(kinds=", ".join(say.markup.code(typed(kind, 20)) for kind in fault.kinds))


@clause.register
def _(fault: settings.ExpectedSource, say: Language) -> str:
    if fault.why is None:
        return _how_to_write(fault.kind, say)
    why = say._("It can't be used like this: {why}.").format(why=clause(fault.why, say))
    return f"{why} {_how_to_write(fault.kind, say)}"


@clause.register
def _(fault: settings.ReadOnNoChain, say: Language) -> str:
    return f"{say._('It is read on no chain.')} {_how_to_write(fault.kind, say)}"


def _how_to_write(kind: str, say: Language) -> str:
    if kind in SOURCES:
        return how_to_write(kind, say)
    return say._("Write {example}, and use the command again.").format(
        example=say.markup.code(f"{typed(kind, 20)} 0x…")
    )


@clause.register
def _(fault: settings.ExpectedWhole, say: Language) -> str:
    if fault.what == "weight":
        return say._(
            "Write a weight of at least 1, with at most {digits} digits, and use the command again."
        ).format(digits=fault.digits)
    return say._(
        "Write a cap of at least 1, with at most {digits} digits, and use the command again."
    ).format(digits=fault.digits)


@clause.register
def _(fault: settings.SourceHasNoTotal, say: Language) -> str:
    source = say.markup.name(fault.source, 100)
    if fault.on_chain:
        return say._("nothing on chain tells how much there is of {source} in all").format(source=source)
    return say._("nothing tells how much there is of {source} in all").format(source=source)


@clause.register
def _(fault: settings.ExpectedDuration, say: Language) -> str:
    return say._("Write a duration such as 2d, 36h or 90s, and use the command again.")


@clause.register
def _(fault: settings.ExpectedShare, say: Language) -> str:
    return say._("Write a share such as 4% or 4/100, and use the command again.")


@clause.register
def _(fault: settings.ExpectedName, say: Language) -> str:
    return say._("Write a name of 1 to {limit} characters, and use the command again.").format(
        limit=fault.limit
    )


@clause.register
def _(fault: settings.TracksAreFull, say: Language) -> str:
    return say.ngettext(
        "There can be {limit} track at most: retire one first.",
        "There can be {limit} tracks at most: retire one first.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.ExpectedOtherTrack, say: Language) -> str:
    return say._(
        "Write another track than {main}, which a space always has, and use the command again."
    ).format(main=say.markup.name(fault.main, 40))


@clause.register
def _(fault: settings.LeadsBack, say: Language) -> str:
    return say._("Write a track that does not lead back to {track}, and use the command again.").format(
        track=say.markup.name(fault.track, 40)
    )


@clause.register
def _(fault: settings.ExpectedVotingPeriod, say: Language) -> str:
    return say._("Write a voting period longer than nothing, and use the command again.")


@clause.register
def _(fault: settings.RoleOfSome, say: Language) -> str:
    return say._("Make a role that only those have who should, and use the command again with it.")


@clause.register
def _(fault: settings.SafeForOwners, say: Language) -> str:
    return say._("Write the Safe whose owners decide, or name other `sources`, and use the command again.")


@clause.register
def _(fault: settings.SafeForConviction, say: Language) -> str:
    return say._("Write the Safe whose funds conviction spends, and use the command again.")


@clause.register
def _(fault: settings.NothingNamed, say: Language) -> str:
    return say._(
        "Write what gives power, such as `erc20_votes 0x…`, and use the command again: nothing has been named before."
    )


@clause.register
def _(fault: settings.SeveralQuorums, say: Language) -> str:
    return say._(
        "Write nothing here, and use the command again: this policy has several, which a file changes."
    )


@clause.register
def _(fault: settings.ExpectedQuorum, say: Language) -> str:
    return say._(
        "Write a share such as 4% or 4/100, or a number such as “1000 votes” or “5 voters”, and use the command again."
    )


@clause.register
def _(fault: settings.NoShareOfPower, say: Language) -> str:
    return say._(
        "Write the quorum as an amount, such as `1000 votes`, and use the command again. It can be no share of all "
        "power: {why}."
    ).format(why=clause(fault.why, say))


@clause.register
def _(fault: settings.RootHasNoTotal, say: Language) -> str:
    return say._("with a root curve nobody knows how much power all members have together")


@clause.register
def _(fault: settings.GreatestHasNoTotal, say: Language) -> str:
    return say._(
        "where only the greatest source counts nobody knows how much power all members have together"
    )


@clause.register
def _(fault: settings.TooManySources, say: Language) -> str:
    return say.ngettext(
        "Write at most {limit} source, and use the command again.",
        "Write at most {limit} sources, and use the command again.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.TooManyIds, say: Language) -> str:
    return say.ngettext(
        "Write at most {limit} id in one source, and use the command again.",
        "Write at most {limit} ids in one source, and use the command again.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.TooManyAccounts, say: Language) -> str:
    return say.ngettext(
        "Write at most {limit} account in one list, and use the command again.",
        "Write at most {limit} accounts in one list, and use the command again.",
        fault.limit,
    ).format(limit=fault.limit)
