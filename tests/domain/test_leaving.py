"""What members take along who leave a Moloch DAO: their part of each token, rounded down, never more than there is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Address
from bot.domain.leaving import Changes, OpenProposal, Treasury, forecast, part

WORD = 2**256
TOKEN, OTHER = Address("0x" + "1" * 40), Address("0x" + "2" * 40)
balances = st.one_of(st.integers(0, WORD - 1), st.integers(0, 10**30))
totals = st.integers(1, 10**27)


@st.composite
def burnings(draw: st.DrawFn) -> tuple[int, int, int]:
    """A balance, how many shares are burned, of how many."""
    total = draw(totals)
    return draw(balances), draw(st.integers(0, total)), total


@given(burnings())
def test_a_part_is_what_is_due_rounded_down(drawn: tuple[int, int, int]) -> None:
    balance, burned, total = drawn
    due = Fraction(balance * burned, total)
    found = part(balance, burned, total, "reverts")
    if balance * burned >= WORD:
        assert found is None
    else:
        assert found is not None
        assert 0 <= due - found < 1


@given(burnings())
def test_rounding_before_multiplying_pays_less_and_never_more(drawn: tuple[int, int, int]) -> None:
    balance, burned, total = drawn
    found = part(balance, burned, total, "rounds")
    assert found is not None
    assert 0 <= found <= balance * burned // total <= balance
    assert balance * burned // total - found <= burned


@given(burnings(), st.integers(0, 100))
def test_leaving_in_steps_never_pays_more_than_leaving_at_once(
    drawn: tuple[int, int, int], percent: int
) -> None:
    balance, burned, total = drawn
    first = burned * percent // 100
    at_once = balance * burned // total
    paid = Treasury({TOKEN: balance % 10**50}, total).pays(first)[TOKEN]
    balance %= 10**50
    at_once = balance * burned // total
    assert paid is not None
    rest = 0 if first == total else part(balance - paid, burned - first, total - first)
    assert rest is not None
    assert paid + rest <= at_once


@given(st.lists(st.integers(1, 10**24), min_size=1, max_size=6), st.integers(0, 10**40))
def test_all_who_leave_take_all_there_is_and_no_more(shares: list[int], balance: int) -> None:
    treasury = Treasury({None: balance}, sum(shares))
    taken = 0
    for each in shares:
        paid = treasury.pays(each)[None]
        assert paid is not None
        taken += paid
        treasury = Treasury({None: balance - taken}, treasury.total - each)
    assert taken == balance


@pytest.mark.attack("actions")
@pytest.mark.parametrize(("burned", "total"), [(1, 0), (0, 0), (2, 1), (-1, 1)])
def test_more_than_there_is_is_never_burned(burned: int, total: int) -> None:
    with pytest.raises(ValueError, match="can't be burned"):
        part(100, burned, total)


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_proposal_that_pays_more_than_there_is_changes_nothing(
    held: int, total: int, paid: int, issued: int
) -> None:
    before = Treasury({TOKEN: held, OTHER: 5}, total)
    after = before.after(Changes({TOKEN: -paid}, issued))
    if paid > held:
        assert after == before
    else:
        assert after == Treasury({TOKEN: held - paid, OTHER: 5}, total + issued)


@given(st.lists(st.tuples(st.booleans(), st.integers(-50, 50), st.integers(0, 9)), max_size=8))
def test_open_proposals_change_what_leaving_pays_one_after_the_other(
    drawn: list[tuple[bool, int, int]],
) -> None:
    treasury = Treasury({None: 60}, 10)
    listed = [
        OpenProposal(str(number), passes, Changes({None: moved}, issued))
        for number, (passes, moved, issued) in enumerate(drawn)
    ]
    held, total = 60, 10
    for (passes, moved, issued), (each, after) in zip(drawn, forecast(treasury, listed), strict=True):
        if passes and held + moved >= 0:
            held, total = held + moved, total + issued
        assert (each.passes, after.balances[None], after.total) == (passes, held, total)
        assert after.pays(1) == {None: held // total}
