"""What is wrong with a record (bot/domain/verification/errors.py)."""

from datetime import UTC, datetime

from bot.domain.verification import errors
from bot.wording.errors.base import clause
from bot.wording.language import Language

_LONGEST = 220


@clause.register
def _(fault: errors.Differs, say: Language) -> str:
    return say._("is {found}, and should be {expected}").format(
        found=_shown(fault.found, say), expected=_shown(fault.expected, say)
    )


@clause.register
def _(fault: errors.NotListed, say: Language) -> str:
    return say._("is {found}, which is none of those in {where}").format(
        found=_shown(fault.found, say), where=_shown(fault.where, say)
    )


@clause.register
def _(fault: errors.TwiceThere, say: Language) -> str:
    return say._("counts {found} a second time: it stands in {first} already").format(
        found=_shown(fault.found, say), first=_shown(fault.first, say)
    )


@clause.register
def _(fault: errors.NothingRead, say: Language) -> str:
    if fault.wallet is None:
        return say._("says nothing of source {number} of the policy").format(number=fault.place)
    if fault.block is None:
        return say._("says nothing of source {number} of the policy for wallet {wallet}").format(
            number=fault.place, wallet=_shown(fault.wallet, say)
        )
    return say._("says nothing of source {number} of the policy for wallet {wallet} at block {block}").format(
        number=fault.place, wallet=_shown(fault.wallet, say), block=_shown(fault.block, say)
    )


@clause.register
def _(fault: errors.NotADraw, say: Language) -> str:
    return say._("is no file of a jury that was drawn or announced")


@clause.register
def _(fault: errors.OutOfTime, say: Language) -> str:
    found = moment(fault.found)
    if fault.earliest is None and fault.latest is None:
        return say._("is no time")
    if fault.earliest is None:
        return say._("is {found}, and should be {latest} at the latest").format(
            found=found, latest=moment(fault.latest)
        )
    if fault.latest is None:
        return say._("is {found}, and should be {earliest} at the earliest").format(
            found=found, earliest=moment(fault.earliest)
        )
    return say._("is {found}, and should be between {earliest} and {latest}").format(
        found=found, earliest=moment(fault.earliest), latest=moment(fault.latest)
    )


@clause.register
def _(fault: errors.OnlyObjectionsThen, say: Language) -> str:
    return say._("came after {time}, from when on the vote took objections only").format(
        time=moment(fault.since)
    )


@clause.register
def _(fault: errors.NotAPolicy, say: Language) -> str:
    return say._("is no policy: {field}: {detail}").format(
        field=_shown(fault.field, say), detail=_shown(fault.detail, say)
    )


@clause.register
def _(fault: errors.NotCanonical, say: Language) -> str:
    return say._("should be canonical JSON, as the bot posted it: no spaces, names in order, no fractions")


@clause.register
def _(fault: errors.NotARecord, say: Language) -> str:
    return say._("should be the record of a vote, such as folkmoot-proposal-1-record.json")


@clause.register
def _(fault: errors.WrongText, say: Language) -> str:
    return say._("isn't written as ids, whole numbers, accounts and hashes are written in a record")


@clause.register
def _(fault: errors.ReadsOtherwise, say: Language) -> str:
    return say._("is {found}, but chain {chain} says {number} at block {block}").format(
        found=_shown(fault.found, say),
        chain=fault.chain,
        number=_shown(fault.on_chain, say),
        block=fault.block,
    )


@clause.register
def _(fault: errors.NotSignedBy, say: Language) -> str:
    return say._("is no signature of this ballot by {wallet}, says chain {chain}").format(
        wallet=_shown(fault.wallet, say), chain=fault.chain
    )


@clause.register
def _(fault: errors.NotOnChain, say: Language) -> str:
    return say._("is not block {number} of chain {chain}").format(number=fault.number, chain=fault.chain)


@clause.register
def _(fault: errors.NotSigned, say: Language) -> str:
    return say._(
        "is no signature over this request by the key {key}: it was changed, or never came from Discord"
    ).format(key=_shown(fault.public_key, say))


@clause.register
def _(fault: errors.NoCastRequest, say: Language) -> str:
    return say._("is no request with which a ballot of this vote is cast: {part}").format(
        part=_shown(fault.part, say)
    )


@clause.register
def _(fault: errors.NoRequest, say: Language) -> str:
    return say.ngettext(
        "commits to a request that is in none of the files, though all their parts are there",
        "commits to a request that is in none of the files, though all their parts are there; so do others, "
        "{number} in all",
        fault.ballots,
    ).format(number=say.number(fault.ballots))


@clause.register
def _(fault: errors.NotOneVoter, say: Language) -> str:
    return say.ngettext(
        "should be those of one voter, and are of {number}",
        "should be those of one voter, and are of {number}",
        fault.voters,
    ).format(number=say.number(fault.voters))


@clause.register
def _(fault: errors.Dropped, say: Language) -> str:
    if fault.counted is None:
        return say._(
            "has no ballot of its voter, who has evidence of one for {choice} of {time}: it was left out"
        ).format(choice=_shown(fault.choice, say), time=moment(fault.cast_at))
    return say._(
        "counts an earlier ballot of its voter, with receipt {receipt}, who has evidence of this one for {choice} of "
        "{time}: it was left out"
    ).format(receipt=_shown(fault.counted, say), choice=_shown(fault.choice, say), time=moment(fault.cast_at))


@clause.register
def _(fault: errors.NotDecided, say: Language) -> str:
    return say._("is {time}, when by the ballots until then something could still change the outcome").format(
        time=moment(fault.at)
    )


def _shown(text: str, say: Language) -> str:
    return say.markup.name(text, _LONGEST)


def moment(seconds: int | None) -> str:
    """In universal time, so that the same line stands everywhere."""
    if seconds is None:
        return ""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}Z"
    except (OverflowError, ValueError, OSError):
        return str(seconds)
