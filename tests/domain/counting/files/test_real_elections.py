"""Fourteen real votes of real DAOs count to what was published about them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally

FOLDER = Path(__file__).parents[3] / "data" / "real-elections"
PUBLISHED = json.loads((FOLDER / "published.json").read_bytes())


def test_all_fourteen_elections_are_here() -> None:
    assert len(PUBLISHED) == 14
    assert {path.stem for path in FOLDER.glob("*.json")} == {*PUBLISHED, "published"}


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_real_election_counts_to_the_published_totals(name: str) -> None:
    published = PUBLISHED[name]
    result = tally(decode((FOLDER / f"{name}.json").read_bytes()))

    assert result.invalid == ()
    assert result.voters == published["voters"]
    total = sum(result.score_values)
    assert total == result.cast_power
    # What was published is a sum of floats, with sixteen digits at most; the ballots carry as many.
    assert abs(Decimal(result.cast_power) / 10**18 / Decimal(published["scores_total"]) - 1) < Decimal(
        "1e-14"
    )
    percent = max(result.score_values) * Fraction(100) / result.cast_power
    assert abs(percent - Fraction(published["top_choice_percent"])) <= Fraction(1, 20)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_published_quorum_is_reached_exactly_when_enough_power_voted(name: str) -> None:
    document = json.loads((FOLDER / f"{name}.json").read_bytes())
    quorum = int(PUBLISHED[name]["quorum"]) * 10**18
    document["rules"] = {"quorum": {"kind": "absolute", "value": str(quorum)}}
    outcome = tally(decode(json.dumps(document).encode())).outcome
    assert outcome is not None
    assert outcome.quorum_reached == (Decimal(PUBLISHED[name]["scores_total"]) * 10**18 >= quorum)
