"""What one vote hung by, worked out the long way for ballots of power that is split among choices, without delegations.

For a vote between For and Against by a simple majority and a quorum of all that is cast, and for one that asks which
choice has the most.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Document = dict[str, Any]


def parts(document: Document) -> list[list[Fraction]]:
    """What each ballot gives to each choice."""
    found = []
    for ballot in document["ballots"]:
        choice = ballot["choice"]
        weights = choice if isinstance(choice, dict) else {str(choice): 1}
        whole = sum(weights.values())
        found.append(
            [
                Fraction(int(ballot["power"]) * weights.get(str(number), 0), whole)
                for number in range(1, len(document["choices"]) + 1)
            ]
        )
    return found


def sides(document: Document) -> tuple[int, list[int]]:
    """The choice that is ahead, or that has to be, and those which it must not fall behind."""
    names = document["choices"]
    if "rules" in document:
        return names.index("For"), [names.index("Against")]
    scores = [sum(column) for column in zip(*parts(document), strict=True)]
    ahead = scores.index(max(scores))
    return ahead, [place for place in range(len(names)) if place != ahead]


def quorum_of(document: Document) -> int:
    return int(document.get("rules", {}).get("quorum", {}).get("value", 0))


def fewest(document: Document) -> int | None:
    """How few voters could turn it: those who take most off what decides go first; None where none could."""
    given = parts(document)
    powers = [sum(each) for each in given]
    ahead, others = sides(document)
    gaps = [sum(each[ahead] - each[other] for each in given) for other in others]
    missing = quorum_of(document) - sum(powers)
    if missing > 0:
        return None  # Nobody who has voted can bring more power than they did.
    if min(gaps) <= 0:
        # It failed: so many have to turn to it until it is ahead.
        (other,) = others
        return _first((each[other] - each[ahead] + sum(each) for each in given), -min(gaps), beyond=True)
    ways = [
        _first((each[ahead] - each[other] + sum(each) for each in given), gap, beyond=False)
        for other, gap in zip(others, gaps, strict=True)
    ]
    if quorum_of(document):
        ways.append(_first(powers, -missing, beyond=True))
    return min((way for way in ways if way is not None), default=None)


def _first(gains: Iterable[Fraction], needed: Fraction | int, *, beyond: bool) -> int | None:
    """How many of the largest reach what is needed, or go beyond it."""
    found = Fraction(0)
    for number, gain in enumerate(sorted(gains, reverse=True), 1):
        found += gain
        if found > needed if beyond else found >= needed:
            return number
    return None


def price(document: Document) -> int:
    """The least power that turns it when somebody casts it in addition, in whole base units."""
    given = parts(document)
    ahead, others = sides(document)
    gap = min(sum(each[ahead] - each[other] for each in given) for other in others)
    missing = quorum_of(document) - sum(map(sum, given))
    if gap > 0 and missing <= 0:
        return -int(-gap // 1)  # To the other: they are even then, or nearly.
    if gap > 0:
        return int(missing)
    return int(max(missing, -gap // 1 + 1))


def decides_alone(document: Document) -> bool:
    """Whether the strongest of three at least has more than all others, where all together are enough."""
    powers = sorted(int(each["power"]) for each in document["ballots"])
    return len(powers) >= 3 and powers[-1] > sum(powers[:-1]) and sum(powers) >= quorum_of(document)


def quorum_makers(document: Document) -> int | None:
    """How few of the strongest make the quorum, where three times as many have voted; of more than three none."""
    powers = sorted((int(each["power"]) for each in document["ballots"]), reverse=True)
    for number in (1, 2, 3):
        if quorum_of(document) and 3 * number <= len(powers) and sum(powers[:number]) >= quorum_of(document):
            return number
    return None


def agreements(votes: Iterable[Document], voters: Iterable[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Of every two of these voters: in how many votes both spoke, and in how many of them for the same."""
    chosen = [{ballot["voter"]: ballot["choice"] for ballot in document["ballots"]} for document in votes]
    voters = list(voters)
    return {
        (one, other): (
            sum(one in vote and other in vote for vote in chosen),
            sum(one in vote and other in vote and vote[one] == vote[other] for vote in chosen),
        )
        for one in voters
        for other in voters
    }
