"""What actions do is read from their calldata, and says what a signer should look at twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain.actions import dangers, effects
from bot.domain.actions.actions import Action, DecodedAction, Operation, numbered
from bot.domain.actions.effects import UINT256_MAX, Token
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.metadata import Metadata
from bot.execution.safe.multi_send import NotMultiSend, multi_send, unpacked
from bot.wording.actions.dangers import danger_words
from bot.wording.actions.effects import deed
from tests.calldata import BATCHES, DECODER, Built
from tests.execution.treasury import Treasury
from tests.said import PLAIN_ENGLISH

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
TOKEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
NFT = Address("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")
NOBODY = Address("0x000000000000000000000000000000000000dEaD")
ZERO = Address("0x0000000000000000000000000000000000000000")
TRANSFER = function("transfer(address to, uint256 amount)")
APPROVE = function("approve(address spender, uint256 amount)")
METADATA = {TOKEN: Metadata(True, "TKN", 6), TO: Metadata(True), NFT: Metadata(True, "APE")}


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


def call(to: str, data: bytes = b"", value: int = 0, signature: str = "", **more: object) -> Action:
    return Action(CHAIN, Address(to), value, hexed(data), signature=signature, **more)


def decoded(action: Action, *, account: Address | None = None) -> DecodedAction:
    return Decoder("ETH", account, METADATA).decode(action)


def words(told: DecodedAction) -> str:
    return deed(told, PLAIN_ENGLISH)


def warned(told: DecodedAction) -> list[str]:
    return [danger_words(danger, PLAIN_ENGLISH) for danger in told.dangers]


def test_a_native_transfer_is_told_in_coins() -> None:
    told = decoded(call(TO, value=15 * 10**17))
    assert (words(told), told.dangers) == (f"send 1.5 ETH to {TO}", ())


def test_coins_for_an_account_without_code_are_coins_and_no_danger() -> None:
    told = decoded(call(NOBODY, value=10**18))
    assert (words(told), told.dangers) == (f"send 1 ETH to {NOBODY}", ())


@pytest.mark.attack("actions")
def test_coins_sent_with_calldata_to_an_account_without_code_arrive_and_are_said_first() -> None:
    told = decoded(call(NOBODY, b"\x01\x02\x03\x04", value=1000 * 10**18))
    assert words(told).startswith(f"send 1\u202f000 ETH to {NOBODY}, and with them: ")
    assert f"There is no contract at {NOBODY}: it gets the coins, and the call does nothing else." in warned(
        told
    )


@pytest.mark.attack("actions")
@pytest.mark.parametrize("length", [0, 300, 10_000, 30_000])
def test_no_text_however_long_hides_the_coins_that_are_sent_with_it(length: int) -> None:
    note = function("note(string first, string second)")
    told = decoded(call(TO, note.encode(["a" * length, "b" * length]), 1000 * 10**18, signature=str(note)))
    assert words(told).startswith(f"send 1\u202f000 ETH to {TO}, and with them: call note on {TO}")
    assert len(words(told)) < 600


def test_a_token_transfer_is_told_in_the_tokens_own_decimals() -> None:
    told = decoded(call(TOKEN, TRANSFER.encode([TO, 25_500_000])))
    assert words(told) == f"send 25.5 TKN (token {TOKEN}) to {TO}"
    assert told.function == "transfer(address to, uint256 amount)"
    assert [(each.name, each.value) for each in told.arguments] == [("to", TO), ("amount", "25500000")]
    assert told.dangers == ()


@pytest.mark.attack("actions")
def test_what_a_proposer_calls_a_transfer_does_not_matter() -> None:
    told = decoded(call(TOKEN, TRANSFER.encode([TO, 1]), signature="donate(address charity, uint256 wei)"))
    assert told.function == "transfer(address to, uint256 amount)"


def test_a_transfer_from_somebody_names_whose_it_is_and_who_gets_it() -> None:
    move = function("transferFrom(address from, address to, uint256 amount)")
    told = decoded(call(TOKEN, move.encode([NFT, NOBODY, 10**6])))
    assert words(told) == f"move 1 TKN (token {TOKEN}) to {NOBODY}, from {NFT}"


def test_nfts_and_tokens_of_many_kinds_name_their_recipient() -> None:
    one = function("safeTransferFrom(address from, address to, uint256 tokenId)")
    assert words(decoded(call(NFT, one.encode([TO, NOBODY, 7])))) == (
        f"move NFT number 7 of APE (token {NFT}) to {NOBODY}, from {TO}"
    )
    many = function("safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)")
    assert words(decoded(call(NFT, many.encode([TO, NOBODY, 7, 50, b""])))) == (
        f"move 50 of number 7 of APE (token {NFT}) to {NOBODY}, from {TO}"
    )


def test_a_batch_of_tokens_is_told_transfer_by_transfer() -> None:
    batch = function("safeBatchTransferFrom(address a, address b, uint256[] ids, uint256[] n, bytes data)")
    told = decoded(call(NFT, batch.encode([TO, NOBODY, [7, 8], [50, 60], b"x"])))
    assert words(told) == f"make 2 transfers of APE (token {NFT}) to {NOBODY}, from {TO}:"
    assert [words(part) for part in told.inner] == [
        f"move 50 of number 7 of APE (token {NFT}) to {NOBODY}, from {TO}",
        f"move 60 of number 8 of APE (token {NFT}) to {NOBODY}, from {TO}",
    ]
    uneven = decoded(call(NFT, batch.encode([TO, NOBODY, [7, 8], [50], b""])))
    assert dangers.BatchUnreadable() in uneven.dangers


def test_an_approval_is_a_danger() -> None:
    told = decoded(call(TOKEN, APPROVE.encode([TO, UINT256_MAX])))
    assert words(told) == f"let {TO} spend any amount of TKN (token {TOKEN})"
    assert warned(told) == [f"{TO} may take any amount of it at any time later."]


ALLOWING = {
    "approve": ("approve(address spender, uint256 amount)", [TO, 5]),
    "increaseAllowance": ("increaseAllowance(address spender, uint256 added)", [TO, 5]),
    "permit": (
        "permit(address a, address b, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
        [NOBODY, TO, 5, 9, 27, b"\1" * 32, b"\2" * 32],
    ),
    "permit of DAI": (
        "permit(address a, address b, uint256 nonce, uint256 expiry, bool on, uint8 v, bytes32 r, bytes32 s)",
        [NOBODY, TO, 5, 9, True, 27, b"\1" * 32, b"\2" * 32],
    ),
    "setApprovalForAll": ("setApprovalForAll(address operator, bool approved)", [TO, True]),
}
TAKING_BACK = {
    "approve": ("approve(address spender, uint256 amount)", [TO, 0]),
    "increaseAllowance": ("increaseAllowance(address spender, uint256 added)", [TO, 0]),
    "decreaseAllowance": ("decreaseAllowance(address spender, uint256 subtracted)", [TO, 5]),
    "permit": (
        "permit(address a, address b, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
        [NOBODY, TO, 0, 9, 27, b"\1" * 32, b"\2" * 32],
    ),
    "permit of DAI": (
        "permit(address a, address b, uint256 nonce, uint256 expiry, bool on, uint8 v, bytes32 r, bytes32 s)",
        [NOBODY, TO, 5, 9, False, 27, b"\1" * 32, b"\2" * 32],
    ),
    "setApprovalForAll": ("setApprovalForAll(address operator, bool approved)", [TO, False]),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("tail", [b"", b"\0", b"\1" * 64], ids=["alone", "a byte more", "words more"])
@pytest.mark.parametrize("way", ALLOWING)
def test_whatever_lets_somebody_take_tokens_later_is_a_danger(way: str, tail: bytes) -> None:
    signature, arguments = ALLOWING[way]
    told = decoded(call(TOKEN, function(signature).encode(arguments) + tail))
    assert any(isinstance(danger, dangers.SpenderTakes | dangers.OperatorTakesAll) for danger in told.dangers)
    assert words(told).startswith(f"let {TO} ")


@pytest.mark.parametrize("way", TAKING_BACK)
def test_taking_an_allowance_back_is_not_said_as_giving_one(way: str) -> None:
    signature, arguments = TAKING_BACK[way]
    told = decoded(call(TOKEN, function(signature).encode(arguments)))
    assert told.dangers == ()
    assert "may take" not in words(told)


def test_an_allowance_of_nothing_takes_back_what_there_was() -> None:
    told = decoded(call(TOKEN, APPROVE.encode([TO, 0])))
    assert words(told) == f"take back what {TO} may spend of TKN (token {TOKEN})"


@pytest.mark.attack("actions")
def test_an_approval_of_number_0_of_an_nft_is_a_danger() -> None:
    told = decoded(call(NFT, APPROVE.encode([TO, 0])))
    assert dangers.SpenderTakes(TO) in told.dangers
    assert words(told) == f"let {TO} spend 0 (base units, or the number of an NFT) of {NFT}"


def test_a_token_that_tells_no_decimals_is_counted_in_base_units() -> None:
    told = decoded(call(TO, TRANSFER.encode([TOKEN, 7])))
    assert words(told) == f"send 7 base units of {TO} to {TOKEN}"
    assert any("no decimals" in warning for warning in warned(told))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("symbol", ["ETH", "eth", "Eth"])
def test_a_token_that_calls_itself_the_chains_coin_is_called_by_its_address(symbol: str) -> None:
    decoder = Decoder("ETH", None, {TOKEN: Metadata(True, symbol, 18)})
    told = decoder.decode(call(TOKEN, TRANSFER.encode([TO, 10**18])))
    assert words(told) == f"send 1 of the token {TOKEN} to {TO}"


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lost", [ZERO, TOKEN])
def test_sending_where_tokens_are_lost_is_a_danger(lost: Address) -> None:
    assert decoded(call(TOKEN, TRANSFER.encode([lost, 7]))).dangers


@pytest.mark.attack("actions")
@pytest.mark.parametrize("tail", [b"\0", b"\xff" * 31, b"\1" * 320])
def test_bytes_after_its_arguments_hide_no_transfer(tail: bytes) -> None:
    told = decoded(call(TOKEN, TRANSFER.encode([TO, 10**6]) + tail))
    assert words(told) == f"send 1 TKN (token {TOKEN}) to {TO}"
    assert told.dangers == (dangers.MoreThanItsArguments(),)


def test_a_call_is_told_by_the_abi_it_was_given_with_only_where_that_fits_exactly() -> None:
    pay = function("pay(address to, uint256[] amounts, string memo)")
    data = pay.encode([TO, [1, 2], "thanks"])
    told = decoded(call(TO, data, signature=str(pay), value=10**18))
    assert words(told) == (
        f'send 1 ETH to {TO}, and with them: call pay on {TO}: to = {TO}, amounts = [1, 2], memo = "thanks"'
    )
    assert any("names are the proposer's" in warning for warning in warned(told))
    for wrong in (data + b"\0", data[:-1], data[:4] + b"\xff" * 12 + data[16:]):
        assert decoded(call(TO, wrong, signature=str(pay))).function == ""
    assert decoded(call(TO, data, signature="pay(address to)")).function == ""


def test_unknown_calldata_is_told_by_its_length() -> None:
    told = decoded(call(TO, b"\xde\xad\xbe\xef\x00"))
    assert words(told) == f"call {TO} with 5 bytes of calldata (0xdeadbeef)"
    assert told.dangers == (dangers.CalldataUnreadable(),)


@pytest.mark.attack("actions")
def test_text_in_an_argument_can_not_hide_or_turn_anything() -> None:
    say = function("say(string text)")
    told = decoded(call(TO, say.encode(['\u202eevil\u200b"\n']), signature=str(say)))
    assert told.arguments[0].value == '"\\u{202e}evil\\u{200b}\\"\\n"'


@pytest.mark.attack("actions")
def test_a_call_to_an_account_without_code_is_a_danger() -> None:
    assert any("no contract" in warning for warning in warned(decoded(call(NOBODY, b"\x01\x02\x03\x04"))))


SWAP = function("swapOwner(address,address,address)").encode([TO, TO, TO])


@pytest.mark.attack("actions")
def test_changing_who_rules_a_safe_is_a_danger() -> None:
    told = decoded(call(TO, SWAP), account=TO)
    assert warned(told) == [
        "It replaces an owner of the Safe.",
        "It calls the account itself that carries the proposal out.",
    ]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("data", [SWAP + b"\0", SWAP[:-1], SWAP[:4]], ids=["longer", "shorter", "bare"])
def test_changing_who_rules_a_safe_can_not_be_hidden_by_odd_bytes(data: bytes) -> None:
    told = decoded(call(TO, data), account=TO)
    assert any("It replaces an owner of the Safe." in warning for warning in warned(told))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("data", [b"\x01\x02\x03\x04", bytes.fromhex(multi_send([])[2:])])
def test_a_delegatecall_is_the_first_danger(data: bytes) -> None:
    told = decoded(call(TO, data, operation=Operation.DELEGATE_CALL))
    assert told.dangers[0] == dangers.ForeignCode()


def test_a_batch_is_told_call_by_call_with_all_dangers() -> None:
    inner = [call(TO, value=10**18), call(TOKEN, APPROVE.encode([TO, 5]))]
    told = decoded(call(TO, bytes.fromhex(multi_send(inner)[2:])))
    assert words(told) == f"make 2 calls in a batch, through {TO}:"
    assert [(number, words(part)) for number, part in numbered([told])][1:] == [
        ("1.1", f"send 1 ETH to {TO}"),
        ("1.2", f"let {TO} spend 0.000005 TKN (token {TOKEN})"),
    ]
    assert told.dangers == (dangers.FromTheBatchContract(),)
    assert told.inner[1].dangers == (dangers.SpenderTakes(TO),)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("depth", range(1, 8))
def test_a_transfer_is_found_however_deep_in_batches_it_lies(depth: int) -> None:
    action = call(TOKEN, TRANSFER.encode([NOBODY, 10**6]))
    for _ in range(depth):
        action = call(TO, bytes.fromhex(multi_send([action])[2:]))
    told = [words(part) for _, part in numbered([decoded(action)])]
    assert told[-1] == f"send 1 TKN (token {TOKEN}) to {NOBODY}"


@pytest.mark.attack("actions")
def test_batches_that_are_deeper_than_anybody_needs_are_unreadable() -> None:
    action = call(TOKEN, TRANSFER.encode([NOBODY, 10**6]))
    for _ in range(30):
        action = call(TO, bytes.fromhex(multi_send([action])[2:]))
    *_, (_, last) = numbered([decoded(action)])
    assert dangers.CalldataUnreadable() in last.dangers


@pytest.mark.attack("actions")
def test_a_batch_that_is_cut_off_is_told_as_such() -> None:
    broken = function("multiSend(bytes)").encode([b"\0" * 50])
    told = decoded(call(TO, broken))
    assert words(told) == f"call {TO} with a batch that can't be read"
    assert dangers.BatchUnreadable() in told.dangers


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
        told = words(decoded(call(TOKEN, selector + data, signature=signature)))
        assert told
        assert "\n" not in told


@given(BATCHES)
def test_all_calls_that_were_put_into_batches_are_counted(built: Built) -> None:
    assert sum(1 for _ in numbered([DECODER.decode(built.action)])) == built.calls


@given(BATCHES)
def test_without_the_chain_the_same_is_read_in_base_units(built: Built) -> None:
    told = list(numbered([Decoder("ETH", None, None).decode(built.action)]))
    known = list(numbered([DECODER.decode(built.action)]))
    assert [(number, type(part.effect)) for number, part in told] == [
        (number, type(part.effect)) for number, part in known
    ]
    assert not any(isinstance(danger, dangers.NoContractThere) for _, part in told for danger in part.dangers)


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
    assert [words(each) for each in told] == [
        f"send 25.5 USDX (token {treasury.dollar.address}) to {TO}",
        f"call set on {treasury.registry.address}: key = 0x{'12' * 32}, value = 5",
        f"call {TO} with 4 bytes of calldata (0x01020304)",
    ]
    assert any("no contract" in warning for warning in warned(told[2]))


@pytest.mark.parametrize("form", ["call", "raw"])
async def test_an_allowance_is_taken_back_however_that_is_written(
    treasury: Treasury, chain: EvmChain, form: str
) -> None:
    token = treasury.folk.address
    line = {
        "call": f"call {token} approve(address spender, uint256 amount) {TO} 0",
        "raw": f"raw {token} 0x095ea7b3{TO[2:].lower():0>64}{0:064x}",
    }[form]
    codec, at = EvmActionCodec({CHAIN: chain}), await chain.finalized()
    (told,) = await codec.decode(await codec.parse(line, CHAIN, at), at, account=treasury.address)
    assert words(told) == f"take back what {TO} may spend of FOLK (token {token})"
    assert told.dangers == ()


@pytest.mark.attack("rpc")
async def test_while_the_chain_is_silent_value_and_recipient_are_read_all_the_same(
    treasury: Treasury, chain: EvmChain
) -> None:
    at = await chain.finalized()
    action = call(treasury.folk.address, TRANSFER.encode([TO, 7]), 10**18)
    treasury.local.faults.fail_next("eth_call", kind="500", times=1000)
    codec = EvmActionCodec({CHAIN: chain})
    with pytest.raises(ChainUnavailable):
        await codec.decode([action], at)
    (told,) = codec.decode_unread([action])
    assert words(told) == (
        f"send 1 ETH to {treasury.folk.address}, and with them: "
        f"send 7 base units of {treasury.folk.address} to {TO}"
    )
    assert told.effect == effects.TokenTransfer(Token(treasury.folk.address), 7, TO)
    assert told.dangers == (dangers.ChainSilent(),)
