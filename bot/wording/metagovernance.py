"""Votes that are cast in somebody else's Governor, in words: what a result has cast, and what keeps it from being
cast."""

from datetime import timedelta

from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.metagovernance.calls import WITH_PARAMS, WITH_REASON
from bot.domain.metagovernance.casting import (
    FRACTIONAL,
    LONGEST_TITLE,
    ROLES,
    Cast,
    CastTerms,
    ForeignProposal,
    Side,
)
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.proposal import Proposal
from bot.domain.rules.names import role
from bot.wording.language import Language

_NAME = 60
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def cast_lines(proposal: Proposal, say: Language) -> list[str]:
    """What the vote has cast elsewhere: before its result the call for each of them, afterwards the one that it came
    to; nothing where none are cast."""
    foreign, rules = proposal.content.foreign, proposal.rules
    if foreign is None:
        return []
    terms = proposal.opening.cast_terms if proposal.opening else None
    if proposal.closing is not None:
        return [_decided(proposal, foreign, terms, say)]
    if rules.casts is None:
        heading = say._("**If its binding vote is decided, votes are cast** on {place}").format(
            place=_place(foreign, say)
        )
        return [heading]
    heading = say._("**What is decided is cast** on {place}, with {votes}").format(
        place=_place(foreign, say), votes=_votes(terms, say)
    )
    reason = say.markup.small(
        say._(
            "The reason on chain says where it was decided, and the hashes of what was voted on and of the record. "
            "Nothing is cast below the quorum."
        )
    )
    return [heading, *_calls(rules, say), reason]


def _calls(policy: Policy, say: Language) -> list[str]:
    """Each call that it may come to."""
    if policy.casts == "split":
        split = say._("• in parts as the members' votes are, to the last unit: {call}")
        name = WITH_PARAMS.partition("(")[0]
        return [split.format(call=say.markup.code(f"{name}(id, {FRACTIONAL}, reason, parts)"))]
    name, lines = WITH_REASON.partition("(")[0], []
    for side in (Side.FOR, Side.AGAINST, Side.ABSTAIN):
        if (named := _choice(policy, side, say)) is not None:
            call = say.markup.code(f"{name}(id, {int(side)}, reason)")
            lines.append(say._("• all of it where {side} wins: {call}").format(side=named, call=call))
    return [*lines, say._("• nothing where the first are level")]


def _choice(policy: Policy, side: Side, say: Language) -> str | None:
    """What the side is called on the ballot; None where it isn't there."""
    place = role(ROLES[side], rules_of(policy).roles, policy.choices)
    return None if place is None else say.choice(policy.choices[place - 1])


def _decided(proposal: Proposal, foreign: ForeignProposal, terms: CastTerms | None, say: Language) -> str:
    place, cast = _place(foreign, say), proposal.cast
    if cast is None or terms is None or proposal.closing is None or not proposal.closing.passed:
        return say._("**Nothing is cast** on {place}").format(place=place)
    words = say._("**Cast** on {place}: {cast}")
    return words.format(place=place, cast=cast_words(proposal.rules, terms, cast, say))


def cast_words(policy: Policy, terms: CastTerms, cast: Cast, say: Language) -> str:
    """What is cast, to the last digit: `For with 12 ENS`, or how much for each side."""
    if cast.parts is None:
        named = _choice(policy, Side(cast.support), say) or str(cast.support)
        return say._("{side} with {votes}").format(
            side=say.markup.strong(named), votes=_amount(terms.votes, terms, say)
        )
    parts = [
        say._("{side} {votes}").format(
            side=say.markup.strong(_choice(policy, side, say) or ROLES[side]),
            votes=_amount(cast.parts[side], terms, say),
        )
        for side in (Side.FOR, Side.AGAINST, Side.ABSTAIN)
        if cast.parts[side] or _choice(policy, side, say) is not None
    ]
    return say.both(parts)


