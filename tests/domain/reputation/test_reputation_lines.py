"""Lines that give and take reputation: what they say, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAction
from bot.domain.ids import MemberId
from bot.domain.proposals.facts import Grant
from bot.domain.reputation.grants import LINES, MOST, grants_in, line_of, points
from bot.domain.reputation.ledger import DECIMALS
from tests.said import raises_saying, said

POINT = 10**DECIMALS
GRANTS = st.builds(
    Grant,
    member=st.integers(0, 2**63 - 1).map(MemberId),
    amount=st.integers(1, MOST * POINT).flatmap(lambda amount: st.sampled_from([amount, -amount])),
)


@given(st.lists(GRANTS, max_size=8, unique_by=lambda grant: grant.member))
def test_what_is_written_reads_back_the_same(grants: list[Grant]) -> None:
    assert grants_in("\n".join(map(line_of, grants))) == (tuple(grants), "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("grant 50 reputation to <@1234>", Grant(MemberId(1234), 50 * POINT)),
        ("slash 20 reputation from <@1234>", Grant(MemberId(1234), -20 * POINT)),
        ("  Grant 0.5 Reputation TO <@!1234>  ", Grant(MemberId(1234), POINT // 2)),
        ("grant 1,500 reputation to 1234", Grant(MemberId(1234), 1500 * POINT)),
        ("grant 1 500 reputation to 1234", Grant(MemberId(1234), 1500 * POINT)),
    ],
)
def test_a_line_names_verb_amount_and_member(line: str, expected: Grant) -> None:
    assert grants_in(line) == ((expected,), "")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("grant", "it is written: grant 50 reputation to"),
        ("grant 50 reputation to @ada", "a mention or the member's id"),
        ("grant 50 reputation from <@1234>", "it is written: grant 50 reputation to"),
        ("slash 50 reputation to <@1234>", "it is written: slash 50 reputation from"),
        ("grant 50 to <@1234>", "it is written"),
        ("grant 50 reputation to <@&1234>", "it is written"),
        ("grant -5 reputation to <@1234>", "the amount '-5'"),
        ("grant 1.5e3 reputation to <@1234>", "the amount '1.5e3'"),
        ("grant 0 reputation to <@1234>", "more than 0"),
        ("grant 1000000001 reputation to <@1234>", "at most 1\u202f000\u202f000\u202f000"),
        ("grant 0.0000000000000000001 reputation to <@1234>", "19 decimals"),
        ("grant 5 reputation to 9999999999999999999", "no member's id"),
    ],
)
def test_anything_else_is_refused_with_its_line(line: str, why: str) -> None:
    with pytest.raises(BadAction) as refused:
        grants_in(f"\ntransfer 5 to 0xabc\n{line}")
    assert refused.value.line_number == 3
    assert refused.value.line == line
    assert why in said(refused.value)


def test_the_other_lines_keep_their_numbers() -> None:
    grants, others = grants_in(
        "transfer 1 ETH to 0x1\ngrant 5 reputation to 7\n\nraw 0x2 0x\nslash 1 reputation from 8"
    )
    assert [grant.member for grant in grants] == [7, 8]
    assert others.split("\n") == ["transfer 1 ETH to 0x1", "", "", "raw 0x2 0x"]


def test_a_call_of_a_function_named_grant_is_no_grant() -> None:
    for line in ("call 0x1 grant(address account) 0x2", "granted", "slasher 5 reputation from 7"):
        assert grants_in(line) == ((), line)


def test_a_member_is_named_once() -> None:
    with raises_saying(BadAction, "a line already"):
        grants_in("grant 5 reputation to <@7>\nslash 1 reputation from 7")


def test_there_is_an_end_to_what_one_proposal_gives() -> None:
    lines = [line_of(Grant(MemberId(member), POINT)) for member in range(LINES + 1)]
    assert len(grants_in("\n".join(lines[:LINES]))[0]) == LINES
    with raises_saying(BadAction, "60 lines of reputation are the most") as refused:
        grants_in("\n".join(lines))
    assert refused.value.line_number == LINES + 1


@given(st.text(max_size=80))
def test_any_text_is_a_grant_refused_or_left_to_others(text: str) -> None:
    with suppress(BadAction):
        grants, others = grants_in(text)
        assert all(grant.amount for grant in grants)
        assert all(line in text for line in others.splitlines())


def test_points_are_shown_to_the_last_digit_and_without_their_sign() -> None:
    assert points(-POINT) == "1"
    assert points(1234 * POINT + 1, plain=True) == "1234.000000000000000001"
