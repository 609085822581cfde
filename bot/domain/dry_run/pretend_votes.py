"""What pretend voters do in a dry run: `For 30% x20, Against 10%`."""

import re
from fractions import Fraction

import msgspec

from bot.domain.errors.governance.dry_run import PretendVotesOutOfBounds, PretendVotesUnclear

MOST_VOTERS = 100
_USUAL = "For 30% x3, Against 10%"
"""Where nothing is said: it would pass under most rules."""
_VOTES = re.compile(
    r"(?P<ballot>.+?)\s+(?P<part>[0-9]{1,3}(?:\.[0-9]{1,6})?)\s?%(?:\s*[x×]\s*(?P<voters>[0-9]{1,3}))?"
)


class PretendVotes(msgspec.Struct, frozen=True):
    """So many pretend voters who hold a share of all power together, each as much, and vote alike."""

    ballot: str
    """As one types it into `/vote cast`."""
    share: Fraction
    voters: int = 1


def pretend_votes(text: str) -> tuple[PretendVotes, ...]:
    """What was typed, separated by commas or semicolons; ballots of several choices have no commas then. Raises
    PretendVotesUnclear, PretendVotesOutOfBounds."""
    separator = ";" if ";" in text else ","
    found: list[PretendVotes] = []
    for part in (text.strip() or _USUAL).split(separator):
        match = _VOTES.fullmatch(part.strip())
        if match is None:
            raise PretendVotesUnclear(part.strip())
        share, voters = Fraction(match["part"]) / 100, int(match["voters"] or 1)
        found.append(PretendVotes(match["ballot"], share, voters))
    together = sum(each.share for each in found)
    if together > 1 or not all(each.voters for each in found):
        raise PretendVotesOutOfBounds(MOST_VOTERS)
    if sum(each.voters for each in found) > MOST_VOTERS:
        raise PretendVotesOutOfBounds(MOST_VOTERS)
    return tuple(found)