def _amount(votes: int, terms: CastTerms, say: Language) -> str:
    return say.power(votes, terms.decimals, terms.symbol, exact=True)


def _votes(terms: CastTerms | None, say: Language) -> str:
    if terms is None:
        return say._("all votes that its executor has there")
    return say._("the {votes} of {account}").format(
        votes=_amount(terms.votes, terms, say), account=say.markup.account(terms.voter)
    )


def _place(foreign: ForeignProposal, say: Language) -> str:
    account = say.on_chain(foreign.chain).markup.account(foreign.governor)
    number = say.markup.code(foreign.id)
    if not foreign.title:
        return say._("proposal {id} of the Governor {account}").format(id=number, account=account)
    return say._("proposal {id} of the Governor {account} (in its proposer's words: “{title}”)").format(
        id=number, account=account, title=say.markup.name(foreign.title, LONGEST_TITLE)
    )


def standing_lines(vote: ForeignVote, policy: Policy, left: timedelta | None, say: Language) -> list[str]:
    """How the vote elsewhere stands now, for whoever writes a draft: what keeps votes from being cast comes first."""
    lines = []
    why = vote.why_not(policy.casts or "whole")
    if why is not None:
        lines.append(f"⚠️ {not_cast_words(why, say)[0]}")
    if left is not None and left <= timedelta(0):
        lines.append(f"⚠️ {not_cast_words(NotCast.TOO_LATE, say)[0]}")
    elif left is not None:
        lines.append(
            say._(
                "If you submit it now, about {time} are left for signatures before the vote there ends."
            ).format(time=say.duration(left - left % (_HOUR if left > _DAY else _MINUTE) or left))
        )
    if vote.votes:
        weighs = say.power(vote.votes, vote.rules.decimals, vote.rules.symbol, exact=True)
        lines.append(say._("Its executor has {votes} there.").format(votes=weighs))
    if vote.ends_at is not None and why is not NotCast.OVER:
        lines.append(
            say._("{name} takes votes until about {moment}.").format(
                name=say.markup.name(vote.rules.name, _NAME), moment=say.moment(vote.ends_at)
            )
        )
    return lines


def not_cast_words(why: NotCast, say: Language) -> tuple[str, str]:
    """What keeps votes from being cast, and what can be done."""
    other = say._("Name another vote, or withdraw the proposal.")
    match why:
        case NotCast.NO_GOVERNOR:
            return say._("What it names is no Governor that the bot can read."), other
        case NotCast.UNKNOWN:
            return (
                say._("The Governor knows no such proposal."),
                say._("Copy the id again from where the Governor's proposals are shown."),
            )
        case NotCast.NOT_BEGUN:
            return (
                say._(
                    "The vote on the Governor has not begun, so that nobody knows yet what the account weighs."
                ),
                say._("Wait for it."),
            )
        case NotCast.OVER:
            return say._("The vote on the Governor is over."), other
        case NotCast.VOTED:
            return (
                say._("The account has voted on the Governor already, and nobody can vote there twice."),
                say._("Ask those who sign for it what they voted."),
            )
        case NotCast.NO_VOTES:
            return (
                say._("The account has no votes in this vote on the Governor."),
                say._("Votes count that it had, or that were delegated to it, when the vote there began."),
            )
        case NotCast.WHOLE_ONLY:
            return (
                say._("This Governor takes the votes of an account for one side only."),
                say._('A moderator names a track with `casts = "whole"`.'),
            )
        case NotCast.TOO_MANY:
            return (
                say._("The account has more votes than a Governor that splits them can take."),
                say._('A moderator names a track with `casts = "whole"`.'),
            )
        case NotCast.TOO_LATE:
            return (
                say._("The vote on the Governor ends before this one with its timelock is over."),
                say._("Use a track with shorter periods."),
            )
        case NotCast.CHANGED:
            return (
                say._(
                    "The Governor weighs the account otherwise, or at another moment, than when the vote opened here."
                ),
                say._("Ask those who know the Governor what has become of it."),
            )
