"""A track's limits hold for all that its actions do, however they are wrapped."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import ACTIONS_LIMIT, Action, Operation, numbered
from bot.domain.actions.effects import UINT256_MAX
from bot.domain.actions.limits import Breach, NotAllowed, OverLimit, WrongRecipient, breaches
from bot.domain.actions.outlays import Outlay, outlays
from bot.domain.ids import Address
from bot.domain.policy.limits import AllowedCalls, Limits, Spending
from bot.execution.actions.abi import function
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.known import EXEC_TRANSACTION, TRANSFER
from bot.execution.actions.relayed import RELAYING
from bot.execution.safe.multi_send import multi_send
from bot.wording.governance.policies.limits import breach_words
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.calldata import BATCHES, DECODER, NFT, SAFE, TOKEN, Built
from tests.execution.actions.test_relayed_calls import EVERY, GOVERNOR, THIEF, call, raw, told

PLAIN_ENGLISH = language(markup=PLAIN)
WORKER = Address("0x90F79bf6EB2c4f870365E785982E1f101E93b906")
VAULT = Address("0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65")
BATCHER = Address("0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc")
DEPOSIT = function("deposit(uint256 amount)")
UNREAD = Decoder("ETH", SAFE, None)
"""As limits read actions: no contract is asked."""
SELECTOR = 10


def limits(**fields: Any) -> Limits:
    """Ten TKN and two coins in a month."""
    usual = {
        "period": timedelta(days=30),
        "spending": (
            Spending(asset=TOKEN, symbol="TKN", decimals=6, per_period=10_000_000),
            Spending(per_period=2 * 10**18),
        ),
    }
    return Limits(**{**usual, **fields})


def broken(by: Limits, *actions: Action, spent: Sequence[Outlay] = ()) -> tuple[Breach, ...]:
    return breaches(by, [UNREAD.decode(action) for action in actions], spent)


def pay(amount: int, to: Address = WORKER) -> Action:
    return call(TOKEN, TRANSFER.encode([to, amount]))


def coins(amount: int, to: Address = WORKER) -> Action:
    return call(to, b"", amount)


def token(fragment: str, *values: Any, contract: Address = TOKEN) -> Action:
    return call(contract, function(fragment).encode(values))


def batch(*actions: Action, value: int = 0) -> Action:
    return Action(actions[0].chain, BATCHER, value, multi_send(actions))


def by_safe(inner: Action, operation: Operation = Operation.CALL) -> Action:
    told_to = [
        inner.to,
        inner.value,
        raw(inner),
        int(operation),
        0,
        0,
        0,
        "0x" + "0" * 40,
        "0x" + "0" * 40,
        b"",
    ]
    return call(VAULT, EXEC_TRANSACTION.encode(told_to))


def names(*actions: Action) -> tuple[AllowedCalls, ...]:
    """The functions that hold these actions, as a policy that allows them names them."""
    known = {
        f"0x{each.selector.hex()}": each
        for each in (
            *(each.function for each in RELAYING.values()),
            EXEC_TRANSACTION,
            function("multiSend(bytes transactions)"),
            DEPOSIT,
        )
    }
    found = [known[action.data[:SELECTOR]] for action in actions]
    return tuple(
        AllowedCalls(contract=action.to, functions=(f"{each.name}({','.join(each.types)})",))
        for action, each in zip(actions, found, strict=True)
    )


def test_what_keeps_to_the_limits_breaks_none() -> None:
    assert broken(limits(), pay(10_000_000), coins(2 * 10**18)) == ()


def test_what_is_exactly_left_may_be_spent_and_no_unit_more() -> None:
    spent = [Outlay(TOKEN, 4_000_000, WORKER), Outlay(None, 1, WORKER)]
    assert broken(limits(), pay(6_000_000), spent=spent) == ()
    (over,) = broken(limits(), pay(6_000_001), spent=spent)
    assert isinstance(over, OverLimit)
    assert (over.wanted, over.spent, over.limit) == (6_000_001, 4_000_000, 10_000_000)
    said = breach_words(over, PLAIN_ENGLISH)
    assert "This moves 6.000001 TKN. The track may move 10 in any 30 days, and 4 are spent" in said


@pytest.mark.attack("actions")
@pytest.mark.parametrize("parts", [2, 5, 10, ACTIONS_LIMIT])
def test_a_sum_that_is_split_over_many_actions_is_one_sum(parts: int) -> None:
    (over,) = broken(limits(), *(pay(10_000_000 // parts + 1) for _ in range(parts)))
    assert isinstance(over, OverLimit)
    assert over.wanted > 10_000_000


LETTING_TAKE = {
    "approve": token("approve(address a, uint256 b)", THIEF, UINT256_MAX),
    "increaseAllowance": token("increaseAllowance(address a, uint256 b)", THIEF, 10_000_001),
    "transferFrom": token("transferFrom(address a, address b, uint256 c)", SAFE, THIEF, 10_000_001),
    "transferFrom of others": token(
        "transferFrom(address a, address b, uint256 c)", WORKER, THIEF, 10_000_001
    ),
    "permit": token(
        "permit(address a, address b, uint256 c, uint256 d, uint8 e, bytes32 f, bytes32 g)",
        SAFE,
        THIEF,
        10_000_001,
        0,
        27,
        bytes(32),
        bytes(32),
    ),
    "permit of everything": token(
        "permit(address a, address b, uint256 c, uint256 d, bool e, uint8 f, bytes32 g, bytes32 h)",
        SAFE,
        THIEF,
        0,
        0,
        True,
        27,
        bytes(32),
        bytes(32),
    ),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("way", LETTING_TAKE)
def test_whatever_lets_tokens_go_counts_as_if_they_went(way: str) -> None:
    (over,) = broken(limits(), LETTING_TAKE[way])
    assert isinstance(over, OverLimit)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "action",
    [
        call(THIEF, DEPOSIT.encode([1])),
        call(TOKEN, b"\xde\xad\xbe\xef"),
        token("mint(address a, uint256 b)", THIEF, 1),
        token("setApprovalForAll(address a, bool b)", THIEF, True),
        token("transfer(address a, uint256 b)", THIEF, 1, contract=NFT),
        token("safeTransferFrom(address a, address b, uint256 c)", SAFE, THIEF, 1, contract=NFT),
        token("approve(address a, uint256 b)", THIEF, 0, contract=NFT),
        token("addOwnerWithThreshold(address a, uint256 b)", THIEF, 1, contract=SAFE),
        token("approveHash(bytes32 a)", bytes(32), contract=VAULT),
        by_safe(pay(1)),
        batch(pay(1)),
    ],
)
def test_what_isnt_named_is_not_allowed(action: Action) -> None:
    found = broken(limits(), action)
    assert isinstance(found[0], NotAllowed)
    assert found[0].to == action.to
    assert breach_words(found[0], PLAIN_ENGLISH)


def test_a_function_of_a_contract_is_allowed_by_its_name() -> None:
    deposit = call(VAULT, DEPOSIT.encode([1]))
    by = limits(calls=names(deposit))
    assert broken(by, deposit) == ()
    assert isinstance(broken(by, call(THIEF, DEPOSIT.encode([1])))[0], NotAllowed)
    assert isinstance(broken(by, call(VAULT, b"\xde\xad\xbe\xef"))[0], NotAllowed)


@pytest.mark.attack("actions")
def test_coins_that_go_along_with_an_allowed_call_are_counted() -> None:
    deposit = call(VAULT, DEPOSIT.encode([1]), value=2 * 10**18 + 1)
    (over,) = broken(limits(calls=names(deposit)), deposit)
    assert isinstance(over, OverLimit)
    without = limits(calls=names(deposit), spending=())
    (refused,) = broken(without, deposit)
    assert isinstance(refused, NotAllowed)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
def test_what_an_allowed_function_holds_has_to_be_allowed_itself(how: str) -> None:
    outer = told(how, call(THIEF, DEPOSIT.encode([1])))
    (refused,) = broken(limits(calls=names(outer)), outer)
    assert refused == NotAllowed("1.1", THIEF, f"0x{DEPOSIT.selector.hex()}", unreadable=False)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
def test_what_an_allowed_function_holds_is_counted(how: str) -> None:
    within, beyond = told(how, pay(10_000_000)), told(how, pay(10_000_001))
    by = limits(calls=names(within))
    assert broken(by, within) == ()
    assert isinstance(broken(by, beyond)[0], OverLimit)
    assert isinstance(broken(by, within, pay(1))[0], OverLimit)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
@pytest.mark.parametrize("around", ["by_safe", "batch"])
def test_wrapping_once_more_hides_nothing(how: str, around: str) -> None:
    inner = told(how, pay(10_000_001, THIEF))
    outer = by_safe(inner) if around == "by_safe" else batch(inner)
    (over,) = broken(limits(calls=names(inner, outer)), outer)
    assert isinstance(over, OverLimit)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
@pytest.mark.parametrize("deep", [8, 12])
def test_what_lies_too_deep_to_be_read_is_not_allowed(how: str, deep: int) -> None:
    inner = pay(1)
    for _ in range(deep):
        inner = told("relay", inner)
    outer = told(how, inner)
    found = broken(limits(calls=names(outer, told("relay", pay(1)))), outer)
    assert any(isinstance(each, NotAllowed) and each.unreadable for each in found)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", EVERY)
def test_calls_that_cant_be_taken_out_are_not_allowed(how: str) -> None:
    whole = told(how, pay(1))
    cut = call(GOVERNOR, raw(whole)[:-33])
    (refused,) = broken(limits(calls=names(whole)), cut)
    assert isinstance(refused, NotAllowed)
    assert refused.unreadable
    assert "Nobody can read" in breach_words(refused, PLAIN_ENGLISH)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("arguments", "signature"),
    [
        (bytes.fromhex(f"01{THIEF[2:]:>062}") + (10**9).to_bytes(32, "big"), ""),
        (TRANSFER.encode([THIEF, 10**9])[4:] + bytes(64 * 1024), ""),
        # Of the same selector: such a name is found for any arguments.
        (bytes([1]) + bytes(31), "many_msg_babbage(bytes1)"),
    ],
    ids=["dirty", "long", "named"],
)
def test_what_a_token_may_read_and_nobody_here_can_is_allowed_by_no_name(
    arguments: bytes, signature: str
) -> None:
    """Tokens of old compilers mask what isn't part of an address, and no token looks at what follows."""
    action = replace(call(TOKEN, TRANSFER.selector + arguments), signature=signature)
    by = limits(calls=(AllowedCalls(contract=TOKEN, functions=("transfer(address,uint256)",)),))
    assert broken(by, action) == (NotAllowed("1", TOKEN, "0xa9059cbb", unreadable=True),)


