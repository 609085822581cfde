"""Reputation in words: what a proposal gives and takes, what a vote brought, and what a member has."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.ids import MemberId, ProposalNumber
from bot.domain.proposals.facts import Grant
from bot.domain.proposals.proposal import Proposal
from bot.domain.reputation.ledger import DECIMALS, ReputationEvent, Why
from bot.services.reputation.reputation import Held, MemberReputation
from bot.wording.language import Language

_PLACES = 2


def grant_lines(grants: Iterable[Grant], say: Language) -> list[str]:
    """Each in a sentence, to the last digit: it is what is voted on."""
    lines = []
    for grant in grants:
        words = (
            say._("give {amount} reputation to {member}")
            if grant.amount > 0
            else say._("take {amount} reputation from {member}, as far as they have it")
        )
        amount, member = _points(grant.amount, say), say.markup.member(grant.member)
        lines.append(f"• {words.format(amount=amount, member=member)}")
    return lines


def granting_lines(proposal: Proposal, say: Language, *, over: bool = False) -> list[str]:
    """How reputation changes if the proposal passes, under a heading; nothing where it doesn't."""
    grants = grant_lines(proposal.content.grants, say)
    if not grants:
        return []
    if over:
        heading = say._("**Its changes of reputation**")
    elif proposal.rules.next_track is not None:
        heading = say._("**If its binding vote passes too, reputation changes**")
    else:
        heading = say._("**If it passes, reputation changes**")
    return [heading, *grants]


def changed_lines(data: Mapping[str, str], say: Language) -> list[str]:
    """What an executed proposal gave and took: a heading and a line for each member."""
    given = [
        f"• {say.markup.member(MemberId(int(member)))}: {_signed(int(amount), say)}"
        for member, amount in data.items()
        if member.isdecimal()
    ]
    return [say._("🎖️ Reputation changed, as this proposal decided:"), *given]


def earned_line(events: Sequence[ReputationEvent], say: Language) -> str:
    """What the close of a vote brought, in one line; nothing where it brought nothing."""
    parts = []
    if ballots := [event for event in events if event.why is Why.BALLOT]:
        number = len(ballots)
        whom = say.ngettext("{amount} for the voter", "{amount} for each of {number} voters", number)
        parts.append(whom.format(amount=_points(ballots[0].amount, say), number=say.number(number)))
    parts += [
        say._("{amount} for {member}, whose proposal it was").format(
            amount=_points(event.amount, say), member=say.markup.member(event.member)
        )
        for event in events
        if event.why is Why.ACCEPTED
    ]
    return f"{say._('**Reputation earned**')}: {', '.join(parts)}" if parts else ""


def reputation_lines(reputation: MemberReputation, say: Language) -> list[str]:
    """What a member has now, and the newest events, each a line; one line for who never had any."""
    (first, *others) = reputation.balances
    lines = [_balance(first, say)]
    lines += [f"• {_other_balance(held, say)}" for held in others]
    lines += [
        f"• {_event_words(event, reputation.numbers[event.proposal], say)}" for event in reputation.newest
    ]
    if (more := reputation.events - len(reputation.newest)) > 0:
        earlier = say.ngettext("and {number} earlier", "and {number} earlier", more)
        lines.append(say.markup.small(earlier.format(number=say.number(more))))
    return lines


def _balance(held: Held, say: Language) -> str:
    amount = _amount(held.amount, say)
    if held.half_life is None:
        return say._("**Reputation in this server**: {amount}").format(amount=amount)
    return say._("**Reputation in this server**: {amount}, which halves every {time}").format(
        amount=amount, time=say.duration(held.half_life)
    )


def _other_balance(held: Held, say: Language) -> str:
    amount = _amount(held.amount, say)
    if held.half_life is None:
        return say._("on tracks where it doesn't decay: {amount}").format(amount=amount)
    return say._("on tracks where it halves every {time}: {amount}").format(
        amount=amount, time=say.duration(held.half_life)
    )


def _event_words(event: ReputationEvent, number: ProposalNumber, say: Language) -> str:
    match event.why:
        case Why.BALLOT:
            words = say._("{amount} for a vote on proposal {proposal} {when}")
        case Why.ACCEPTED:
            words = say._("{amount} for proposal {proposal}, which was accepted {when}")
        case Why.GRANT:
            words = say._("{amount} granted by proposal {proposal} {when}")
        case Why.SLASH:
            words = say._("{amount} slashed by proposal {proposal} {when}")
    return words.format(amount=_signed(event.amount, say), proposal=number, when=say.when(event.at))


def _points(amount: int, say: Language) -> str:
    """An amount without its sign, to the last digit."""
    return say.tokens(abs(amount), DECIMALS)


def _signed(amount: int, say: Language) -> str:
    return f"{'+' if amount > 0 else '−'}{_points(amount, say)}"


def _amount(amount: int, say: Language) -> str:
    """In points with two decimals, cut. What is more than nothing never reads as 0."""
    if 0 < amount < 10 ** (DECIMALS - _PLACES):
        return say.pgettext("value", "less than {amount}").format(amount=say.tokens(1, _PLACES))
    return say.tokens(amount, DECIMALS, _PLACES)
