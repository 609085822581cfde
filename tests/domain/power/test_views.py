"""View functions as a policy names them: read, written the same way again, and encoded as Solidity does."""

from contextlib import suppress
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fault import Unfit
from bot.domain.power.view import LONGEST_VIEW, Given, parse_view
from bot.wording.errors import clause
from bot.wording.language import language

ACCOUNT = "0x52908400098527886E0F7030069857D2E4169EE7"
SAY = language()


@pytest.mark.parametrize(
    ("text", "written", "signature"),
    [
        ("stakedOf(address)", "stakedOf($)", "stakedOf(address)"),
        (" stakedOf ( $ ) ", "stakedOf($)", "stakedOf(address)"),
        ("getPowerCurrent($, uint8 0)", "getPowerCurrent($, uint8 0)", "getPowerCurrent(address,uint8)"),
        ("power(7,$,true)", "power(uint256 7, $, bool true)", "power(uint256,address,bool)"),
        ("power($, uint 7, int -1)", "power($, uint256 7, int256 -1)", "power(address,uint256,int256)"),
        (f"power($,{ACCOUNT.lower()})", f"power($, address {ACCOUNT})", "power(address,address)"),
        ("members($)[1]", "members($)[1]", "members(address)"),
        ("members(keyOf($)[2])[01]", "members(keyOf($)[2])[1]", "members(address)"),
        (f"deposits({ACCOUNT} . delegates($))", f"deposits({ACCOUNT}.delegates($))", "deposits(address)"),
        ("totalAt(uint32 5)", "totalAt(uint32 5)", "totalAt(uint32)"),
    ],
)
def test_a_view_is_written_one_way_however_it_was_typed(text: str, written: str, signature: str) -> None:
    view = parse_view(text)
    assert (str(view), view.signature) == (written, signature)
    assert parse_view(written) == view


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "f",
        "f(",
        "f)",
        "f($))",
        "f($)[",
        "f($)[]",
        "f($)[-1]",
        "f($)[1",
        "f($)[1][2]",
        "f($)[99999999999999999999]",
        "f($,)",
        "f(,$)",
        "f($ $)",
        "f($)(1)",
        "1f($)",
        "f($, bytes32)",
        "f($, bytes33 0x00)",
        "f($, bytes0 0x)",
        "f($, bytes4 0x123)",
        "f($, uint0 0)",
        "f($, uint8 -1)",
        "f($, int8 128)",
        "f($, int8 -129)",
        f"f($, uint256 {2**256})",
        "f($, bool 1)",
        "f($, address 0x12)",
        "f($, address 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD)",
        f"f($, {ACCOUNT.swapcase()})",
        "f($, string a)",
        "f($, uint256[] 1)",
        "f($, (uint8) 1)",
        'f($, bytes32 "a")',
        "f($, ٣)",
        "f($, uint8 ٣)",
        "f($ + 1)",
        "f(g(h($)))",
        f"f({ACCOUNT}.{ACCOUNT}.g($))",
        f"{ACCOUNT}.f($)",
        "f(g($), h($))",
        "f(g($), $)",
        "f(g($, $))",
        "f(" + "g(" * 5000,
        "f(" + "$," * 500 + "$)",
        "f" * 101 + "($)",
        "f($)" + " " * LONGEST_VIEW,
        "f($)\0",
        "f($)`",
    ],
)
def test_what_is_no_view_is_refused_with_words(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_view(text)
    assert clause(refused.value.fault, SAY)


@given(st.text(alphabet="f$()[],. 019x-uint8bytes3a", max_size=60))
def test_any_text_is_a_view_or_refused_and_a_view_is_read_again_from_what_it_writes(text: str) -> None:
    with suppress(Unfit):
        view = parse_view(text)
        assert parse_view(str(view)) == view


BITS = st.integers(1, 32).map(lambda size: 8 * size)
VALUES = st.one_of(
    BITS.flatmap(lambda bits: st.tuples(st.just(f"uint{bits}"), st.integers(0, 2**bits - 1))),
    BITS.flatmap(
        lambda bits: st.tuples(st.just(f"int{bits}"), st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))
    ),
    st.integers(1, 32).flatmap(
        lambda size: st.tuples(st.just(f"bytes{size}"), st.binary(min_size=size, max_size=size))
    ),
    st.tuples(st.just("bool"), st.booleans()),
    st.tuples(st.just("address"), st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())),
)


@given(st.lists(VALUES, max_size=7))
def test_arguments_are_encoded_as_solidity_encodes_them(values: list[tuple[str, Any]]) -> None:
    def typed(value: Any) -> str:
        return "0x" + value.hex() if isinstance(value, bytes) else str(value).lower()

    view = parse_view(f"f({', '.join(['$', *(f'{name} {typed(value)}' for name, value in values)])})")
    fixed = [argument for argument in view.arguments if isinstance(argument, Given)]
    assert b"".join(argument.word for argument in fixed) == encode(
        [name for name, _ in values], [value for _, value in values]
    )
    assert view.signature == f"f({','.join(['address', *(name for name, _ in values)])})"
