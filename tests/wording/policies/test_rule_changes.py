"""What changed between two sets of sentences: nothing of either is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.policy.model import PowerRule, preset
from bot.wording.governance.policies.powers import power_words
from bot.wording.proposals.rule_changes import changed_rules_lines, different_lines
from tests.said import PLAIN_ENGLISH

_words = st.lists(
    st.sampled_from(["For", "at", "least", "4%", "30%", "days", "of", "a", "b"]), min_size=1, max_size=9
)
_lines = st.lists(
    st.builds(
        lambda name, words: f"{name}: {' '.join(words)}", st.sampled_from(["Quorum", "Veto", "Power"]), _words
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("Quorum: at least 4% of all", "Quorum: at least 30% of all", ["Quorum: at least 4% → 30% of all"]),
        ("Voting: 5 days, then 2", "Voting: 1 day, then 2", ["Voting: 5 days → 1 day, then 2"]),
        ("Quorum: none", "Veto: none", ["was: Quorum: none", "is now: Veto: none"]),
        ("Power: a", "Power: a", []),
    ],
)
def test_a_change_of_few_words_is_told_with_an_arrow(before: str, now: str, said: list[str]) -> None:
    assert different_lines([before], [now], PLAIN_ENGLISH) == said


@given(_lines, _lines)
def test_each_line_that_is_gone_or_new_can_be_read_from_what_is_told(
    before: list[str], now: list[str]
) -> None:
    told = different_lines(before, now, PLAIN_ENGLISH)
    for line in set(before) - set(now):
        assert f"was: {line}" in told or any(line in _befores(each) for each in told)
    for line in set(now) - set(before):
        assert f"is now: {line}" in told or any(line in _afters(each) for each in told)
    assert bool(told) == (set(before) != set(now))


def _befores(told: str) -> list[str]:
    """What a line with an arrow may have been: all before the arrow, and some end of what follows it."""
    left, _, right = (part.split() for part in told.partition("→"))
    return [" ".join([*left, *right[at:]]) for at in range(len(right) + 1)]


def _afters(told: str) -> list[str]:
    """What it may be now: some beginning of what stands before the arrow, and all that follows."""
    left, _, right = (part.split() for part in told.partition("→"))
    return [" ".join([*left[:at], *right]) for at in range(len(left) + 1)]


SEEN = [f"0x{number:040}" for number in range(1, 9)]
HERE = {"chain": 1, "contract": SEEN[7]}
ATTESTED = {**HERE, "kind": "attestation", "indexer": SEEN[6], "schema_uid": "0x" + "5a" * 32}


def _attested_by(last: int) -> list[dict[str, Any]]:
    return [{**ATTESTED, "attesters": [*SEEN[:3], SEEN[last]]}]


def _listed(last: int) -> list[dict[str, Any]]:
    return [{"kind": "allowlist", "entries": [{"account": SEEN[last], "amount": "1"}]}]


def _items(last: int) -> list[dict[str, Any]]:
    return [{**HERE, "kind": "erc1155", "ids": [{"id": each} for each in (*range(8), last + 8)]}]


def _gates(last: int) -> list[dict[str, Any]]:
    return [{"kind": "role", "role": str(each), "gate": True} for each in (*range(1, 6), last + 6)]


@pytest.mark.attack("text")
@pytest.mark.parametrize("sources", [_attested_by, _listed, _items, _gates])
def test_who_is_listed_never_changes_unseen_where_words_name_the_first_of_them_alone(
    sources: Callable[[int], list[dict[str, Any]]],
) -> None:
    before, now = (
        preset("token").model_copy(update={"power": PowerRule.model_validate({"sources": sources(last)})})
        for last in (4, 5)
    )
    assert "hash" in "".join(changed_rules_lines(before, now, PLAIN_ENGLISH))
    assert not changed_rules_lines(before, before, PLAIN_ENGLISH)


def test_what_words_name_whole_has_no_hash() -> None:
    power = PowerRule.model_validate({"sources": [{**ATTESTED, "attesters": SEEN[:3]}]})
    assert "hash" not in power_words(preset("token").model_copy(update={"power": power}), PLAIN_ENGLISH)


ROLE = {"kind": "role", "role": "9"}
TOKEN, VIEW = {**HERE, "kind": "erc20"}, {**HERE, "kind": "call", "function": "a($)"}


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    ("source", "changed"),
    [
        (TOKEN, {"weight": 7}),
        ({"kind": "native", "chain": 1}, {"weight": 7}),
        ({**TOKEN, "gate": True, "required": "5"}, {"weight": 5}),
        (VIEW, {"weight": 7}),
        (VIEW, {"total": "b()"}),
        ({**VIEW, "total": "b()"}, {"total": "c()"}),
        (VIEW, {"decimals": 3}),
    ],
)
def test_whatever_changes_of_a_source_is_told(source: dict[str, Any], changed: dict[str, Any]) -> None:
    before, now = (
        preset("token").model_copy(update={"power": PowerRule.model_validate({"sources": [each, ROLE]})})
        for each in (source, source | changed)
    )
    assert changed_rules_lines(before, now, PLAIN_ENGLISH)


@pytest.mark.attack("text")
def test_how_much_conviction_is_asked_for_never_changes_unseen() -> None:
    before = preset("conviction")
    now = before.model_copy(update={"options": {**before.options, "weight": "0"}})
    (told,) = changed_rules_lines(before, now, PLAIN_ENGLISH)
    assert "needs more than 1/16 → 0 % of all power" in told
