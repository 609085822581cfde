"""Ranked choice and Copeland, the long way round."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Ballots = list[dict[str, Any]]


def copeland(ballots: Ballots, size: int) -> list[Fraction]:
    """Compares every pair of choices on every ballot."""

    def prefers(ballot: dict[str, Any], one: int, other: int) -> bool:
        ranking = ballot["choice"]
        if one not in ranking:
            return False
        return other not in ranking or ranking.index(one) < ranking.index(other)

    scores = [Fraction(0)] * size
    for one in range(1, size + 1):
        for other in range(1, size + 1):
            if one == other:
                continue
            wins = sum(ballot["weight"] for ballot in ballots if prefers(ballot, one, other))
            losses = sum(ballot["weight"] for ballot in ballots if prefers(ballot, other, one))
            scores[one - 1] += 1 if wins > losses else Fraction(1, 2) if wins == losses else 0
    return scores


def tops(ballots: Ballots, standing: list[int]) -> dict[int, int]:
    """The power on top of each choice that is still in."""
    scores = dict.fromkeys(standing, 0)
    for ballot in ballots:
        left = [number for number in ballot["choice"] if number in standing]
        if left:
            scores[left[0]] += ballot["weight"]
    return scores


def decided(scores: dict[int, int]) -> bool:
    """Whether the run-off stops here."""
    return len(scores) < 3 or any(score * 2 > sum(scores.values()) for score in scores.values())


def paths(ballots: Ballots, standing: list[int], tie_break: str) -> list[list[list[int]]]:
    """Every way in which the run-off can go, each as the list of who was in, round by round."""
    scores = tops(ballots, standing)
    if decided(scores) or (tie_break == "report" and sum(scores.values()) == 0):
        return [[standing]]
    last = [number for number in standing if scores[number] == min(scores.values())]
    if tie_break == "lowest_index":
        last = last[:1]
    return [
        [standing, *rest]
        for out in last
        for rest in paths(ballots, [number for number in standing if number != out], tie_break)
    ]


def ranked_choice(
    ballots: Ballots, size: int, options: dict[str, Any]
) -> tuple[list[int], list[dict[str, Any]], list[int]]:
    """Scores of the last round that every way shares, those rounds, and all who win in some way."""
    ways = paths(ballots, list(range(1, size + 1)), options.get("tie_break", "report"))
    winners = set()
    for way in ways:
        final = tops(ballots, way[-1])
        best = max(final.values())
        winners.update(number for number, score in final.items() if score == best and best > 0)
    shared = [standing for standing in ways[0] if all(standing in way for way in ways)]
    rounds = []
    for place, standing in enumerate(shared):
        scores = tops(ballots, standing)
        if place + 1 < len(shared):
            out = [number for number in standing if number not in shared[place + 1]]
        elif standing == ways[0][-1]:
            out = []
        else:
            out = [number for number in standing if scores[number] == min(scores.values())]
        rounds.append(
            {
                "scores": [
                    str(scores[number]) if number in scores else None for number in range(1, size + 1)
                ],
                "eliminated": out,
            }
        )
    last = tops(ballots, shared[-1])
    return [last.get(number, 0) for number in range(1, size + 1)], rounds, sorted(winners)
