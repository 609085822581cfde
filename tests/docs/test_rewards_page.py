"""What docs/rewards.md says is what the program computes."""

import re
from typing import get_args

import pytest

from bot.domain.policy.model import preset
from bot.domain.policy.toml.file import read_policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.policy.voter_rewards import SharedBy, VoterRewards
from bot.domain.voter_rewards.payments import MOST_TRANSFERS
from bot.domain.voter_rewards.sharing import shares_of, weights_of
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import language
from tests.docs.pages import blocks, named, read, rows

PAGE = read("docs/rewards.md")


def test_the_example_is_a_rule_of_a_policy_and_is_told_in_a_sentence() -> None:
    (example,) = blocks(PAGE, "rewards")
    policy = read_policy(f"{policy_toml(preset('token'))}\n{example}".encode()).policy
    assert policy.voter_rewards is not None
    told = "\n".join(policy_lines(policy, language()))
    assert "each vote pays 500 UNI" in told
    assert "at most 50 UNI a member; nothing for who first votes in the last 10 minutes" in told
    assert set(VoterRewards.model_fields) == set(re.findall(r"^(\w+) =", example, re.MULTILINE))


def test_each_way_to_share_has_its_line() -> None:
    assert [name for cell in rows(PAGE, "`shared`") for name in named(cell)] == list(get_args(SharedBy))


@pytest.mark.parametrize(
    ("shared", "powers", "cap", "parts"),
    [("root", [1, 4, 9], None, (17, 33, 50)), ("power", [1, 2, 3], 40, (20, 40, 40))],
)
def test_the_worked_examples(
    shared: SharedBy, powers: list[int], cap: int | None, parts: tuple[int, ...]
) -> None:
    found = shares_of(100, weights_of(shared, powers), cap).amounts
    assert found == parts
    first, second, third = parts
    assert f"are {first}, {second} and {third}" in PAGE


def test_the_page_says_how_many_are_paid_by_one_transaction() -> None:
    assert MOST_TRANSFERS == 20
    assert "**Twenty members** are paid by one transaction" in PAGE
