"""Two implementations that share nothing agree."""

from __future__ import annotations

from tests.naive.compare import differences
from tests.naive.generate import election


def test_two_thousand_random_elections_count_as_the_naive_count_does() -> None:
    assert next(iter(differences(map(election, range(2000)))), None) is None
