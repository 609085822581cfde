"""What is told to Governors, timelocks, Moloch DAOs and Multicalls is taken apart, so that nothing hides there."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chain.calls.tracing import Trace
from bot.domain.actions import dangers, effects
from bot.domain.actions.actions import Action, numbered
from bot.domain.actions.simulation import Method
from bot.domain.errors import CallsHidden
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.calls import calls_of
from bot.execution.actions.known import SAFE_ADMINISTRATION, TRANSFER
from bot.execution.actions.relayed import RELAYING
from bot.execution.safe.multi_send import multi_send
from bot.execution.simulation.looking import questions
from bot.execution.simulation.questions import HeldOf
from bot.wording.actions.listing import danger_lines, deed_lines, listed_in_short
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.calldata import CHAIN, DECODER, SAFE, TOKEN

GOVERNOR = Address(to_checksum_address("0x" + "60" * 20))
THIEF = Address(to_checksum_address("0x" + "7f" * 20))
ZERO_HASH = bytes(32)
PLAIN_ENGLISH = language(markup=PLAIN)

Told = Callable[[Sequence[Action]], bytes]


def raw(action: Action) -> bytes:
    return bytes.fromhex(action.data[2:])


def lists(fragment: str, *rest: Any) -> Told:
    """A function of three lists, and what follows them."""
    return lambda calls: function(fragment).encode(
        [[each.to for each in calls], [each.value for each in calls], [raw(each) for each in calls], *rest]
    )


def one(fragment: str, *rest: Any) -> Told:
    """A function of one call, and what follows it."""
    return lambda calls: function(fragment).encode([calls[0].to, calls[0].value, raw(calls[0]), *rest])


def bravo(calls: Sequence[Action]) -> bytes:
    return function("propose(address[] a, uint256[] b, string[] c, bytes[] d, string e)").encode(
        [
            [each.to for each in calls],
            [each.value for each in calls],
            ["" for _ in calls],
            [raw(each) for each in calls],
            "a text",
        ]
    )


COMPOUND = "(address a, uint256 b, string c, bytes d, uint256 e)"
OF_MANY: dict[str, Told] = {
    "propose": lists("propose(address[] a, uint256[] b, bytes[] c, string d)", "a text"),
    "propose of Bravo": bravo,
    "queue": lists("queue(address[] a, uint256[] b, bytes[] c, bytes32 d)", ZERO_HASH),
    "execute": lists("execute(address[] a, uint256[] b, bytes[] c, bytes32 d)", ZERO_HASH),
    "scheduleBatch": lists(
        "scheduleBatch(address[] a, uint256[] b, bytes[] c, bytes32 d, bytes32 e, uint256 f)",
        ZERO_HASH,
        ZERO_HASH,
        172_800,
    ),
    "executeBatch": lists(
        "executeBatch(address[] a, uint256[] b, bytes[] c, bytes32 d, bytes32 e)", ZERO_HASH, ZERO_HASH
    ),
    "submitProposal of Baal": lambda calls: function(
        "submitProposal(bytes a, uint32 b, uint256 c, string d)"
    ).encode([bytes.fromhex(multi_send(calls)[2:]), 0, 0, "a text"]),
    "processProposal of Baal": lambda calls: function("processProposal(uint32 a, bytes b)").encode(
        [7, bytes.fromhex(multi_send(calls)[2:])]
    ),
}
OF_ONE: dict[str, Told] = {
    "schedule": one(
        "schedule(address a, uint256 b, bytes c, bytes32 d, bytes32 e, uint256 f)", ZERO_HASH, ZERO_HASH, 60
    ),
    "execute of a timelock": one(
        "execute(address a, uint256 b, bytes c, bytes32 d, bytes32 e)", ZERO_HASH, ZERO_HASH
    ),
    "relay": one("relay(address a, uint256 b, bytes c)"),
    "proposeAction": one("proposeAction(address a, uint256 b, bytes c, string d)", "a text"),
    "executeAsBaal": one("executeAsBaal(address a, uint256 b, bytes c)"),
    "queueTransaction": lambda calls: function(f"queueTransaction{COMPOUND}").encode(
        [calls[0].to, calls[0].value, "", raw(calls[0]), 0]
    ),
    "executeTransaction": lambda calls: function(f"executeTransaction{COMPOUND}").encode(
        [calls[0].to, calls[0].value, "", raw(calls[0]), 0]
    ),
}
_PAIR = "(address a, bytes b)[] c"


def multicall(fragment: str, *first: Any, flag: bool = False) -> Told:
    """A Multicall's function, with what stands before its list."""
    allowed = [True] if flag else []
    return lambda calls: function(fragment).encode(
        [*first, [(each.to, *allowed, raw(each)) for each in calls]]
    )


