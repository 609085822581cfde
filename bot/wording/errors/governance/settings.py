"""Refusals of settings. What is expected instead is a sentence of its own: what to write, by kind of setting."""

from bot.domain import errors
from bot.domain.errors.governance import settings
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import SOURCES
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.sources.registry import how_to_write


@message.register
def _(error: errors.BadSetting, say: Language) -> Message:
    return Message(
        _refused(error, say),
        kept=nothing_changed(say),
        next=clause(error.expected, say),
    )


def _refused(error: errors.BadSetting, say: Language) -> str:
    field = say.markup.code(typed(error.field))
    if not error.text.strip():
        return say._("{field}: nothing is given.").format(field=field)
    return say._("{field}: {text} can't be read.").format(
        field=field, text=say.markup.code(typed(error.text))
    )


@message.register
def _(error: errors.TrustUnavailable, say: Language) -> Message:
    if error.trust is TrustLevel.COUNTERSIGNED:
        return Message(
            say._("This bot can't take ballots that Discord has signed: they don't reach it by HTTP."),
            kept=nothing_changed(say),
            next=say._(
                "Have its operator set `FOLKMOOT_INTERACTIONS=http`, or choose the trust level `discord`."
            ),
        )
    return Message(
        say._("This bot can't take signed ballots: it has no pages on which wallets could sign them."),
        kept=nothing_changed(say),
        next=say._("Have its operator set `FOLKMOOT_WEB_URL`, or choose another trust level."),
    )


@clause.register
def _(fault: settings.ExpectedTrust, say: Language) -> str:
    return say._("Write one of {levels}.").format(
        levels=", ".join(say.markup.code(typed(each, 20)) for each in fault.levels)
    )


@clause.register
def _(fault: settings.NothingChosen, say: Language) -> str:
    return say._("Choose one: none has been chosen before.")


@clause.register
def _(fault: settings.QuorumAsked, say: Language) -> str:
    return say._(
        "Say how many must vote before the Safe's money moves, such as `15 voters` or `1000 votes`. The number "
        "of the preset {preset} is only for trying it out."
    ).format(preset=say.markup.name(fault.preset, 40))


@clause.register
def _(fault: settings.KindUnknown, say: Language) -> str:
    return say._(
        "The contract doesn't answer as a token, an NFT collection, a Governor or a Safe. Check address and chain, "
        "or write its kind before it, such as `erc1155 0x… ids 1, 2` or `call 0x… stakedOf(address)`."
    )


@clause.register
def _(fault: settings.ExpectedPreset, say: Language) -> str:
    return say._("Write one of {presets}.").format(
        presets=", ".join(say.markup.name(name, 40) for name in fault.known)
    )


