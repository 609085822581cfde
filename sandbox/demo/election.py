"""The real election that the demo plays again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class RealElection:
    """What was voted on, every ballot, and what was published of the result."""

    title: str
    space: str
    opened: str
    closed: str
    choices: tuple[str, ...]
    ballots: tuple[tuple[str, int, int], ...]
    """(the real voter's address, power in base units, number of the choice)"""
    scores_total: Decimal
    top_choice_percent: Decimal
    quorum: int

    @property
    def scores(self) -> list[int]:
        """The sum of power of each choice, in base units."""
        return [
            sum(power for _, power, choice in self.ballots if choice == number)
            for number in range(1, len(self.choices) + 1)
        ]


def load(name: str = "uni-10868391") -> RealElection:
    """One of the elections beside this file."""
    folder = files("sandbox.demo") / "elections"
    document: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    published = json.loads((folder / "published.json").read_text(encoding="utf-8"))[name]
    return RealElection(
        title=published["title"],
        space=published["space"],
        opened=published["opened"],
        closed=published["closed"],
        choices=tuple(document["choices"]),
        ballots=tuple((b["voter"], int(b["power"]), b["choice"]) for b in document["ballots"]),
        scores_total=Decimal(published["scores_total"]),
        top_choice_percent=Decimal(published["top_choice_percent"]),
        quorum=int(published["quorum"]),
    )
