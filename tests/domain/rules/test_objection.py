"""Which ballots speak against, and nothing else."""

from typing import Any

import pytest

from bot.domain.elections.election import Roles, Rules, Veto
from bot.domain.rules.objection import objecting, objects


@pytest.mark.parametrize(
    ("rules", "numbers"),
    [
        (Rules(), {2}),
        (Rules(roles=Roles(against=3)), {3}),
        (Rules(veto=Veto(["Never"], "1/10")), {2, 4}),
    ],
)
def test_against_objects_and_so_do_the_choices_that_veto(rules: Rules, numbers: set[int]) -> None:
    assert objecting(rules, ["For", "Against", "Abstain", "Never"]) == numbers


def test_nothing_objects_where_no_choice_is_against() -> None:
    assert objecting(Rules(), ["Park", "Well"]) == frozenset()


@pytest.mark.parametrize(
    ("choice", "against"),
    [
        (2, True),
        (1, False),
        ([2], True),
        ([2, 4], True),
        ([2, 1], False),
        ([], False),
        ({"2": 3, "1": 0}, True),
        ({"2": 3, "1": 1}, False),
    ],
)
def test_a_ballot_objects_when_all_of_it_stands_against(choice: Any, against: bool) -> None:
    assert objects(choice, frozenset({2, 4})) is against
