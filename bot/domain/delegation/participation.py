"""What a member did in the votes that are closed: what delegators may judge a delegate by."""

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.elections.ballot import Ballot
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.facts import Closing, Opening
from bot.domain.rules.names import role


class Participation(msgspec.Struct, frozen=True):
    """Of so many closed votes: in how many the member's ballot counted, how often with a reason, and how it went."""

    votes: int
    cast: int
    decided: int
    """Ballots that spoke for or against what came out: abstentions and ties are left out."""
    agreed: int
    """Of these, the ones that spoke for it."""
    reasons: int


def participation(votes: Iterable[tuple[Opening, Closing, Ballot | None]]) -> Participation:
    """Of closed votes, each with the member's last ballot in it."""
    found = [(opening, closing, _counting(ballot)) for opening, closing, ballot in votes]
    ballots = [ballot for _, _, ballot in found if ballot is not None]
    agreements = [
        agreed
        for opening, closing, ballot in found
        if ballot is not None and (agreed := agrees(opening, closing, ballot.choice)) is not None
    ]
    return Participation(
        votes=len(found),
        cast=len(ballots),
        decided=len(agreements),
        agreed=sum(agreements),
        reasons=sum(1 for ballot in ballots if ballot.reason),
    )


def _counting(ballot: Ballot | None) -> Ballot | None:
    return None if ballot is None or ballot.choice is None else ballot


def agrees(opening: Opening, closing: Closing, choice: Any) -> bool | None:
    """Whether a choice spoke for what came out; None where it spoke neither for it nor against.

    Where there is something to pass, For speaks for its passing and Against for its defeat. Where one of several is
    chosen, a choice speaks for what it put first (or approved).
    """
    favoured = _favoured(opening.policy, choice)
    if not favoured:
        return None
    policy = opening.policy
    rules = rules_of(policy)
    for_, against = (role(name, rules.roles, policy.choices) for name in ("for", "against"))
    if for_ is not None and against is not None:
        if (for_ in favoured) == (against in favoured):
            return None
        return closing.passed == (for_ in favoured)
    winner = closing.result.get("winner")
    return None if winner is None else winner in favoured


def _favoured(policy: Policy, choice: Any) -> frozenset[int]:
    """The choices that a ballot speaks for; none where one stakes instead."""
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    return ballot_format.favoured(choice) if ballot_format else frozenset()