@pytest.mark.attack("actions")
def test_foreign_code_is_never_allowed() -> None:
    outer = by_safe(pay(1), Operation.DELEGATE_CALL)
    (refused,) = broken(limits(calls=names(outer)), outer)
    assert isinstance(refused, NotAllowed)
    assert refused.unreadable


@pytest.mark.attack("actions")
def test_only_who_is_named_may_get_it() -> None:
    by = limits(
        spending=(Spending(asset=TOKEN, symbol="TKN", decimals=6, per_period=10**7, recipients=(WORKER,)),)
    )
    assert broken(by, pay(1)) == ()
    for action in (pay(1, THIEF), LETTING_TAKE["increaseAllowance"]):
        assert isinstance(broken(by, action)[0], WrongRecipient)
    (wrong,) = broken(by, pay(1), pay(1, THIEF))
    assert THIEF in breach_words(wrong, PLAIN_ENGLISH)


@pytest.mark.attack("actions")
def test_one_recipient_gets_no_more_than_its_share_however_it_is_split() -> None:
    by = limits(
        spending=(Spending(asset=TOKEN, symbol="TKN", decimals=6, per_period=10**7, per_recipient=3 * 10**6),)
    )
    spent = [Outlay(TOKEN, 1_000_000, WORKER), Outlay(TOKEN, 3_000_000, VAULT)]
    assert broken(by, pay(2_000_000), spent=spent) == ()
    (over,) = broken(by, pay(1_000_001), pay(1_000_000), spent=spent)
    assert over == OverLimit(by.spending[0], by.period, 2_000_001, 1_000_000, WORKER)
    assert "one account may get 3" in breach_words(over, PLAIN_ENGLISH)


