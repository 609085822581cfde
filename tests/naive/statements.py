"""Groups and consensus of statements, once more from their description: slow, and plain.

A member is the text of their answers, statement by statement: `+` agrees, `-` disagrees, `.` neither. Of two that are
otherwise alike the one comes first that agrees, then that disagrees with the earlier statement.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

_SIGNS = "+-."


def far(one: str, other: str) -> int:
    """2 for yes against no, 1 for either against neither."""
    worth = {"+": 1, ".": 0, "-": -1}
    return sum(abs(worth[a] - worth[b]) for a, b in zip(one, other, strict=True))


def first_of(texts: list[str]) -> list[str]:
    return sorted(texts, key=lambda text: [_SIGNS.index(sign) for sign in text])


def total(members: list[str], medoids: list[str]) -> int:
    return sum(min(far(each, medoid) for medoid in medoids) for each in members)


def gathered(members: list[str], medoids: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {medoid: [] for medoid in medoids}
    for each in members:
        groups[min(medoids, key=lambda medoid: far(each, medoid))].append(each)
    return groups


def moved(members: list[str], medoids: list[str]) -> list[str]:
    """Each to the middle of its group, as long as all together come closer."""
    while True:
        groups = gathered(members, medoids)
        middles = first_of(
            [
                min(first_of([*set(group)]), key=lambda one, group=group: total(group, [one]))
                for group in groups.values()
            ]
        )
        if total(members, middles) >= total(members, medoids):
            return medoids
        medoids = middles


def silhouette(members: list[str], medoids: list[str]) -> Fraction:
    parts = []
    for each in members:
        nearest, second = sorted(far(each, medoid) for medoid in medoids)[:2]
        parts.append(1 - Fraction(nearest, second))
    return sum(parts, Fraction(0)) / len(parts)


def divided(members: list[str]) -> list[list[str]]:
    points = first_of([*set(members)])
    best, clearest, beginning = [members], None, []
    for number in range(1, min(5, len(points)) + 1):
        beginning.append(
            min(
                [each for each in points if each not in beginning],
                key=lambda one: total(members, [*beginning, one]),
            )
        )
        if number == 1:
            continue
        medoids = moved(members, first_of(beginning))
        groups = gathered(members, medoids)
        if any(len(group) < 2 or len(group) * 10 < len(members) for group in groups.values()):
            continue
        clear = silhouette(members, medoids)
        if clearest is None or clear - clearest >= Fraction(1, 10):
            best, clearest = [groups[medoid] for medoid in medoids], clear
    return sorted(best, key=len, reverse=True)


def computed(file: bytes) -> dict[str, Any]:
    """What `folkmoot statements` prints of an exported file, as an object."""
    document = json.loads(file)
    numbers = sorted(each["number"] for each in document["statements"])
    members = []
    for each in document["answers"]:
        said = {
            **dict.fromkeys(each["agree"], "+"),
            **dict.fromkeys(each["disagree"], "-"),
            **dict.fromkeys(each["pass"], "."),
        }
        members.append(("".join(said.get(number, ".") for number in numbers), said))
    enough = [each for each in members if len(each[1]) >= min(7, len(numbers))]
    groups = divided([text for text, _ in enough]) if enough else []

    def counted(number: int, among: list[tuple[str, dict[int, str]]]) -> dict[str, int]:
        said = [answers.get(number) for _, answers in among]
        return {"agree": said.count("+"), "pass": said.count("."), "disagree": said.count("-")}

    results, agreed = [], []
    for number in numbers:
        of_groups = [counted(number, [each for each in enough if each[0] in group]) for group in groups]
        consensus = Fraction(1)
        for each in of_groups:
            consensus *= Fraction(each["agree"] + 1, sum(each.values()) + 2)
        if groups and all(2 * each["agree"] > sum(each.values()) for each in of_groups):
            agreed.append((-consensus, number))
        results.append(
            {
                "number": number,
                **counted(number, members),
                "groups": of_groups,
                "consensus": str(consensus),
            }
        )
    return {
        "participants": len(members),
        "groups": [len(group) for group in groups],
        "statements": results,
        "agreed": [number for _, number in sorted(agreed)],
    }
