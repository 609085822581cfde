"""What calldata makes of a stream is told as it is, however it came about, and what is dangerous first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import dangers, effects
from bot.domain.actions.actions import Action, DecodedAction, Operation, numbered
from bot.domain.actions.outlays import without_used_allowances
from bot.domain.actions.streams import LlamaPay, SablierLockup, Schedule
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, BlockHash
from bot.execution.actions.abi import Function, function
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.known import APPROVE
from bot.execution.actions.lines import wanted
from bot.execution.actions.metadata import Metadata
from bot.execution.actions.streams.calls import StreamCalls
from bot.execution.actions.streams.lines import Started
from bot.execution.actions.streams.sablier_functions import LINEAR_AT, LINEAR_FOR
from bot.execution.safe.multi_send import multi_send
from bot.wording.actions.listing import danger_lines, deed_lines, listed_in_short
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.calldata import CHAIN, METADATA, SAFE, TOKEN, ZERO

ENGLISH = language(markup=PLAIN)
ADA = Address("0x90F79bf6EB2c4f870365E785982E1f101E93b906")
BEN = Address("0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65")
LOCKUP = Address("0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc")
PAYROLL = Address("0x976EA74026E726554dB657fA54763abd0C3a0aa9")
ANYTHING = Address("0x14dC79964da2C08b23698B3D3cc7Ca32193d9955")
YEAR = 365 * 86_400
NOW = BlockRef(CHAIN, 1, BlockHash("0x" + "0" * 64), 1_800_000_000).time
"""15 January 2027."""
STREAMS = (SablierLockup(contract=LOCKUP, version="4.0"), LlamaPay(contract=PAYROLL, token=TOKEN))
KNOWN = {**METADATA, **dict.fromkeys((LOCKUP, PAYROLL, ANYTHING), Metadata(has_code=True))}
DECODER = Decoder("ETH", SAFE, KNOWN, streams=STREAMS, now=NOW)


def call(to: Address, called: Function | str, *values: Any) -> Action:
    known = called if isinstance(called, Function) else function(called)
    return Action(CHAIN, to, 0, "0x" + known.encode(values).hex())


def allowed(amount: int, spender: Address = LOCKUP) -> Action:
    return call(TOKEN, APPROVE, spender, amount)


def stream(
    amount: int = 12_000_000,
    *,
    sender: Address = SAFE,
    to: Address = ADA,
    through: Address = LOCKUP,
    cancelable: bool = True,
    transferable: bool = False,
    start: int | None = None,
) -> Action:
    common = (sender, to, amount, TOKEN, cancelable, transferable)
    if start is None:
        return call(through, LINEAR_FOR["4.0"], (*common, ""), (0, 0), 0, (0, YEAR))
    return call(through, LINEAR_AT["4.0"], (*common, (start, start + YEAR), ""), (0, 0), 0, 0)


def told(*actions: Action) -> tuple[DecodedAction, ...]:
    return without_used_allowances([DECODER.decode(action) for action in actions])


def said(*actions: Action) -> list[str]:
    return danger_lines(told(*actions), ENGLISH)


def batch(*actions: Action) -> Action:
    return Action(CHAIN, BEN, 0, multi_send(actions))


@pytest.mark.attack("proposal")
@pytest.mark.parametrize(
    ("actions", "said_first"),
    [
        ([stream(through=ANYTHING)], "Nobody who runs this bot has named the contract"),
        ([stream(sender=BEN)], f"{BEN} may cancel this stream, also right after it is made"),
        ([stream(cancelable=False)], "Nobody can cancel it once it is made."),
        ([stream(to=ZERO)], "Nobody can ever take it from the zero address."),
        ([stream(start=1_700_000_000)], "It begins in the past, 14 November 2023"),
        ([allowed(2**256 - 1), stream()], f"{LOCKUP} may take any amount"),
        ([allowed(12_000_001), stream()], f"{LOCKUP} may take it at any"),
        # What is used up in another order, by another account or of another contract, is left.
        ([stream(), allowed(12_000_000)], f"{LOCKUP} may take it at any"),
        ([allowed(12_000_000), batch(stream())], f"{LOCKUP} may take it at any"),
        ([allowed(12_000_000, ANYTHING), stream()], f"{ANYTHING} may take it at any"),
        ([allowed(12_000_000), stream(through=ANYTHING)], f"{LOCKUP} may take it at any"),
        (
            [call(PAYROLL, "depositAndCreate(uint256,address,uint216)", 5, ZERO, 7)],
            "Nobody can ever take it from the zero address.",
        ),
        (
            [call(ANYTHING, "depositAndCreate(uint256,address,uint216)", 5, ADA, 7)],
            "Nobody who runs this bot has named the contract",
        ),
        ([Action(CHAIN, LOCKUP, 0, stream().data + "00" * 32)], "Its calldata holds more than"),
    ],
)
def test_what_is_dangerous_about_a_stream_is_said(actions: list[Action], said_first: str) -> None:
    assert any(said_first in line for line in said(*actions)), said(*actions)


def test_nothing_is_said_to_be_dangerous_that_is_not() -> None:
    good = (allowed(12_000_000), stream(), allowed(1), stream(1, start=1_900_000_000))
    assert said(*good) == []
    by_safe = Action(CHAIN, BEN, 0, multi_send(good), Operation.DELEGATE_CALL)
    assert [line for line in said(by_safe) if "at 1:" not in line] == []


def test_a_brokers_fee_is_said_with_its_amount() -> None:
    params = (SAFE, ADA, 10_000_000, TOKEN, True, True, "", (BEN, 25 * 10**15))
    action = call(LOCKUP, LINEAR_FOR["2.0"], params, (1_000_000, 2_000_000), (86_400, YEAR))
    assert said(action) == [f"⚠️ Look twice: The broker {BEN} gets 0.25 TKN at once."]
    (line,) = deed_lines(told(action), ENGLISH)
    for part in (
        f"stream 9.75 TKN (token {TOKEN}) to {ADA}, through {LOCKUP}",
        "1 TKN at the start at once",
        "no more before 1 day after the start, then 2 TKN at once (the cliff)",
        f"{ADA} may hand it on to others",
        f"0.25 TKN more go to the broker {BEN} at once",
    ):
        assert part in line


_OF_VERSION = {
    "1.2": ((SAFE, ADA, 730, TOKEN, True, False, (86_400, YEAR), (ZERO, 0)),),
    "2.0": ((SAFE, ADA, 730, TOKEN, True, False, "", (ZERO, 0)), (0, 2), (86_400, YEAR)),
    "3.0": ((SAFE, ADA, 730, TOKEN, True, False, ""), (0, 2), (86_400, YEAR)),
    "4.0": ((SAFE, ADA, 730, TOKEN, True, False, ""), (0, 2), 3_600, (86_400, YEAR)),
}


@pytest.mark.parametrize("version", _OF_VERSION)
def test_every_version_is_read(version: str) -> None:
    (decoded,) = told(call(LOCKUP, LINEAR_FOR[version], *_OF_VERSION[version]))
    step = 3_600 if version == "4.0" else 1
    # Before version 2.0 the amount at the cliff follows from the times: its share is cut to 18 decimals.
    cliff = 1 if version == "1.2" else 2
    assert decoded.effect == effects.StreamMade(
        effects.Token(TOKEN, "TKN", 6),
        730,
        ADA,
        Schedule(None, YEAR, cliff=86_400, at_cliff=cliff, step=step),
        refunds=SAFE,
        transferable=False,
        named=True,
        caller_cancels=True,
        broker=ZERO,
        fee=0,
    )


def test_parts_and_curves_are_told_with_their_whole_and_their_times() -> None:
    common = (SAFE, ADA, 730, TOKEN, True, False)
    steps = call(
        LOCKUP,
        "createWithDurationsLT((address,address,uint128,address,bool,bool,string),(uint128,uint40)[])",
        (*common, ""),
        [(400, 86_400), (330, 2 * 86_400)],
    )
    curve = call(
        LOCKUP,
        "createWithTimestamps((address,address,uint128,address,bool,bool,uint40,(uint128,uint64,uint40)[],(address,uint256)))",
        (*common, 1_900_000_000, [(730, 2, 1_900_086_400)], (ZERO, 0)),
    )
    first, second = deed_lines(told(steps, curve), ENGLISH)
    assert "over 3 days from its execution on; in 2 parts" in first
    assert "from 17 March 2030, 17:46:40 UTC to 18 March 2030, 17:46:40 UTC" in second
    assert "along a curve of 1 piece" in second


@pytest.mark.attack("proposal")
@pytest.mark.parametrize(
    "times",
    [(0, 0), (YEAR + 1, YEAR)],
)
def test_times_that_no_stream_has_are_not_made_up(times: tuple[int, int]) -> None:
    action = call(LOCKUP, LINEAR_FOR["4.0"], (SAFE, ADA, 5, TOKEN, True, False, ""), (0, 0), 0, times)
    assert isinstance(told(action)[0].effect, effects.UnknownCall)
    late = call(
        LOCKUP, LINEAR_AT["4.0"], (SAFE, ADA, 5, TOKEN, True, False, (5, 2**40 - 1), ""), (0, 0), 0, 0
    )
    assert isinstance(told(late)[0].effect, effects.UnknownCall)


def test_names_that_many_contracts_use_mean_a_stream_only_where_one_is() -> None:
    cancel, deposit = "cancel(uint256)", "deposit(uint256)"
    assert isinstance(told(call(LOCKUP, cancel, 7))[0].effect, effects.StreamAct)
    assert isinstance(told(call(PAYROLL, deposit, 7))[0].effect, effects.PayBalance)
    for action in (call(ANYTHING, cancel, 7), call(ANYTHING, deposit, 7), call(LOCKUP, deposit, 7)):
        assert isinstance(told(action)[0].effect, effects.UnknownCall)


def test_streams_in_batches_are_taken_out() -> None:
    inner = stream().data
    by_sablier = call(LOCKUP, "batch(bytes[] calls)", [bytes.fromhex(inner[2:])])
    paid = function("createStream(address,uint216)").encode([ADA, 10**20])
    by_llamapay = call(PAYROLL, "batch(bytes[] calls, bool revertOnFail)", [paid], True)
    found = [each.effect for _, each in numbered(told(by_sablier, by_llamapay))]
    assert [type(effect) for effect in found] == [
        effects.RelayedCalls,
        effects.StreamMade,
        effects.RelayedCalls,
        effects.PayStarted,
    ]
    assert "86\u202f400 TKN a day" in deed_lines(told(by_llamapay), ENGLISH)[1]


def test_in_short_too_it_is_told_who_gets_what_and_when() -> None:
    cliff = call(LOCKUP, LINEAR_FOR["3.0"], *_OF_VERSION["3.0"])
    later = stream(start=1_900_000_000, cancelable=False)
    paid = call(PAYROLL, "depositAndCreate(uint256,address,uint216)", 12, ADA, 10**15)
    notes, deeds = listed_in_short(told(stream(), cliff, later, paid), ENGLISH, with_names=False)
    assert notes == ["⚠️ Look twice at 3: can't be cancelled"]
    assert [deed.split(" → ")[1] for deed in deeds] == [
        f"{ADA} over 365 days from its execution on",
        f"{ADA} over 365 days from its execution on, cliff 1 day",
        f"{ADA} from 17 March 2030, 17:46:40 UTC to 17 March 2031, 17:46:40 UTC",
        f"{ADA} by the second, over 1 second",
    ]


@given(
    amount=st.integers(1, 2**128 - 1),
    decimals=st.integers(0, 18),
    count=st.integers(1, 36_500),
    cliff=st.integers(0, 36_499),
    start=st.none() | st.integers(0, 80_000),
    version=st.sampled_from(["1.2", "2.0", "3.0", "4.0"]),
    irrevocable=st.booleans(),
    transferable=st.booleans(),
)
def test_what_a_line_asks_for_is_what_is_read_of_its_calls(
    amount: int,
    decimals: int,
    count: int,
    cliff: int,
    start: int | None,
    version: Any,
    irrevocable: bool,
    transferable: bool,
) -> None:
    cliff = cliff if cliff < count else 0
    begins = None if start is None else (start + 365) * 86_400
    line = Started(
        "vest",
        str(amount),
        TOKEN,
        ADA,
        count * 86_400,
        "sablier",
        cliff * 86_400,
        begins,
        irrevocable,
        transferable,
    )
    lockup = SablierLockup(contract=LOCKUP, version=version)
    approval, made = StreamCalls([lockup], SAFE).of(line, amount, decimals)
    assert (approval.to, list(approval.values)) == (TOKEN, [LOCKUP, amount])
    decoder = Decoder("ETH", SAFE, METADATA, streams=[lockup], now=NOW)
    effect = decoder.decode(call(made.to, made.function, *made.values)).effect
    assert isinstance(effect, effects.StreamMade)
    schedule = effect.schedule
    assert (effect.total, effect.to, effect.fee, effect.named) == (amount, ADA, 0, True)
    assert (schedule.start, schedule.length, schedule.cliff) == (begins, count * 86_400, cliff * 86_400)
    assert (effect.refunds, effect.transferable) == (None if irrevocable else SAFE, transferable)
    assert abs(schedule.at_cliff - amount * cliff // count) <= 1 + amount // 10**18


@given(amount=st.integers(1, 10**30), decimals=st.integers(0, 20), seconds=st.integers(1, 100 * YEAR))
def test_by_the_second_no_more_goes_out_than_was_put_in_and_less_than_a_second_of_it_stays(
    amount: int, decimals: int, seconds: int
) -> None:
    scaled = amount * 10 ** (20 - decimals)
    if scaled < seconds:
        return
    line = Started("stream", str(amount), TOKEN, ADA, seconds)
    _, made = StreamCalls([LlamaPay(contract=PAYROLL, token=TOKEN)], SAFE).of(line, amount, decimals)
    deposit, to, rate = made.values
    assert (deposit, to) == (amount, ADA)
    assert 0 <= scaled - rate * seconds < seconds


def test_phones_and_capitals_write_the_same_line() -> None:
    line = f"Vest 5 {TOKEN} To {ADA} Over 4 Years Cliff 1 Year Irrevocable"
    plain = f"vest 5 {TOKEN} to {ADA} over 4 years cliff 1 year irrevocable"
    assert wanted(line, "ETH") == wanted(plain, "ETH")


def test_dangers_of_streams_stand_before_lesser_ones() -> None:
    assert dangers.SpenderTakes.rank < dangers.StreamContractUnnamed.rank < dangers.RefundsElsewhere.rank
    assert dangers.ToNobody.rank < dangers.PaysABroker.rank < dangers.NoDecimals.rank