def test_taking_an_allowance_back_is_allowed_when_all_is_spent() -> None:
    spent = [Outlay(TOKEN, 10_000_000, WORKER)]
    back = token("approve(address a, uint256 b)", THIEF, 0)
    less = token("decreaseAllowance(address a, uint256 b)", THIEF, 5)
    assert broken(limits(), back, less, spent=spent) == ()


@given(BATCHES)
def test_nothing_that_moves_is_left_out_of_what_counts(built: Built) -> None:
    """Whatever is within whatever: each transfer, each allowance and all coins are outlays."""
    decoded = UNREAD.decode(built.action)
    assert DECODER.decode(built.action).action == decoded.action
    counted = [outlay for _, outlay in outlays([decoded])]
    coins_of_all = sum(each.action.value for _, each in numbered([decoded]))
    assert sum(each.amount for each in counted if each.asset is None) == coins_of_all


AMOUNT = st.integers(0, 12)
STEPS = st.lists(
    st.tuples(st.sampled_from(["ask", "execute", "fail"]), AMOUNT, st.integers(0, 40), st.integers(0, 9)),
    max_size=40,
)


@given(STEPS)
def test_no_window_of_a_period_ever_holds_more_than_the_limit(steps: list[tuple[str, int, int, int]]) -> None:
    """Requests that are made while the limits leave room, and carried out whenever somebody likes."""
    by = limits(period=timedelta(hours=30), spending=(Spending(asset=TOKEN, per_period=10, per_recipient=7),))
    now, pending, done = 0, list[Outlay](), list[tuple[int, Outlay]]()
    for step, amount, later, which in steps:
        now += later
        if step == "ask":
            to = (WORKER, THIEF)[which % 2]
            counting = [*pending, *(outlay for at, outlay in done if at > now - 30)]
            if not broken(by, pay(amount, to), spent=counting):
                pending.append(Outlay(TOKEN, amount, to))
        elif pending:
            outlay = pending.pop(which % len(pending))
            if step == "execute":
                done.append((now, outlay))
    for start, _ in done:
        window = [outlay for at, outlay in done if start <= at < start + 30]
        assert sum(outlay.amount for outlay in window) <= 10
        for to in (WORKER, THIEF):
            assert sum(outlay.amount for outlay in window if outlay.to == to) <= 7
