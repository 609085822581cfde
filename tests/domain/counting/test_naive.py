"""Two implementations that share nothing agree."""

from __future__ import annotations

from tests.naive.compare import differences
from tests.naive.generate import election_in_parts, tied_run_off


def test_two_thousand_random_elections_count_as_the_naive_count_does() -> None:
    assert next(iter(differences(map(election_in_parts, range(2000)))), None) is None


def test_run_offs_that_are_tied_again_and_again_count_as_the_naive_count_does() -> None:
    assert next(iter(differences(map(tied_run_off, range(60)))), None) is None
