"""Of several ballots of one member: which one stands, and when each was cast."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.elections.ballot import Ballot, CastMethod, milliseconds
from bot.domain.elections.choices import choice_of_reaction
from bot.domain.proposals.facts import Opening
from bot.services.voting.casting.vote_request import VoteRequest

_NEXT = timedelta(milliseconds=1)
"""The time in a receipt is in milliseconds: two ballots of one member must differ in it."""


def withdraws(vote: VoteRequest, before: Ballot | None, opening: Opening) -> bool:
    """A removed reaction withdraws only the ballot that it cast itself."""
    return (
        before is not None
        and before.cast_method is CastMethod.REACTION
        and vote.emoji is not None
        and before.choice == choice_of_reaction(opening.policy, vote.emoji)
    )


def counts_after(ballot: Ballot, before: Ballot | None) -> bool:
    """Whether this ballot replaces the one before it: an older one that arrives late doesn't, nor the same again."""
    return before is None or ballot.rank > before.rank


def is_older(ballot: Ballot, before: Ballot) -> bool:
    """Whether what is stored already was cast later than this one, which is only now on its way."""
    return ballot.rank < before.rank


def has_time(ballot: Ballot | None) -> bool:
    """Whether there is a ballot of which Discord says when it was cast."""
    return ballot is not None and ballot.choice is not None and ballot.cast_method is not CastMethod.REACTION


def says(ballot: Ballot | None, choice: Any) -> bool:
    """Whether there is such a ballot that says just that."""
    return choice is not None and ballot is not None and has_time(ballot) and ballot.choice == choice


def cast_at(vote: VoteRequest, before: Ballot | None) -> datetime:
    """Discord says when an interaction was made, and not when somebody reacted: of two reactions the one that came
    later is taken for the later one, and what comes by an interaction goes before a reaction that came before it."""
    if before is None:
        return vote.at
    if before.source == vote.source and vote.cast_method is not CastMethod.REACTION:
        return before.cast_at  # The same interaction again.
    if before.cast_method is CastMethod.REACTION and milliseconds(before.cast_at) >= milliseconds(vote.at):
        return before.cast_at + _NEXT
    return vote.at
