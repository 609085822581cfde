"""Each client and provider refuses in its own words; what follows from them is the same for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.nodes.refusals import Meaning, Refusal
from bot.domain.blocks import Undetermined, Value
from bot.domain.errors import WrongSignature
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address
from bot.domain.power import Erc721
from tests.chain.nodes.paper_nodes import (
    CHAIN,
    TOKEN,
    Json,
    PaperNode,
    evm_chain,
    person,
    powers,
    ref,
    refusing,
    true_powers,
    unknown,
)
from tests.chain.nodes.wordings import WORDINGS, Wording, of

CONTRACT = of(Meaning.REVERTED, Meaning.OUT_OF_GAS)


def name(wording: Wording) -> str:
    return wording.who


@pytest.mark.parametrize("wording", WORDINGS, ids=name)
def test_a_refusal_means_the_same_in_every_clients_words(wording: Wording) -> None:
    assert Refusal(wording.code, wording.message, wording.data).meaning is wording.meaning


@given(st.text(max_size=400), st.sampled_from([3, -32000, -32015, -32603]))
def test_whatever_a_contract_writes_is_never_the_nodes_word(text: str, code: int) -> None:
    assert Refusal(code, f"execution reverted: {text}").meaning is Meaning.REVERTED


@given(st.sampled_from(WORDINGS), st.text(max_size=60), st.sampled_from([-32000, -32603]))
def test_a_contract_may_write_what_any_node_says(wording: Wording, text: str, code: int) -> None:
    assert Refusal(code, f"execution reverted: {wording.message} {text}").meaning is Meaning.REVERTED


@given(st.integers(), st.text(max_size=600), st.none() | st.text() | st.dictionaries(st.text(), st.text()))
def test_any_error_means_something(code: int, message: str, data: object) -> None:
    refusal = Refusal(code, message, data)
    assert refusal.meaning in Meaning
    assert len(refusal.why) <= 400


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.BUSY, Meaning.BEHIND), ids=name)
async def test_what_may_pass_is_asked_again(wording: Wording) -> None:
    node = PaperNode(refuse=refusing(wording.error, "eth_call", times=2))
    async with node.serve(), evm_chain(node) as chain:
        assert await powers(chain, 3) == true_powers(3)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.BUSY, Meaning.BEHIND), ids=name)
async def test_a_block_that_a_balancer_has_not_yet_is_asked_for_again(wording: Wording) -> None:
    node = PaperNode(refuse=refusing(wording.error, "eth_getBlockByNumber", times=2))
    async with node.serve(), evm_chain(node) as chain:
        assert await chain.block(990) == ref(990)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.PRUNED), ids=name)
async def test_a_state_that_is_gone_fails_for_good_and_makes_no_zero(wording: Wording) -> None:
    node = PaperNode(refuse=refusing(wording.error, "eth_call"))
    async with node.serve(), evm_chain(node) as chain:
        for reading in await powers(chain, 3):
            assert isinstance(reading, Undetermined)
            assert reading.failure is ReadFailure.PRUNED


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.TOO_MUCH), ids=name)
async def test_an_aggregate_that_is_too_much_is_halved(wording: Wording) -> None:
    def refuse(request: Json) -> Json | None:
        large = request["method"] == "eth_call" and len(request["params"][0]["data"]) > 35_400
        return wording.error if large else unknown(request)

    node = PaperNode(refuse=refuse)
    async with node.serve(), evm_chain(node) as chain:
        assert await powers(chain, 19) == true_powers(19)
        before = node.requests["eth_call"]
        assert await powers(chain, 19) == true_powers(19)
    # How many calls it takes is remembered.
    assert node.requests["eth_call"] - before == 10


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", CONTRACT, ids=name)
async def test_a_read_that_the_contract_refuses_fails_for_good(wording: Wording) -> None:
    node = PaperNode(refuse=refusing(wording.error, "eth_call"), multicall=False)
    async with node.serve(), evm_chain(node, multicall=None) as chain:
        for reading in await powers(chain, 3):
            assert isinstance(reading, Undetermined)
            assert reading.for_good
            out_of_gas = wording.meaning is Meaning.OUT_OF_GAS
            assert (reading.failure is ReadFailure.OUT_OF_GAS) is out_of_gas


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.REVERTED), ids=name)
async def test_a_listed_token_that_is_burned_is_held_by_nobody(wording: Wording) -> None:
    burned = (2).to_bytes(32, "big").hex()

    def refuse(request: Json) -> Json | None:
        asks = request["method"] == "eth_call" and request["params"][0]["data"] == "0x6352211e" + burned
        return wording.error if asks else unknown(request)

    badges = Erc721(chain=CHAIN, contract=TOKEN.contract, ids=[{"id": 2}])  # type: ignore[list-item]
    node = PaperNode(refuse=refuse, multicall=False)

    def called(to: str, data: bytes, number: int) -> bytes:
        return (1).to_bytes(32, "big") if data[:4] == bytes.fromhex("01ffc9a7") else b""

    node.called = called
    async with node.serve(), evm_chain(node, multicall=None) as chain:
        assert await chain.powers([(badges, person(0))], ref()) == [Value(0)]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", CONTRACT, ids=name)
async def test_a_wallet_that_refuses_a_signature_says_no(wording: Wording) -> None:
    def refuse(request: Json) -> Json | None:
        asks = request["method"] == "eth_call" and request["params"][0]["data"].startswith("0x1626ba7e")
        return wording.error if asks else unknown(request)

    node = PaperNode(refuse=refuse)
    async with node.serve(), evm_chain(node) as chain:
        with pytest.raises(WrongSignature):
            await chain.signed_by(person(0), "Link me", "0x" + "11" * 65, ref())


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("wording", of(Meaning.NOT_UNDERSTOOD), ids=name)
async def test_a_node_that_cannot_read_hashes_is_asked_by_number(wording: Wording) -> None:
    def refuse(request: Json) -> Json | None:
        by_hash = any(isinstance(part, dict) and "blockHash" in part for part in request["params"])
        return wording.error if by_hash else None

    node = PaperNode(refuse=refuse)
    async with node.serve(), evm_chain(node) as chain:
        assert await powers(chain, 3) == true_powers(3)
        assert await chain.has_code(Address(TOKEN.contract), ref())


DECODED = {
    "a text": (
        "0x08c379a0" + "00" * 31 + "20" + "00" * 31 + "03" + "6e6f7065"[:6] + "00" * 29,
        "it reverted: nop",
    ),
    "a panic": ("0x4e487b71" + "00" * 31 + "11", "it panicked: a number over- or underflowed"),
    "an unknown panic": ("0x4e487b71" + "00" * 31 + "99", "it panicked: 0x99"),
    "a known error": ("0x7e273289" + "00" * 31 + "07", "it reverted: ERC721NonexistentToken(7)"),
    "an unknown error": ("0xdeadbeef", "it reverted with 0xdeadbeef"),
    "no encoding of a text": ("0x08c379a0ff", "it reverted with 0x08c379a0ff"),
    "direction marks": (
        "0x08c379a0" + "00" * 31 + "20" + "00" * 31 + "05" + "61e280ae62" + "00" * 27,
        "it reverted: ab",
    ),
}


@pytest.mark.parametrize("case", DECODED)
async def test_what_a_contract_says_is_told_in_words(case: str) -> None:
    data, words = DECODED[case]
    error = {"code": 3, "message": "execution reverted", "data": data}
    node = PaperNode(refuse=refusing(error, "eth_call"))
    async with node.serve(), evm_chain(node, multicall=None) as chain:
        (reading,) = await powers(chain, 1)
    assert isinstance(reading, Undetermined)
    assert reading.why == words
