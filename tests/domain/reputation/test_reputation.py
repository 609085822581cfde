"""The ledger of reputation: what it comes to, and by how much that may be off."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, localcontext
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.ids import MemberId, ProposalId
from bot.domain.reputation.ledger import (
    DECIMALS,
    ReputationEvent,
    Why,
    balance,
    balances,
    balances_later,
    decayed,
    left_of_each,
)

POINT = 10**DECIMALS
BEGUN = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
PRECISE = Context(prec=160)

HALF_LIVES = st.timedeltas(timedelta(microseconds=1), timedelta(days=3660))
SOME_HALF_LIFE = st.one_of(st.none(), HALF_LIVES)
WAITS = st.timedeltas(timedelta(0), timedelta(days=5000))
AMOUNTS = st.integers(0, 2**96)
SIGNED = st.one_of(st.integers(-(10**24), 10**24), st.integers(-3, 3))
EVENTS = st.lists(
    st.builds(
        ReputationEvent,
        member=st.just(MemberId(1)),
        amount=SIGNED,
        why=st.just(Why.GRANT),
        proposal=st.just(ProposalId(1)),
        at=st.one_of(
            st.integers(0, 5).map(lambda days: BEGUN + days * DAY), WAITS.map(lambda wait: BEGUN + wait)
        ),
    ),
    max_size=12,
)
LATER = WAITS.map(lambda wait: BEGUN + wait)


def event(amount: int, at: datetime = BEGUN, member: int = 1, why: Why = Why.GRANT) -> ReputationEvent:
    return ReputationEvent(MemberId(member), amount, why, ProposalId(1), at)


def exactly(events: Sequence[ReputationEvent], at: datetime, half_life: timedelta | None) -> Decimal:
    """The balance with 160 digits, from the definition: no floor but the one at zero."""
    microsecond = timedelta(microseconds=1)
    held, since = Decimal(0), at
    with localcontext(PRECISE):
        past = sorted((each for each in events if each.at <= at), key=lambda each: each.at)
        steps = [(time, sum(each.amount for each in together)) for time, together in groupby(past, _at)]
        for time, amount in [*steps, (at, 0)]:
            if held and half_life:
                halvings = Decimal((time - since) // microsecond) / (half_life // microsecond)
                held *= Decimal(2) ** -halvings
            held, since = max(Decimal(0), held + amount), time
    return held


def _at(each: ReputationEvent) -> datetime:
    return each.at


# -- one amount -------------------------------------------------------------------------------------------------


def test_a_known_amount_after_a_known_time() -> None:
    # 2^(-1/2), 2^(-1/3), 2^(-5/4) and 2^(-1/365) with eighteen digits, cut.
    assert decayed(POINT, 12 * DAY, 24 * DAY) == 707106781186547524
    assert decayed(POINT, 10 * DAY, 30 * DAY) == 793700525984099737
    assert decayed(POINT, 5 * DAY, 4 * DAY) == 420448207626857271
    assert decayed(POINT, DAY, 365 * DAY) == 998102768651594634


@given(AMOUNTS, st.integers(0, 200), HALF_LIVES)
def test_whole_half_lives_halve_exactly(amount: int, halvings: int, half_life: timedelta) -> None:
    half_life = min(half_life, timedelta(days=365))
    assert decayed(amount, halvings * half_life, half_life) == amount // 2**halvings


@given(AMOUNTS, WAITS, HALF_LIVES)
def test_a_decay_loses_less_than_two_base_units_of_what_is_exact(
    amount: int, wait: timedelta, half_life: timedelta
) -> None:
    exact = exactly([event(amount)], BEGUN + wait, half_life)
    assert 0 <= exact - decayed(amount, wait, half_life) < 2


@given(st.integers(0, 2**300), WAITS, HALF_LIVES)
def test_an_amount_of_any_size_is_off_by_the_stated_share_at_most(
    amount: int, wait: timedelta, half_life: timedelta
) -> None:
    exact = exactly([event(amount)], BEGUN + wait, half_life)
    with localcontext(PRECISE):
        assert 0 <= exact - decayed(amount, wait, half_life) < 1 + Decimal(amount) / 2**96


@given(AMOUNTS, WAITS, WAITS, HALF_LIVES)
def test_waiting_longer_never_leaves_more(
    amount: int, wait: timedelta, longer: timedelta, half_life: timedelta
) -> None:
    assert decayed(amount, wait, half_life) >= decayed(amount, wait + longer, half_life)


@given(st.integers(2**200, 2**300), st.integers(1, 10**14), st.data())
def test_even_a_microsecond_longer_leaves_less(amount: int, half_life: int, data: st.DataObject) -> None:
    wait = data.draw(st.integers(0, 90 * half_life))
    first, then, life = (timedelta(microseconds=each) for each in (wait, wait + 1, half_life))
    assert decayed(amount, first, life) > decayed(amount, then, life)


@given(AMOUNTS, AMOUNTS, WAITS, HALF_LIVES)
def test_two_amounts_apart_decay_as_together_up_to_the_floor(
    one: int, other: int, wait: timedelta, half_life: timedelta
) -> None:
    apart = decayed(one, wait, half_life) + decayed(other, wait, half_life)
    assert 0 <= decayed(one + other, wait, half_life) - apart <= 1


def test_an_old_amount_is_gone_and_not_slow() -> None:
    assert decayed(2**96, timedelta(days=3_000_000), timedelta(microseconds=1)) == 0


# -- the ledger -------------------------------------------------------------------------------------------------


@given(EVENTS, LATER)
def test_without_a_half_life_nothing_decays(events: list[ReputationEvent], at: datetime) -> None:
    gains = [each for each in events if each.amount >= 0]
    assert balance(gains, at, None) == sum(each.amount for each in gains if each.at <= at)


@given(EVENTS, LATER, SOME_HALF_LIFE)
def test_a_balance_is_off_by_less_than_two_base_units_for_each_moment_and_never_too_high(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    moments = len({each.at for each in events})
    assert 0 <= exactly(events, at, half_life) - balance(events, at, half_life) < 2 * (moments + 1)


@given(EVENTS, LATER, WAITS, SOME_HALF_LIFE)
def test_a_balance_to_which_nothing_is_added_never_rises(
    events: list[ReputationEvent], at: datetime, wait: timedelta, half_life: timedelta | None
) -> None:
    past = [each for each in events if each.at <= at]
    assert balance(past, at, half_life) >= balance(past, at + wait, half_life)


@given(EVENTS, LATER, SOME_HALF_LIFE)
def test_what_a_moment_left_is_all_that_later_moments_need(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    for moment in {each.at for each in events if each.at <= at}:
        left = event(balance(events, moment, half_life), moment)
        after = [each for each in events if each.at > moment]
        assert balance([left, *after], at, half_life) == balance(events, at, half_life)


@given(st.data(), EVENTS, LATER, SOME_HALF_LIFE)
def test_the_order_in_which_events_are_listed_never_matters(
    data: st.DataObject, events: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    assert balance(data.draw(st.permutations(events)), at, half_life) == balance(events, at, half_life)


@given(EVENTS, LATER, SOME_HALF_LIFE)
def test_a_balance_is_never_below_zero(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    assert balance(events, at, half_life) >= 0


@given(EVENTS, LATER, SOME_HALF_LIFE)
def test_what_happens_later_changes_nothing_now(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    later = [event(amount, at + DAY) for amount in (-(10**30), 10**30)]
    assert balance([*events, *later], at, half_life) == balance(events, at, half_life)


@given(EVENTS, LATER, SOME_HALF_LIFE, st.integers(0, 10**24))
def test_a_gain_never_lowers_a_balance_and_a_slash_never_raises_it(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None, amount: int
) -> None:
    held = balance(events, at, half_life)
    for moment in {each.at for each in events}:
        assert balance([*events, event(amount, moment)], at, half_life) >= held
        assert balance([*events, event(-amount, moment)], at, half_life) <= held


@given(EVENTS, LATER, SOME_HALF_LIFE, WAITS)
def test_a_further_moment_costs_at_most_two_base_units_of_rounding(
    events: list[ReputationEvent], at: datetime, half_life: timedelta | None, wait: timedelta
) -> None:
    further = balance([*events, event(0, BEGUN + wait)], at, half_life)
    assert abs(further - balance(events, at, half_life)) <= 2


@given(EVENTS, LATER, WAITS, SOME_HALF_LIFE)
def test_a_balance_may_be_worked_out_in_two_steps(
    events: list[ReputationEvent], at: datetime, wait: timedelta, half_life: timedelta | None
) -> None:
    past = [each for each in events if each.at <= at]
    seen = left_of_each(past, half_life)
    assert balances_later(seen, at + wait, half_life) == balances(past, at + wait, half_life)


def test_what_a_slash_could_not_take_is_not_owed() -> None:
    events = [event(30), event(-50, BEGUN + DAY), event(20, BEGUN + 2 * DAY)]
    assert balance(events, BEGUN + DAY, None) == 0
    assert balance(events, BEGUN + 2 * DAY, None) == 20


def test_a_slash_takes_from_what_the_decay_left() -> None:
    events = [event(100), event(-30, BEGUN + DAY)]
    assert balance(events, BEGUN + DAY, DAY) == 20
    assert balance(events, BEGUN + 2 * DAY, DAY) == 10


def test_a_gain_and_a_slash_of_one_moment_are_added_before_the_floor() -> None:
    assert balance([event(-50), event(30), event(40)], BEGUN, None) == 20


def test_an_event_counts_from_its_own_time_on() -> None:
    assert balance([event(POINT, BEGUN + DAY)], BEGUN + DAY, DAY) == POINT
    assert balance([event(POINT, BEGUN + DAY)], BEGUN + DAY - timedelta(microseconds=1), DAY) == 0


def test_each_member_has_their_own_balance_and_who_has_none_is_not_listed() -> None:
    events = [event(8), event(5, member=2), event(-5, BEGUN + DAY, member=2), event(4, BEGUN + DAY)]
    assert balances(events, BEGUN, DAY) == {1: 8, 2: 5}
    assert balances(events, BEGUN + DAY, DAY) == {1: 8}


@given(EVENTS, EVENTS, LATER, SOME_HALF_LIFE)
def test_balances_are_those_of_each_member_alone(
    mine: list[ReputationEvent], theirs: list[ReputationEvent], at: datetime, half_life: timedelta | None
) -> None:
    other = [replace(each, member=MemberId(2)) for each in theirs]
    found = balances([*other, *mine], at, half_life)
    expected = {1: balance(mine, at, half_life), 2: balance(theirs, at, half_life)}
    assert found == {member: held for member, held in expected.items() if held}


def test_amounts_beyond_what_a_float_can_hold_are_exact() -> None:
    amount = 2**200 + 1
    assert balance([event(amount)], BEGUN, DAY) == amount
    assert balance([event(2 * amount)], BEGUN + DAY, DAY) == amount