OF_MULTICALL: dict[str, Told] = {
    "aggregate": multicall(f"aggregate({_PAIR})"),
    "blockAndAggregate": multicall(f"blockAndAggregate({_PAIR})"),
    "tryAggregate": multicall(f"tryAggregate(bool d, {_PAIR})", False),
    "tryBlockAndAggregate": multicall(f"tryBlockAndAggregate(bool d, {_PAIR})", False),
    "aggregate3": multicall("aggregate3((address a, bool b, bytes c)[] d)", flag=True),
}
OF_ONE_WITHOUT_COINS: dict[str, Told] = {
    "forward": lambda calls: function("forward(address a, bytes b)").encode([calls[0].to, raw(calls[0])]),
    "executeCall": lambda calls: function("executeCall(address a, bytes b)").encode(
        [calls[0].to, raw(calls[0])]
    ),
}
"""Which bring no coins."""
OF_MANY["aggregate3Value"] = lambda calls: function(
    "aggregate3Value((address a, bool b, uint256 c, bytes d)[] e)"
).encode([[(each.to, True, each.value, raw(each)) for each in calls]])
TO_ITSELF: dict[str, Told] = {
    "multicall": lambda calls: function("multicall(bytes[] a)").encode([[raw(each) for each in calls]]),
    "multicall until": lambda calls: function("multicall(uint256 a, bytes[] b)").encode(
        [2**255, [raw(each) for each in calls]]
    ),
    "multicall after": lambda calls: function("multicall(bytes32 a, bytes[] b)").encode(
        [ZERO_HASH, [raw(each) for each in calls]]
    ),
    "batch of Sablier": lambda calls: function("batch(bytes[] a)").encode([[raw(each) for each in calls]]),
    "batch of LlamaPay": lambda calls: function("batch(bytes[] a, bool b)").encode(
        [[raw(each) for each in calls], True]
    ),
}
"""By which an account calls itself, for whoever calls it."""
EVERY = OF_MANY | OF_ONE | OF_ONE_WITHOUT_COINS | OF_MULTICALL


def told(how: str, *calls: Action) -> Action:
    return Action(CHAIN, GOVERNOR, 0, "0x" + EVERY[how](calls).hex())


def call(to: Address, data: bytes, value: int = 0) -> Action:
    return Action(CHAIN, to, value, "0x" + data.hex())


STEAL = call(TOKEN, TRANSFER.encode([THIEF, 5_000_000]))
CALLS = st.builds(
    Action,
    st.just(CHAIN),
    st.binary(min_size=20, max_size=20).map(lambda each: Address(to_checksum_address(each))),
    st.integers(0, 2**256 - 1),
    st.binary(max_size=80).map(lambda each: "0x" + each.hex()),
)

SELECTORS = {
    "0x7d5e81e2": "propose",
    "0xda95691a": "propose",
    "0x160cbed7": "queue",
    "0x2656227d": "execute",
    "0xc28bc2fa": "relay",
    "0x01d5062a": "schedule",
    "0x8f2a0bb0": "scheduleBatch",
    "0x134008d3": "execute",
    "0xe38335e5": "executeBatch",
    "0x3a66f901": "queueTransaction",
    "0x0825f38f": "executeTransaction",
    "0x6fadcf72": "forward",
    "0xbca8c7b5": "executeCall",
    "0x252dba42": "aggregate",
    "0x82ad56cb": "aggregate3",
    "0x174dea71": "aggregate3Value",
    "0xbce38bd7": "tryAggregate",
    "0xac9650d8": "multicall",
    "0x5ae401dc": "multicall",
    "0x1f0464d1": "multicall",
}
"""As block explorers show them for deployed Governors, timelocks, Multicalls and routers."""