@clause.register
def _(fault: settings.ExpectedSources, say: Language) -> str:
    return say._(
        "Write kind and contract, such as `erc20_votes 0x… + erc721 0x… x 100`; the kinds are {kinds}."
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
    return say._("Write {example}.").format(example=say.markup.code(f"{typed(kind, 20)} 0x…"))


@clause.register
def _(fault: settings.ExpectedWhole, say: Language) -> str:
    if fault.what == "weight":
        return say._("Write a weight of at least 1, with at most {digits} digits.").format(
            digits=fault.digits
        )
    if fault.what == "cap":
        return say._("Write a cap of at least 1, with at most {digits} digits.").format(digits=fault.digits)
    return say._("Write how much of it a voter must have: at least 1, with at most {digits} digits.").format(
        digits=fault.digits
    )


@clause.register
def _(fault: settings.SourceHasNoTotal, say: Language) -> str:
    source = say.markup.name(fault.source, 100)
    if fault.on_chain:
        return say._("nothing on chain tells how much there is of {source} in all").format(source=source)
    return say._("nothing tells how much there is of {source} in all").format(source=source)


@clause.register
def _(fault: settings.ExpectedDuration, say: Language) -> str:
    return say._("Write 5d, 12h or 1w, or several together, such as 1d 12h.")


@clause.register
def _(fault: settings.ExpectedShare, say: Language) -> str:
    return say._("Write a share such as 4% or 4/100.")


@clause.register
def _(fault: settings.ExpectedAmount, say: Language) -> str:
    if fault.decimals == 0:
        return say._("Write a whole number, such as 100.")
    return say.ngettext(
        "Write a number such as 100 or 2.5, with at most {number} decimal.",
        "Write a number such as 100 or 2.5, with at most {number} decimals.",
        fault.decimals,
    ).format(number=fault.decimals)


@clause.register
def _(fault: settings.ExpectedName, say: Language) -> str:
    return say._("Write a name of 1 to {limit} characters.").format(limit=fault.limit)


@clause.register
def _(fault: settings.TracksAreFull, say: Language) -> str:
    return say.ngettext(
        "There can be {limit} track at most: retire one first.",
        "There can be {limit} tracks at most: retire one first.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.TimelockTooShort, say: Language) -> str:
    return say._(
        "No track of this part may have a timelock shorter than {time}: the space above set that, so that there is "
        "time for a veto. Only a vote there changes it."
    ).format(time=say.duration(fault.least))


@clause.register
def _(fault: settings.ExpectedOtherTrack, say: Language) -> str:
    return say._("Write another track than {main}, which a space always has.").format(
        main=say.markup.name(fault.main, 40)
    )


@clause.register
def _(fault: settings.LeadsBack, say: Language) -> str:
    return say._("Write a track that does not lead back to {track}.").format(
        track=say.markup.name(fault.track, 40)
    )


@clause.register
def _(fault: settings.OnlyOnMain, say: Language) -> str:
    return say._("Write it in the rules of the track {track} alone.").format(
        track=say.markup.name(fault.track, 40)
    )


@clause.register
def _(fault: settings.ExpectedVotingPeriod, say: Language) -> str:
    return say._("Write a voting period longer than nothing.")


@clause.register
def _(fault: settings.RoleOfSome, say: Language) -> str:
    return say._("Make a role that only those have who should, and choose it.")


@clause.register
def _(fault: settings.SafeForOwners, say: Language) -> str:
    return say._("Write the Safe whose owners decide, or name other `sources`.")


@clause.register
def _(fault: settings.SafeForConviction, say: Language) -> str:
    return say._("Write the Safe whose funds conviction spends.")


@clause.register
def _(fault: settings.NothingNamed, say: Language) -> str:
    return say._("Write what gives power, such as `erc20_votes 0x…`: nothing has been named before.")


@clause.register
def _(fault: settings.SeveralQuorums, say: Language) -> str:
    return say._("Write nothing here: this policy has several, which a file changes.")


@clause.register
def _(fault: settings.ExpectedQuorum, say: Language) -> str:
    return say._("Write a share such as 4% or 4/100, or a number such as “1000 votes” or “5 voters”.")


@clause.register
def _(fault: settings.NoShareOfPower, say: Language) -> str:
    return say._(
        "Write the quorum as an amount, such as `1000 votes`. It can be no share of all power: {why}."
    ).format(why=clause(fault.why, say))


@clause.register
def _(fault: settings.NoShareToObject, say: Language) -> str:
    return say._(
        "Have milestones released by vote. By silence nobody could object with a share of all power: {why}."
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
        "Write at most {limit} source.",
        "Write at most {limit} sources.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.TooManyIds, say: Language) -> str:
    return say.ngettext(
        "Write at most {limit} id in one source.",
        "Write at most {limit} ids in one source.",
        fault.limit,
    ).format(limit=fault.limit)


@clause.register
def _(fault: settings.TooManyAccounts, say: Language) -> str:
    return say.ngettext(
        "Write at most {limit} account in one list.",
        "Write at most {limit} accounts in one list.",
        fault.limit,
    ).format(limit=fault.limit)
