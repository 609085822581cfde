"""Actions in words come from their calldata, and say what a signer should look at twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain.actions import Action, DecodedAction, Operation
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.actions.amounts import UINT256_MAX
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.decoding import Decoder, Metadata
from bot.execution.safe.multi_send import NotMultiSend, multi_send, unpacked
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
TOKEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
ZERO = Address("0x0000000000000000000000000000000000000000")
TRANSFER = function("transfer(address to, uint256 amount)")
APPROVE = function("approve(address spender, uint256 amount)")


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


def call(to: str, data: bytes = b"", value: int = 0, signature: str = "", **more: object) -> Action:
    return Action(CHAIN, Address(to), value, hexed(data), signature=signature, **more)  # type: ignore[arg-type]


def decoded(action: Action, *, account: Address | None = None) -> DecodedAction:
    metadata = {TOKEN: Metadata(True, "TKN", 6), TO: Metadata(True)}
    return Decoder("ETH", account, metadata).decode(action)


def test_a_native_transfer_is_told_in_coins() -> None:
    told = decoded(call(TO, value=15 * 10**17))
    assert (told.sentence, told.warnings) == (f"send 1.5 ETH to {TO}", ())


def test_a_token_transfer_is_told_in_the_tokens_own_decimals() -> None:
    told = decoded(call(TOKEN, TRANSFER.encode([TO, 25_500_000])))
    assert told.sentence == f"send 25.5 TKN (token {TOKEN}) to {TO}"
    assert told.function == "transfer(address to, uint256 amount)"
    assert [(each.name, each.value) for each in told.arguments] == [("to", TO), ("amount", "25500000")]
    assert told.warnings == ()


def test_what_a_proposer_calls_a_transfer_does_not_matter() -> None:
    told = decoded(call(TOKEN, TRANSFER.encode([TO, 1]), signature="donate(address charity, uint256 wei)"))
    assert told.function == "transfer(address to, uint256 amount)"


def test_an_approval_is_a_warning() -> None:
    told = decoded(call(TOKEN, APPROVE.encode([TO, UINT256_MAX])))
    assert told.sentence == f"let {TO} spend any amount of TKN (token {TOKEN})"
    assert any("any time" in warning for warning in told.warnings)


def test_a_token_that_tells_no_decimals_is_counted_in_base_units() -> None:
    told = decoded(call(TO, TRANSFER.encode([TOKEN, 7])))
    assert told.sentence == f"send 7 base units of {TO} to {TOKEN}"
    assert any("no decimals" in warning for warning in told.warnings)


@pytest.mark.parametrize("lost", [ZERO, TOKEN])
def test_sending_where_tokens_are_lost_is_a_warning(lost: Address) -> None:
    assert decoded(call(TOKEN, TRANSFER.encode([lost, 7]))).warnings


def test_a_call_is_told_by_the_abi_it_was_given_with_only_where_that_fits_exactly() -> None:
    pay = function("pay(address to, uint256[] amounts, string memo)")
    data = pay.encode([TO, [1, 2], "thanks"])
    told = decoded(call(TO, data, signature=str(pay), value=10**18))
    assert told.sentence == f'call pay on {TO}: to = {TO}, amounts = [1, 2], memo = "thanks", with 1 ETH'
    assert any("names are the proposer's" in warning for warning in told.warnings)
    for wrong in (data + b"\0", data[:-1], data[:4] + b"\xff" * 12 + data[16:]):
        assert decoded(call(TO, wrong, signature=str(pay))).function == ""
    assert decoded(call(TO, data, signature="pay(address to)")).function == ""


def test_unknown_calldata_is_told_by_its_length() -> None:
    told = decoded(call(TO, b"\xde\xad\xbe\xef\x00"))
    assert told.sentence == f"call {TO} with 5 bytes of calldata"
    assert told.warnings


def test_text_in_an_argument_can_not_hide_or_turn_anything() -> None:
    say = function("say(string text)")
    told = decoded(call(TO, say.encode(['\u202eevil\u200b"\n']), signature=str(say)))
    assert told.arguments[0].value == '"\\u{202e}evil\\u{200b}\\"\\n"'


def test_a_call_to_an_account_without_code_is_a_warning() -> None:
    nobody = Address("0x000000000000000000000000000000000000dEaD")
    assert any("no contract" in warning for warning in decoded(call(nobody, b"\x01\x02\x03\x04")).warnings)


def test_changing_who_rules_a_safe_is_a_warning() -> None:
    swap = function("swapOwner(address,address,address)").encode([TO, TO, TO])
    told = decoded(call(TO, swap), account=TO)
    assert "It replaces an owner of the Safe." in told.warnings
    assert "It calls the Safe itself." in told.warnings


def test_changing_who_rules_a_safe_can_not_be_hidden_by_bytes_that_are_too_many() -> None:
    swap = function("swapOwner(address,address,address)").encode([TO, TO, TO])
    told = decoded(call(TO, swap + b"\0"), account=TO)
    assert any("It replaces an owner of the Safe." in warning for warning in told.warnings)


def test_a_delegatecall_is_the_first_warning() -> None:
    told = decoded(call(TO, b"\x01\x02\x03\x04", operation=Operation.DELEGATE_CALL))
    assert "DELEGATECALL" in told.warnings[0]


def test_a_batch_is_told_call_by_call_with_all_warnings() -> None:
    inner = [call(TO, value=10**18), call(TOKEN, APPROVE.encode([TO, 5]))]
    batch = call(TO, bytes.fromhex(multi_send(inner)[2:]), operation=Operation.DELEGATE_CALL)
    told = decoded(batch)
    assert told.sentence == (
        f"make 2 calls: 1) send 1 ETH to {TO}; 2) let {TO} spend 0.000005 TKN (token {TOKEN})"
    )
    assert any(warning.startswith("2) ") for warning in told.warnings)
    plain = decoded(call(TO, bytes.fromhex(multi_send(inner)[2:])))
    assert any("not from the Safe" in warning for warning in plain.warnings)


def test_a_batch_that_is_cut_off_is_told_as_such() -> None:
    broken = function("multiSend(bytes)").encode([b"\0" * 50])
    assert decoded(call(TO, broken)).sentence == f"call {TO} with a batch that can't be read"


ACTIONS = st.lists(
    st.builds(
        lambda to, value, data: call(to, data, value),
        st.sampled_from([TO, TOKEN, ZERO]),
        st.integers(0, UINT256_MAX),
        st.binary(max_size=100),
    ),
    max_size=5,
)


@given(ACTIONS)
def test_a_batch_holds_exactly_its_calls(actions: list[Action]) -> None:
    (packed,) = function("multiSend(bytes)").decode(bytes.fromhex(multi_send(actions)[2:])) or (None,)
    assert unpacked(packed, CHAIN) == actions


@given(st.binary(max_size=300))
def test_any_bytes_are_a_batch_or_none(packed: bytes) -> None:
    try:
        actions = unpacked(packed, CHAIN)
    except NotMultiSend:
        return
    again = function("multiSend(bytes)").decode(bytes.fromhex(multi_send(actions)[2:]))
    assert again == (packed,)


@given(st.binary(max_size=300), st.sampled_from(["", "f(uint256[][] a)", "g((bytes,string)[] x, address y)"]))
def test_any_calldata_can_be_told(data: bytes, signature: str) -> None:
    for selector in (b"", TRANSFER.selector, function("multiSend(bytes)").selector):
        told = decoded(call(TOKEN, selector + data, signature=signature))
        assert told.sentence
        assert "\n" not in told.sentence


async def test_what_was_parsed_reads_back_as_it_was_meant(treasury: Treasury, chain: EvmChain) -> None:
    codec, at = EvmActionCodec({CHAIN: chain}), await chain.finalized()
    lines = "\n".join(
        [
            f"transfer 25.5 {treasury.dollar.address} to {TO}",
            f"call {treasury.registry.address} set(bytes32 key, uint256 value) 0x{'12' * 32} 5",
            f"raw {TO} 0x01020304",
        ]
    )
    told = await codec.decode(await codec.parse(lines, CHAIN, at), at)
    assert [each.sentence for each in told] == [
        f"send 25.5 USDX (token {treasury.dollar.address}) to {TO}",
        f"call set on {treasury.registry.address}: key = 0x{'12' * 32}, value = 5",
        f"call {TO} with 4 bytes of calldata",
    ]
    assert any("no contract" in warning for warning in told[2].warnings)


async def test_words_are_not_made_up_when_the_chain_is_silent(treasury: Treasury, chain: EvmChain) -> None:
    at = await chain.finalized()
    treasury.local.faults.fail_next("eth_call", kind="500", times=1000)
    with pytest.raises(ChainUnavailable):
        await EvmActionCodec({CHAIN: chain}).decode(
            [call(treasury.folk.address, TRANSFER.encode([TO, 1]))], at
        )