def test_the_functions_are_those_of_deployed_contracts() -> None:
    known = {f"0x{selector.hex()}": each.function.name for selector, each in RELAYING.items()}
    assert SELECTORS.items() <= known.items()
    # A Moloch DAO is told of a payment, and of no other call.
    assert len(EVERY | TO_ITSELF) + 1 == len(RELAYING)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
def test_what_another_account_is_told_to_do_is_told_with_it(how: str) -> None:
    decoded = DECODER.decode(told(how, STEAL))
    assert isinstance(decoded.effect, effects.RelayedCalls)
    (inner,) = decoded.inner
    assert inner.action == STEAL
    assert isinstance(inner.effect, effects.TokenTransfer)
    said = "\n".join(deed_lines([decoded], PLAIN_ENGLISH))
    assert "5 TKN" in said
    assert THIEF in said
    _, short = listed_in_short([decoded], PLAIN_ENGLISH, with_names=False)
    assert len(short) == 2


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
@pytest.mark.parametrize("around", EVERY)
def test_administration_is_a_danger_behind_two_of_them(how: str, around: str) -> None:
    change = next(each for each in SAFE_ADMINISTRATION.values() if each.name == "addOwnerWithThreshold")
    hidden = told(around, told(how, call(SAFE, change.encode([THIEF, 1]))))
    decoded = DECODER.decode(hidden)
    *_, (number, innermost) = numbered([decoded])
    assert number == "1.1.1"
    assert dangers.ChangesASafe("addOwnerWithThreshold", certain=True) in innermost.dangers
    assert "1.1.1" in "\n".join(danger_lines([decoded], PLAIN_ENGLISH))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", ["queueTransaction", "executeTransaction", "propose of Bravo"])
def test_a_function_that_is_named_apart_from_its_arguments_is_read(how: str) -> None:
    arguments = TRANSFER.encode([THIEF, 5_000_000])[4:]
    if how == "propose of Bravo":
        data = function("propose(address[] a, uint256[] b, string[] c, bytes[] d, string e)").encode(
            [[TOKEN], [0], ["transfer(address,uint256)"], [arguments], "harmless"]
        )
    else:
        data = function(f"{how}{COMPOUND}").encode([TOKEN, 0, "transfer(address,uint256)", arguments, 0])
    (inner,) = DECODER.decode(call(GOVERNOR, data)).inner
    assert inner.action == STEAL


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", OF_MANY)
def test_nothing_hides_behind_more_calls_than_are_looked_at(how: str) -> None:
    hidden = told(how, *[call(TOKEN, b"")] * 250, STEAL)
    try:
        found = calls_of([hidden])
    except CallsHidden:
        return
    assert found[-1].data == raw(STEAL)


@given(st.sampled_from(sorted(OF_MANY)), st.lists(CALLS, max_size=5))
def test_all_calls_of_a_list_are_read_as_they_are(how: str, calls: list[Action]) -> None:
    decoded = DECODER.decode(told(how, *calls))
    assert [each.action for each in decoded.inner] == calls


@given(st.sampled_from(sorted(OF_MULTICALL)), st.lists(CALLS, max_size=5))
def test_all_calls_of_a_multicall_are_read_as_they_are(how: str, calls: list[Action]) -> None:
    decoded = DECODER.decode(told(how, *calls))
    assert [each.action for each in decoded.inner] == [replace(each, value=0) for each in calls]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", TO_ITSELF)
def test_what_a_token_calls_of_itself_is_told_as_its_own_calls(how: str) -> None:
    decoded = DECODER.decode(call(TOKEN, TO_ITSELF[how]([STEAL, STEAL])))
    assert [each.action for each in decoded.inner] == [STEAL, STEAL]
    said = "\n".join(deed_lines([decoded], PLAIN_ENGLISH))
    assert said.count("5 TKN") == 2


