"""A stream counts whole, once, to who gets it, when it is made; and nothing of it gets around a track's limits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action, Operation
from bot.domain.actions.dangers import SpenderTakes
from bot.domain.actions.limits import Breach, NotAllowed, OverLimit, WrongRecipient, breaches
from bot.domain.actions.outlays import Outlay, outlays, without_used_allowances
from bot.domain.ids import Address, ChainId
from bot.domain.policy.limits import AllowedCalls, Limits, Spending
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.streams.sablier_functions import LINEAR_FOR
from tests.calldata import SAFE, TOKEN, ZERO
from tests.execution.actions.test_streams_told import (
    ADA,
    ANYTHING,
    BEN,
    LOCKUP,
    PAYROLL,
    STREAMS,
    YEAR,
    allowed,
    batch,
    call,
    stream,
)

UNREAD = Decoder("ETH", SAFE, None, streams=STREAMS)
"""As limits read actions: no contract is asked."""
DEPOSIT_AND_CREATE = "depositAndCreate(uint256,address,uint216)"
LIMITS = Limits(
    period=timedelta(days=30),
    spending=(
        Spending(
            asset=TOKEN, symbol="TKN", decimals=6, per_period=100, per_recipient=60, recipients=(ADA, BEN)
        ),
    ),
)

FOR_ANYBODY = LIMITS.model_copy(update={"spending": (Spending(asset=TOKEN, per_period=100),)})


def moved(*actions: Action) -> list[Outlay]:
    return [outlay for _, outlay in outlays([UNREAD.decode(action) for action in actions])]


def broken(*actions: Action, by: Limits = LIMITS) -> tuple[Breach, ...]:
    return breaches(by, [UNREAD.decode(action) for action in actions])


def to(account: Address, amount: int) -> Outlay:
    return Outlay(TOKEN, amount, account)


def paid(amount: int, rate: int = 10**15, account: Address = ADA) -> Action:
    return call(PAYROLL, DEPOSIT_AND_CREATE, amount, account, rate)


@pytest.mark.attack("limits")
def test_a_stream_on_one_chain_uses_up_no_allowance_on_another() -> None:
    """At the same addresses, where somebody else may stand."""
    elsewhere = replace(allowed(50), chain=ChainId(10))
    assert moved(elsewhere, stream(50)) == [to(LOCKUP, 50), to(ADA, 50)]
    (decoded, _) = without_used_allowances([UNREAD.decode(elsewhere), UNREAD.decode(stream(50))])
    assert any(isinstance(danger, SpenderTakes) for danger in decoded.dangers)


def test_a_stream_counts_whole_and_once_to_who_gets_it() -> None:
    assert moved(allowed(50), stream(50)) == [to(ADA, 50)]
    assert moved(allowed(50, PAYROLL), paid(50)) == [to(ADA, 50)]
    assert moved(stream(50), paid(50)) == [to(ADA, 50), to(ADA, 50)]
    # Two streams out of one allowance, and two allowances after each other.
    assert moved(allowed(50), stream(20), stream(30, to=BEN)) == [to(ADA, 20), to(BEN, 30)]
    assert moved(allowed(20), stream(20), allowed(30), stream(30)) == [to(ADA, 20), to(ADA, 30)]
    assert moved(batch(allowed(50), stream(50))) == [to(ADA, 50)]
    assert moved(allowed(9, PAYROLL), call(PAYROLL, "deposit(uint256)", 9)) == [to(PAYROLL, 9)]


def test_what_is_allowed_beyond_it_counts_too() -> None:
    assert moved(allowed(51), stream(50)) == [to(LOCKUP, 1), to(ADA, 50)]
    assert moved(stream(50), allowed(50)) == [to(ADA, 50), to(LOCKUP, 50)]
    assert moved(allowed(50), allowed(50), stream(50)) == [to(LOCKUP, 50), to(ADA, 50)]
    assert moved(allowed(50), batch(stream(50))) == [to(LOCKUP, 50), to(ADA, 50)]
    assert moved(allowed(50, PAYROLL), stream(50)) == [to(PAYROLL, 50), to(ADA, 50)]


def test_a_brokers_fee_counts_to_the_broker() -> None:
    params = (SAFE, ADA, 50, TOKEN, True, False, "", (BEN, 10**17))
    made = call(LOCKUP, LINEAR_FOR["2.0"], params, (0, 0), (0, YEAR))
    assert moved(allowed(50), made) == [to(ADA, 45), to(BEN, 5)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_never_is_less_counted_than_leaves_or_may_leave(parts: list[tuple[int, int]]) -> None:
    """Against a token's own rule: an allowance takes the place of the one before, and is used up."""
    actions, put_aside, left, given_up = list[Action](), 0, 0, 0
    for allows, amount in parts:
        actions += [allowed(allows), stream(amount)]
        given_up, left = given_up + left, max(0, allows - amount)
        put_aside += amount
    assert sum(outlay.amount for outlay in moved(*actions)) == put_aside + given_up + left


