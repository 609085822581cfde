"""Random elections from a seed: small powers and few voters, so that ties and bad ballots are common."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.naive.count import valid_ballots

Document = dict[str, Any]

MECHANISMS = (
    "single",
    "approval",
    "ranked_choice",
    "copeland",
    "weighted",
    "quadratic",
    "headcount",
    "conviction",
)
NAMES = ["For", "Against", "Abstain", "Later", "Never"]
VOTERS = ["ada", "ben", "cleo", "dan", "eve", "fay", "gus", "hal", "ida", "jon", "kay", "lea", "max", "ned"]


def election(seed: int) -> Document:
    """The election with this number: always the same document."""
    random = Random(seed)
    mechanism = MECHANISMS[seed % len(MECHANISMS)]
    bits = random.choice([1, 2, 6, 80])
    voters = VOTERS[: random.choice([3, 7, 14])]
    choices = NAMES[: random.randint(1, 5)]
    document: Document = {
        "mechanism": mechanism,
        "choices": choices,
        "electorate": {
            "total_power": str(random.choice([0, 7, 40, 10**24])),
            "eligible": random.randint(0, 9),
        },
        "ballots": [
            _ballot(random, mechanism, len(choices), random.choice(voters), bits)
            for _ in range(random.randint(0, 2 * len(voters)))
        ],
    }
    options = _options(random, mechanism, len(choices))
    if options or random.random() < 0.5:
        document["options"] = options
    if random.random() < 0.4:
        document["delegations"] = [
            {
                "from": random.choice(voters),
                "to": random.choice(voters),
                "power": str(random.getrandbits(bits)),
            }
            for _ in range(random.randint(0, 4))
        ]
    if random.random() < 0.7:
        document["rules"] = _rules(random, mechanism, choices)
    return document


def election_in_parts(seed: int) -> Document:
    """The same, with voters some of whose power is for other choices: always the same document for a number."""
    document = election(seed)
    if document["mechanism"] not in ("single", "approval", "weighted"):
        return document
    random = Random(f"parts {seed}")
    ballots, _ = valid_ballots(document)
    parts = []
    for ballot in ballots:
        left = ballot["weight"]
        for _ in range(random.choice([0, 0, 1, 3])):
            power = random.choice([0, left, random.randint(0, left)])
            left -= power
            parts.append(
                {
                    "voter": ballot["voter"],
                    "power": str(power),
                    "choice": random.choice([ballot["choice"], random.choice(ballots)["choice"]]),
                }
            )
    return {**document, "parts": parts} if parts else document


def tied_run_off(seed: int) -> Document:
    """A run-off of many choices that are level again and again: always the same document for a number."""
    random = Random(f"tied {seed}")
    size = random.randint(6, 14)
    numbers = list(range(1, size + 1))
    length = random.choice([1, 2, 3, size])
    rankings = [[(first + step) % size + 1 for step in range(length)] for first in range(size)]
    for _ in range(random.choice([0, 0, 1, 3])):
        rankings.append(random.sample(numbers, random.randint(1, size)))
    for _ in range(random.choice([0, 0, 0, 2])):
        rankings.remove(random.choice(rankings))
    return {
        "mechanism": "ranked_choice",
        "choices": [f"Choice {number}" for number in numbers],
        "ballots": [
            {"voter": f"voter {place}", "power": "1", "choice": ranking}
            for place, ranking in enumerate(rankings)
        ],
    }


def _ballot(random: Random, mechanism: str, size: int, voter: str, bits: int) -> Document:
    ballot: Document = {"voter": voter, "power": str(random.getrandbits(bits))}
    if random.random() < 0.02:
        ballot["power"] = random.choice(["-1", "", "1 ", "0x10", 12, None])
    if random.random() < 0.3:
        ballot["cast_at"] = random.randint(0, 2 * 10**9)
    if mechanism == "conviction":
        ballot["stakes"] = [
            {
                "choice": random.randint(1, size + (random.random() < 0.1)),
                "amount": str(random.randint(0, 40)),
                "at": random.randint(0, 60),
            }
            for _ in range(random.randint(0, 4))
        ]
    elif random.random() < 0.03:
        ballot["choice"] = random.choice(
            [None, "1", {}, [], [[1]], {"1": "2"}, {"01": 1}, True, [1, True], 1]
        )
    else:
        ballot["choice"] = _choice(random, mechanism, size)
    return ballot


def _choice(random: Random, mechanism: str, size: int) -> Any:
    beyond = size + (random.random() < 0.04)
    if mechanism in ("single", "headcount"):
        return random.randint(1 if random.random() < 0.95 else -1, beyond)
    if mechanism in ("approval", "ranked_choice", "copeland"):
        full = random.random() < 0.4
        least = 0 if mechanism == "approval" or random.random() < 0.05 else 1
        numbers = random.sample(range(1, beyond + 1), beyond if full else random.randint(least, beyond))
        if random.random() < 0.03:
            numbers = numbers * 2
        return numbers
    if mechanism == "quadratic" and random.random() < 0.3:
        return random.randint(1, beyond)
    highest = random.choice([1, 3, 100])
    return {
        str(number): random.randint(0 if random.random() < 0.97 else -1, highest)
        for number in random.sample(range(1, beyond + 1), random.randint(0, beyond))
    }


def _options(random: Random, mechanism: str, size: int) -> Document:
    options: Document = {}
    if mechanism in ("ranked_choice", "copeland") and random.random() < 0.2:
        options["require_full"] = random.random() < 0.7
    if mechanism == "ranked_choice" and random.random() < 0.5:
        options["tie_break"] = random.choice(["report", "lowest_index"])
    if mechanism == "quadratic":
        if random.random() < 0.7:
            options["form"] = random.choice(["root", "credits", "matching"])
        if random.random() < 0.5:
            options["unit"] = random.choice(["1", "3", "1000000000000000000"])
    if mechanism == "conviction":
        options = {
            "decay": random.choice(["9/10", "1/2", "0", "999999/1000000", "1/3"]),
            "max_ratio": random.choice(["1/5", "1/3", "1", "0"]),
            "weight": random.choice(["1/500", "1/4", "3"]),
            "funds": random.choice(["0", "1000", str(10**24)]),
            "requested": [random.choice(["0", "15", "200", str(10**22)]) for _ in range(size)],
            "at": random.randint(0, 80),
        }
        if random.random() < 0.5:
            options["time_unit"] = random.choice([1, 7, 60])
    return options


def _fraction(random: Random) -> str:
    return random.choice(["0/1", "1/2", "4/100", "1/3", "2/3", "1", "7/10"])


def _some(random: Random, choices: list[str]) -> list[str]:
    return random.sample(choices, random.randint(0, len(choices)))


def _rules(random: Random, mechanism: str, choices: list[str]) -> Document:
    rules: Document = {}
    if random.random() < 0.6:
        quorums = [_quorum(random, mechanism, choices) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        rules["quorum"] = quorums[0] if len(quorums) == 1 and random.random() < 0.8 else quorums
    if random.random() < 0.6 and len(choices) > 1:
        rules["majority"] = {
            name: pick
            for name, pick in {
                "kind": "simple",
                "value": _fraction(random),
                "strict": random.random() < 0.5,
                "abstain": random.choice(["excluded", "included"]),
                "of": random.choice(["cast", "cast", "total"]),
            }.items()
            if random.random() < 0.7
        }
        if random.random() < 0.3:
            one, other, *_ = random.sample(range(1, len(choices) + 1), 2)
            rules["roles"] = {"for": one, "against": other}
            if len(choices) > 2:
                rules["roles"]["abstain"] = ({1, 2, 3} - {one, other}).pop()
    if random.random() < 0.3 and mechanism != "conviction":
        rules["veto"] = {"choices": _some(random, choices), "value": _fraction(random)}
        if random.random() < 0.5:
            rules["veto"]["of"] = random.choice(["cast", "total"])
    if random.random() < 0.3:
        rules["min_voters"] = random.randint(0, 5)
    if random.random() < 0.3:
        rules["revote"] = random.random() < 0.5
    return rules


def _quorum(random: Random, mechanism: str, choices: list[str]) -> Document:
    kind = random.choice(["absolute", "share", "headcount", "dynamic"])
    if mechanism == "conviction" and kind == "dynamic":
        kind = "share"
    quorum: Document = {"kind": kind}
    if kind == "dynamic":
        quorum |= {name: _fraction(random) for name in ("min", "max", "coefficient")}
        quorum["against"] = _some(random, choices)
    elif kind == "share":
        quorum["value"] = _fraction(random)
    else:
        number = random.randint(0, 9)
        quorum["value"] = number if kind == "headcount" and random.random() < 0.5 else str(number)
    if mechanism != "conviction":
        if random.random() < 0.4:
            quorum["counts"] = _some(random, choices)
        if kind == "share" and random.random() < 0.3:
            quorum["without"] = _some(random, choices)
    if random.random() < 0.4:
        quorum["strict"] = random.random() < 0.5
    return quorum
