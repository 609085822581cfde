"""`python -m bench.forecast [FOLDER]`: forecasts of real votes, each from those that were closed when it opened, beside
"as last time".

Reads `published.json` of the folder (by default tests/data/real-elections): real proposals of six DAOs. Of each DAO by
itself, with one track. A vote "passes" where its leading choice has more than half of the power and the quorum is
reached: what the choices mean isn't in the data. Three measures, of which less is better:

* voters: how far the forecast number of voters is off, as a share of the number that voted, on average;
* outcomes: the share of outcomes that were forecast wrongly;
* Brier: the average square of what the forecast probability is off.

Ends with 1 where a measure is worse than "as last time".
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.domain.forecast.forecast import PastVote, Scored, scored
from bot.domain.ids import TrackId

REAL = Path(__file__).parents[1] / "tests/data/real-elections"
HALF = 50
_TRACK = TrackId(1)

Measures = dict[str, tuple[Fraction, Fraction]]
"""Of each measure that of the forecast, and that of "as last time"."""


def real_votes(folder: Path) -> list[list[PastVote]]:
    """Those of each DAO."""
    published = json.loads((folder / "published.json").read_text())
    votes: dict[str, list[PastVote]] = defaultdict(list)
    for each in published.values():
        votes[each["space"]].append(_vote(each))
    return list(votes.values())


def _vote(told: dict[str, Any]) -> PastVote:
    leads = Decimal(told["top_choice_percent"]) > HALF
    reached = Decimal(told["scores_total"]) >= Decimal(told["quorum"])
    opened, closed = (datetime.fromisoformat(told[name]).replace(tzinfo=UTC) for name in ("opened", "closed"))
    return PastVote(_TRACK, opened, closed, int(told["voters"]), passed=leads and reached)


def measured(forecasts: Sequence[Scored]) -> Measures:
    """Raises ZeroDivisionError where there are none."""

    def average(*errors: Fraction) -> Fraction:
        return sum(errors, Fraction(0)) / len(errors)

    return {
        "voters": (
            average(*(abs(each.expected.voters - each.vote.voters) / each.vote.voters for each in forecasts)),
            average(
                *(Fraction(abs(each.last.voters - each.vote.voters), each.vote.voters) for each in forecasts)
            ),
        ),
        "outcomes": (
            average(*(Fraction(not each.hit) for each in forecasts)),
            average(*(Fraction(not each.hit_as_last_time) for each in forecasts)),
        ),
        "Brier": (
            average(*((each.expected.passes - each.vote.passed) ** 2 for each in forecasts)),
            average(*(Fraction(each.last.passed - each.vote.passed) ** 2 for each in forecasts)),
        ),
    }


def main(folder: Path = REAL) -> int:
    votes = real_votes(folder)
    forecasts = [each for of_dao in votes for each in scored(of_dao)]
    print(f"{sum(map(len, votes))} votes of {len(votes)} DAOs, {len(forecasts)} with one before them")
    print(f"{'':10}{'forecast':>12}{'as last time':>16}")
    worse = False
    for name, (ours, last) in measured(forecasts).items():
        print(f"{name:10}{float(ours):12.3f}{float(last):16.3f}")
        worse |= ours > last
    return int(worse)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