def test_streams_keep_to_the_limits_as_transfers_do() -> None:
    assert broken(allowed(60), stream(60)) == ()
    assert broken(allowed(40), stream(40), allowed(60), stream(60, to=BEN)) == ()
    assert broken(allowed(40, PAYROLL), paid(40), by=FOR_ANYBODY) == ()
    (over,) = broken(allowed(61), stream(61))
    assert isinstance(over, OverLimit)
    assert (over.wanted, over.to) == (61, ADA)
    assert any(isinstance(each, OverLimit) for each in broken(allowed(60), stream(60), stream(41, to=BEN)))
    assert [type(each) for each in broken(allowed(5), stream(5, to=ANYTHING))] == [WrongRecipient]


@pytest.mark.attack("money")
@pytest.mark.parametrize(
    "actions",
    [
        # Ada is named, and Ben, or a contract that nobody knows, gets it.
        [allowed(5), stream(5, sender=BEN)],
        [allowed(5, ANYTHING), stream(5, through=ANYTHING)],
        [call(ANYTHING, DEPOSIT_AND_CREATE, 5, ADA, 7)],
        # Out of what was put aside for somebody else.
        [call(PAYROLL, "createStream(address,uint216)", ANYTHING, 7)],
        # One unit for Ada, due at once: all that is put into the balance for Ben is hers.
        [allowed(60, PAYROLL), paid(1, rate=10**30), paid(59, rate=1, account=BEN)],
        [allowed(60, PAYROLL), call(PAYROLL, "deposit(uint256)", 60)],
        [call(PAYROLL, "cancelStream(address,uint216)", ADA, 7)],
        [call(PAYROLL, "batch(bytes[],bool)", [bytes.fromhex(paid(0).data[2:])], True)],
        [Action(call(LOCKUP, "x()").chain, LOCKUP, 0, stream(5).data, Operation.DELEGATE_CALL)],
    ],
)
def test_what_could_get_around_the_recipients_needs_to_be_named(actions: list[Action]) -> None:
    assert any(isinstance(each, NotAllowed) for each in broken(*actions))


def test_what_is_named_may_be_called_and_what_it_is_allowed_counts_to_the_contract() -> None:
    known = LINEAR_FOR["4.0"]
    makes = f"{known.name}({','.join(known.types)})"
    limits = LIMITS.model_copy(update={"calls": (AllowedCalls(contract=LOCKUP, functions=(makes,)),)})
    actions = allowed(5), stream(5, sender=BEN)
    assert moved(*actions) == [to(LOCKUP, 5)]
    assert [type(each) for each in broken(*actions, by=limits)] == [WrongRecipient]


def test_nobody_is_the_broker_of_most_streams() -> None:
    assert all(outlay.to != ZERO for outlay in moved(allowed(5), stream(5)))
