"""Multicall3's bytes, against a general ABI codec."""

import re

import pytest
from eth_abi.abi import decode, encode
from eth_utils.address import to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.calls.aggregate import Malformed, aggregate3, results
from bot.chain.calls.state import Call, Reverted
from bot.chain.contracts.tokens import symbol_text
from bot.domain.ids import Address

ADDRESSES = st.binary(min_size=20, max_size=20).map(lambda raw: Address(to_checksum_address(raw)))
CALLS = st.lists(st.builds(Call, ADDRESSES, st.binary(max_size=140)), max_size=12)
RESULTS = st.lists(st.tuples(st.booleans(), st.binary(max_size=140)), max_size=12)


@given(CALLS)
def test_calls_are_packed_as_the_abi_says(calls: list[Call]) -> None:
    packed = encode(["(address,bool,bytes)[]"], [[(call.to, True, call.data) for call in calls]])
    assert aggregate3(calls) == bytes.fromhex("82ad56cb") + packed


@given(RESULTS)
def test_results_are_unpacked_as_the_abi_says(given_results: list[tuple[bool, bytes]]) -> None:
    answer = encode(["(bool,bytes)[]"], [given_results])
    assert results(answer, len(given_results)) == given_results


@given(st.binary(max_size=400), st.integers(min_value=0, max_value=4))
def test_bytes_that_are_no_results_are_malformed(answer: bytes, calls: int) -> None:
    try:
        unpacked = results(answer, calls)
    except Malformed:
        return
    (decoded,) = decode(["(bool,bytes)[]"], answer, strict=False)
    assert list(decoded) == unpacked


@given(RESULTS.filter(bool), st.data())
def test_a_cut_answer_is_malformed(given_results: list[tuple[bool, bytes]], data: st.DataObject) -> None:
    answer = encode(["(bool,bytes)[]"], [given_results])
    length = sum(64 + 32 + 32 for _ in given_results) + 64 + sum(len(each) for _, each in given_results)
    cut = data.draw(st.integers(min_value=0, max_value=min(len(answer), length) - 1))
    with pytest.raises(Malformed):
        results(answer[:cut], len(given_results))


@given(st.binary(max_size=200) | st.text(max_size=40).map(lambda text: encode(["string"], [text])))
def test_any_bytes_make_one_short_word_or_no_symbol(answer: bytes) -> None:
    symbol = symbol_text(answer)
    assert re.fullmatch(r"([A-Za-z$€£₮][A-Za-z0-9$€£₮._+-]{0,15})?", symbol)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "symbol",
    [
        "",
        "ETH to everyone",
        "000",
        "1INCH",
        "US\u200bDC",
        "\u202eCDSU",
        "UЅDC",
        "**USDC**",
        "`USDC`",
        "[USDC](https://e.vil)",
        "<@1>",
        "@everyone",
        "USDC\n",
        "\0USDC",
        "https://e.vil",
        "A" * 17,
        "A" * 5000,
        "\u3164",
        "Z" + "\u0335" * 15,
        "→0xdead",
        "U,SDC",
    ],
)
def test_a_symbol_that_is_no_short_word_is_none(symbol: str) -> None:
    assert symbol_text(encode(["string"], [symbol])) == ""


@pytest.mark.parametrize(
    "symbol", ["USDC", "USDC.e", "USD₮0", "stETH", "UNI-V2", "$TRUMP", "aEthWBTC", "EURC"]
)
def test_symbols_as_tokens_have_them_are_shown(symbol: str) -> None:
    assert symbol_text(encode(["string"], [symbol])) == symbol


def test_symbols_come_as_strings_and_as_bytes32() -> None:
    assert symbol_text(b"MKR".ljust(32, b"\0")) == "MKR"
    assert symbol_text(encode(["string"], ["USDC"])) == "USDC"
    assert symbol_text(Reverted("")) == ""
    assert symbol_text(b"") == ""