@pytest.mark.parametrize("how", TO_ITSELF)
def test_what_a_contract_calls_of_itself_is_looked_at_as_made_by_whoever_calls_it(how: str) -> None:
    decoded = DECODER.decode(call(TOKEN, TO_ITSELF[how]([STEAL])))
    found = questions(SAFE, [decoded], Trace(Method.SIMULATED))
    assert HeldOf(TOKEN, SAFE) in found
    assert HeldOf(TOKEN, TOKEN) not in found


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", TO_ITSELF)
def test_a_safe_that_is_told_to_change_itself_by_a_list_is_a_danger(how: str) -> None:
    change = next(each for each in SAFE_ADMINISTRATION.values() if each.name == "addOwnerWithThreshold")
    decoded = DECODER.decode(call(SAFE, TO_ITSELF[how]([call(SAFE, change.encode([THIEF, 1]))])))
    (inner,) = decoded.inner
    assert dangers.ChangesASafe("addOwnerWithThreshold", certain=True) in inner.dangers


@given(st.sampled_from(sorted(OF_ONE)), CALLS)
def test_the_one_call_is_read_as_it_is(how: str, inner: Action) -> None:
    assert [each.action for each in DECODER.decode(told(how, inner)).inner] == [inner]


@given(st.sampled_from(sorted(RELAYING)), st.binary(max_size=400))
def test_any_bytes_after_their_selectors_are_calls_or_said_to_be_unreadable(
    selector: bytes, tail: bytes
) -> None:
    decoded = DECODER.decode(call(GOVERNOR, selector + tail))
    if isinstance(decoded.effect, effects.RelayedCalls):
        return
    unread = {dangers.BatchUnreadable(), dangers.CalldataUnreadable()}
    assert unread & set(decoded.dangers)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", ["propose", "queue", "execute", "scheduleBatch", "executeBatch"])
def test_lists_that_do_not_fit_together_are_unreadable(how: str) -> None:
    known = next(
        each.function
        for each in RELAYING.values()
        if each.function.name == how and each.function.types[:3] == ["address[]", "uint256[]", "bytes[]"]
    )
    rest = {"string": "a text", "bytes32": ZERO_HASH, "uint256": 1}
    data = known.encode([[TOKEN, TOKEN], [0], [b""], *(rest[each] for each in known.types[3:])])
    decoded = DECODER.decode(call(GOVERNOR, data))
    assert isinstance(decoded.effect, effects.UnreadableBatch)
    assert dangers.BatchUnreadable() in decoded.dangers


@pytest.mark.attack("actions")
@pytest.mark.parametrize("times", [2, 100, 1_000])
def test_a_list_that_names_the_same_bytes_again_and_again_is_not_multiplied(times: int) -> None:
    """Calldata of some kilobytes, which an ABI decoder makes gigabytes of."""

    def word(number: int) -> bytes:
        return number.to_bytes(32, "big")

    zeros = word(times) + word(0) * times
    payload = word(20_000) + bytes(20_000)
    datas = word(times) + word(32 * times) * times + payload
    head = 4 * 32
    data = RELAYING[bytes.fromhex("7d5e81e2")].function.selector
    data += word(head) + word(head) + word(head + len(zeros)) + word(head + len(zeros) - 32)
    data += zeros + datas
    decoded = DECODER.decode(call(GOVERNOR, data))
    assert isinstance(decoded.effect, effects.UnreadableBatch)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", ["submitProposal of Baal", "processProposal of Baal"])
def test_what_a_moloch_would_make_and_is_no_list_of_calls_is_unreadable(how: str) -> None:
    data = EVERY[how]([STEAL])
    decoded = DECODER.decode(
        call(GOVERNOR, data.replace(bytes.fromhex("8d80ff0a"), bytes.fromhex("8d80ff0b")))
    )
    assert isinstance(decoded.effect, effects.UnreadableBatch)


@pytest.mark.attack("actions")
def test_what_lies_deeper_than_anybody_needs_is_unreadable() -> None:
    action = STEAL
    for _ in range(9):
        action = told("relay", action)
    *_, (_, innermost) = numbered([DECODER.decode(action)])
    assert dangers.CalldataUnreadable() in innermost.dangers
