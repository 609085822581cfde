"""Reputation in words: what a proposal gives and takes, what a vote brought, and what a member has."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.ids import MemberId
from bot.domain.proposal import Grant, Proposal
from bot.domain.quantities import duration_words, tokens
from bot.domain.reputation.grants import points
from bot.domain.reputation.ledger import DECIMALS, ReputationEvent, Why
from bot.services.reputation.reputation import Held, MemberReputation
from bot.wording.text import member, when

IF_IT_PASSES = "**If it passes, reputation changes**"
IF_BINDING_PASSES = "**If its binding vote passes too, reputation changes**"
DONE = "**Its changes of reputation**"
NEXT = "reputation changes as voted"
_WHY = {
    Why.BALLOT: "for a vote on proposal {}",
    Why.ACCEPTED: "for proposal {}, which was accepted",
    Why.GRANT: "granted by proposal {}",
    Why.SLASH: "slashed by proposal {}",
}


def grant_lines(grants: Iterable[Grant]) -> list[str]:
    """Each in a sentence, to the last digit: it is what is voted on."""
    return [
        f"• give {points(grant.amount)} reputation to {member(grant.member)}"
        if grant.amount > 0
        else f"• take {points(grant.amount)} reputation from {member(grant.member)}, as far as they have it"
        for grant in grants
    ]


def changes_lines(proposal: Proposal, *, over: bool = False) -> list[str]:
    """How reputation changes if the proposal passes, under a heading; nothing where it doesn't."""
    grants = grant_lines(proposal.content.grants)
    if not grants:
        return []
    staged = proposal.rules.next_track is not None
    return [DONE if over else IF_BINDING_PASSES if staged else IF_IT_PASSES, *grants]


def only_gives(proposal: Proposal) -> bool:
    """Whether reputation is all that changes when it passes."""
    content = proposal.content
    return bool(content.grants) and not content.actions and proposal.rules.next_track is None


def passed_words(proposal: Proposal) -> str:
    """The state of a proposal that passed and had nothing for the Safe to do."""
    what = "reputation changed as voted" if only_gives(proposal) else "there is nothing to execute"
    return f"**Passed** · {what}"


def changed_text(data: Mapping[str, str]) -> list[str]:
    """What an executed proposal gave and took: a heading and a line for each member."""
    grants = [
        Grant(MemberId(int(member)), int(amount)) for member, amount in data.items() if member.isdecimal()
    ]
    given = [
        f"• {member(grant.member)}: {'+' if grant.amount > 0 else '−'}{points(grant.amount)}"
        for grant in grants
    ]
    return ["🎖️ Reputation changed, as this proposal decided:", *given]


def earned_line(events: Sequence[ReputationEvent]) -> str:
    """What the close of a vote brought, in one line; nothing where it brought nothing."""
    parts = []
    if ballots := [event for event in events if event.why is Why.BALLOT]:
        whom = "the voter" if len(ballots) == 1 else f"each of {len(ballots)} voters"
        parts.append(f"{points(ballots[0].amount)} for {whom}")
    parts += [
        f"{points(event.amount)} for {member(event.member)}, whose proposal it was"
        for event in events
        if event.why is Why.ACCEPTED
    ]
    return f"**Reputation earned**: {', '.join(parts)}" if parts else ""


def reputation_lines(reputation: MemberReputation) -> list[str]:
    """What a member has now, and the newest events, each a line; one line for who never had any."""
    (first, *others) = reputation.balances
    lines = [f"**Reputation in this server**: {_held(first)}"]
    lines += [f"• on tracks where it {_decay(held)}: {_amount(held.amount)}" for held in others]
    lines += [
        f"• {'+' if event.amount > 0 else '−'}{points(event.amount)} {_WHY[event.why].format(event.proposal)} "
        f"{when(event.at)}"
        for event in reputation.newest
    ]
    if (more := reputation.events - len(reputation.newest)) > 0:
        lines.append(f"-# and {more} earlier")
    return lines


def _held(held: Held) -> str:
    return f"{_amount(held.amount)}" + (f", which {_decay(held)}" if held.half_life else "")


def _decay(held: Held) -> str:
    return f"halves every {duration_words(held.half_life)}" if held.half_life else "doesn't decay"


def _amount(amount: int) -> str:
    """In points with two decimals, cut. What is more than nothing never reads as 0."""
    shown = tokens(amount, DECIMALS, 2)
    return "less than 0.01" if shown == "0" and amount else shown
