"""Who is elected to several seats, the long way round: count, take the winner off every ballot, count again."""

from __future__ import annotations

from fractions import Fraction

from tests.naive.count import Document, count, valid_ballots


def elected(document: Document, seats: int) -> tuple[list[int], list[int]]:
    """The numbers of the choices that have a seat, and of those that are level for the next one."""
    if document["mechanism"] in ("ranked_choice", "copeland"):
        return _by_rankings(document, seats)
    result, found = count(document), list[int]()
    scores = [Fraction(score) for score in result["scores"]]
    while len(found) < seats:
        left = [place for place in range(1, len(scores) + 1) if place not in found]
        best = max((scores[place - 1] for place in left), default=0)
        first = [place for place in left if scores[place - 1] == best and best > 0]
        if len(first) > seats - len(found):
            return found, first
        if not first:
            break
        found += first
    return found, []


def _by_rankings(document: Document, seats: int) -> tuple[list[int], list[int]]:
    valid, _ = valid_ballots(document)
    ballots = [{**each, "power": str(each["weight"])} for each in valid]
    left, found = list(range(1, len(document["choices"]) + 1)), list[int]()
    while len(found) < seats and left:
        lasting = []
        for ballot in ballots:
            ranking = [left.index(place) + 1 for place in ballot["choice"] if place in left]
            if ranking:
                lasting.append({"voter": ballot["voter"], "power": ballot["power"], "choice": ranking})
        if len(left) == 1 and found:
            return (found + left, []) if any(int(each["power"]) for each in lasting) else (found, [])
        again = {
            "mechanism": document["mechanism"],
            "choices": [document["choices"][place - 1] for place in left],
            "options": document.get("options", {}),
            "ballots": lasting,
        }
        result = count(again)
        if result["winner"] is None:
            return found, [left[place - 1] for place in result["tied"]] if any(
                int(each["power"]) for each in lasting
            ) else []
        found.append(left.pop(result["winner"] - 1))
    return found, []
