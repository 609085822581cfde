"""What proposers write becomes exactly the calls that it says, or an answer that says what is wrong."""

import pytest
from eth_abi.abi import decode, encode
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain import quantities
from bot.domain.actions.actions import Operation
from bot.domain.actions.effects import UINT256_MAX
from bot.domain.errors import BadAction, BadAmount, ChainUnavailable
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import BadFunction, function
from bot.execution.actions.amounts import base_units
from bot.execution.actions.arguments import BadArgument, shown, value
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.lexer import Unbalanced, Word, logical_lines, words
from bot.execution.actions.lines import BadLine, ContractCall, wanted
from tests.execution.treasury import Treasury
from tests.said import raises_saying

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
OTHER = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")


# -- amounts ----------------------------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=UINT256_MAX), st.integers(min_value=0, max_value=77))
def test_an_amount_survives_being_written_and_read(units: int, decimals: int) -> None:
    assert base_units(quantities.tokens(units, decimals).replace("\u202f", ""), decimals) == units


@pytest.mark.parametrize(
    ("text", "decimals", "units"),
    [("1.5", 18, 15 * 10**17), ("0.000001", 6, 1), ("25000", 6, 25 * 10**9), ("007", 0, 7), ("1.50", 1, 15)],
)
def test_amounts_are_exact(text: str, decimals: int, units: int) -> None:
    assert base_units(text, decimals) == units


@pytest.mark.parametrize(
    "text", ["1,000", "1e18", "-1", "+1", "1.", ".5", "1_000", "", "١", "0x10", "NaN", "1 0"]
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        base_units(text, 18)


def test_more_decimals_than_the_token_has_are_refused_and_not_rounded() -> None:
    with raises_saying(BadAmount, "7 decimals"):
        base_units("0.1234567", 6)
    with raises_saying(BadAmount, "larger"):
        base_units(str(2**256), 0)


# -- words ------------------------------------------------------------------------------------------------------


def test_quotes_and_brackets_keep_words_together() -> None:
    assert words('call f(uint256 a, bytes b) "two words" [1, 2] \'it\\\'s\' (a, "b)")') == [
        Word("call"),
        Word("f(uint256 a, bytes b)"),
        Word("two words", quoted=True),
        Word("[1, 2]"),
        Word("it's", quoted=True),
        Word('(a, "b)")'),
    ]


@pytest.mark.parametrize("line", ['"open', "f(a", "f(a]", "a)", "[1, (2]"])
def test_what_is_never_closed_is_refused(line: str) -> None:
    with pytest.raises(Unbalanced):
        words(line)


def test_an_open_bracket_goes_on_in_the_next_line() -> None:
    assert list(logical_lines("\na\n\ncall {\n 'x': [\n1]\n} b\nc")) == [
        (2, "a"),
        (4, "call { 'x': [ 1] } b"),
        (8, "c"),
    ]


def test_a_bracket_that_is_never_closed_spoils_its_own_line_only() -> None:
    assert list(logical_lines("call f(\nraw\nb")) == [(1, "call f("), (2, "raw"), (3, "b")]


@given(st.text(max_size=300))
def test_any_text_is_words_or_unbalanced(text: str) -> None:
    numbers = [number for number, _ in logical_lines(text)]
    assert numbers == sorted(set(numbers))
    for _, line in logical_lines(text):
        try:
            assert all(isinstance(word, Word) for word in words(line))
        except Unbalanced:
            continue


# -- functions and arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fragment", "canonical"),
    [
        ("set(bytes32 key, uint256 value)", "set(bytes32 key, uint256 value)"),
        ("function set(bytes32,uint)", "set(bytes32, uint256)"),
        ("pay((address to, uint96 amount)[] payments, bool)", "pay((address,uint96)[] payments, bool)"),
        ("pay(tuple(address to, uint96)[2] x)", "pay((address,uint96)[2] x)"),
        ("a(string memory text, address payable to)", "a(string text, address to)"),
        ("nothing()", "nothing()"),
        (
            '{"name": "set", "type": "function", "inputs": [{"name": "key", "type": "bytes32"}]}',
            "set(bytes32 key)",
        ),
        (
            '[{"type": "event", "name": "E"}, {"type": "function", "name": "f", "inputs": [{"name": "p", '
            '"type": "tuple[]", "components": [{"type": "uint8"}, {"type": "string"}]}]}]',
            "f((uint8,string)[] p)",
        ),
    ],
)
def test_functions_are_read_from_words_and_from_json(fragment: str, canonical: str) -> None:
    assert str(function(fragment)) == canonical
    assert function(canonical).selector == function(fragment).selector


@pytest.mark.parametrize(
    "fragment",
    [
        "set",
        "set(",
        "set(uint257 x)",
        "set(bytes33 x)",
        "set(uint256 a b)",
        "set(uint256, )",
        "1set()",
        "set(foo x)",
        "set(uint256[0] x)",
        "set(() x)",
        "set(uint256[][][] x)",
        "set(fixed128x18 x)",
        "{",
        '{"type": "event", "name": "x"}',
        '{"name": "set", "inputs": [{"name": "x"}]}',
        '{"name": "se t", "inputs": []}',
        '{"name": "set", "inputs": [{"name": "x y", "type": "bool"}]}',
        '{"name": "set", "inputs": [{"name": "x", "type": "tuple"}]}',
        "[" * 2000,
        "f" + "(" * 2000,
        "f(" + "(" * 1900 + "bool" + ")" * 1900 + " x)",
        "f(" + "(uint8," * 400 + "bool" + ")" * 400 + " x)",
    ],
)
def test_what_is_no_function_is_refused(fragment: str) -> None:
    with pytest.raises(BadFunction):
        function(fragment)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("5", "uint8", 5),
        ("0xff", "uint8", 255),
        ("-128", "int8", -128),
        (str(UINT256_MAX), "uint256", UINT256_MAX),
        ("true", "bool", True),
        ("0x", "bytes", b""),
        ("0x12ab", "bytes2", b"\x12\xab"),
        (TO.lower(), "address", TO),
        ("[1, 2, 3]", "uint8[]", [1, 2, 3]),
        ("[]", "uint8[]", []),
        (f"[({TO}, 5), [{TO}, 6]]", "(address,uint8)[]", [(TO, 5), (TO, 6)]),
        ('["a, b", c]', "string[2]", ["a, b", "c"]),
        ("[[1],[2,3]]", "uint8[][]", [[1], [2, 3]]),
    ],
)
def test_words_become_values(text: str, kind: str, expected: object) -> None:
    assert value(Word(text), kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("256", "uint8"),
        ("-1", "uint8"),
        ("128", "int8"),
        ("1.5", "uint256"),
        ("1e3", "uint256"),
        ("yes", "bool"),
        ("True", "bool"),
        ("0x1", "bytes"),
        ("12", "bytes"),
        ("0x12", "bytes32"),
        (TO[:-1], "address"),
        (TO.swapcase().replace("0X", "0x"), "address"),
        ("1", "uint8[]"),
        ("[1, 2]", "uint8[3]"),
        ("[1 2]", "uint8[]"),
        ("[1,]", "uint8[]"),
        ("(1, 2)", "uint8[]"),
        ("(1)", "(uint8,uint8)"),
    ],
)
def test_words_that_are_no_value_of_the_type_are_refused(text: str, kind: str) -> None:
    with pytest.raises(BadArgument):
        value(Word(text), kind)


SCALARS = st.sampled_from(["uint8", "uint256", "int128", "address", "bool", "bytes4", "bytes", "string"])
TYPES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({','.join(parts)})"),
    max_leaves=5,
).flatmap(lambda kind: st.sampled_from([kind, f"{kind}[]", f"{kind}[2]"]))


@st.composite
def values_of(draw: st.DrawFn, kind: str) -> object:
    if kind.endswith("[2]"):
        return [draw(values_of(kind[:-3])), draw(values_of(kind[:-3]))]
    if kind.endswith("[]"):
        return draw(st.lists(values_of(kind[:-2]), max_size=3))
    if kind.startswith("("):
        return tuple(draw(values_of(part.type)) for part in function(f"f{kind}").parameters)
    return draw(
        {
            "uint8": st.integers(0, 255),
            "uint256": st.integers(0, UINT256_MAX),
            "int128": st.integers(-(2**127), 2**127 - 1),
            "address": st.sampled_from([TO, OTHER]),
            "bool": st.booleans(),
            "bytes4": st.binary(min_size=4, max_size=4),
            "bytes": st.binary(max_size=40),
            "string": st.text(st.characters(codec="utf-8"), max_size=20),
        }[kind]
    )


@given(st.data(), st.lists(TYPES, max_size=4))
def test_calldata_decodes_to_exactly_what_was_encoded(data: st.DataObject, kinds: list[str]) -> None:
    called = function(f"f({', '.join(kinds)})")
    values = [data.draw(values_of(kind)) for kind in kinds]
    calldata = called.encode(values)
    assert calldata[4:] == encode(kinds, values)
    decoded = called.decode(calldata)
    assert decoded is not None
    assert called.encode(decoded) == calldata
    assert called.decode(calldata + b"\0") is None


@given(st.data(), st.lists(TYPES, min_size=1, max_size=3))
def test_a_call_line_carries_exactly_its_arguments(data: st.DataObject, kinds: list[str]) -> None:
    called = function(f"f({', '.join(kinds)})")
    values = [data.draw(values_of(kind).filter(_typeable)) for kind in kinds]
    written = " ".join(shown(each, kind) for each, kind in zip(values, kinds, strict=True))
    asked = wanted(f"call {TO} {called} {written}", "ETH")
    assert isinstance(asked, ContractCall)
    assert decode(kinds, asked.data[4:]) == decode(kinds, encode(kinds, values))


def _typeable(value: object) -> bool:
    """Whether all text in it can be typed in one line."""
    if isinstance(value, list | tuple):
        return all(map(_typeable, value))
    return not isinstance(value, str) or value.isprintable()


# -- lines on a chain -------------------------------------------------------------------------------------------


async def test_lines_become_the_calls_that_they_describe(treasury: Treasury, chain: EvmChain) -> None:
    key = "0x" + "12" * 32
    lines = "\n".join(
        [
            f"transfer 1.5 ETH to {TO}",
            f"transfer 25000.25 {treasury.dollar.address} to {TO}",
            f"transfer 1 {treasury.folk.address.lower()} to {TO.lower()}",
            f"call {treasury.registry.address} set(bytes32 key, uint256 value) {key} 5",
            f"call {treasury.registry.address} deposit() value 0.1 ETH",
            "",
            f"raw {TO} 0xdeadbeef value 2 eth",
        ]
    )
    actions = await EvmActionCodec({CHAIN: chain}).parse(lines, CHAIN, await chain.finalized())
    transfer = function("transfer(address,uint256)")
    deposit = function("deposit()").selector
    stored = function("set(bytes32,uint256)").encode([bytes.fromhex(key[2:]), 5])
    assert [(action.to, action.value, action.data) for action in actions] == [
        (TO, 15 * 10**17, "0x"),
        (treasury.dollar.address, 0, "0x" + transfer.encode([TO, 25000_250000]).hex()),
        (treasury.folk.address, 0, "0x" + transfer.encode([TO, 10**18]).hex()),
        (treasury.registry.address, 0, "0x" + stored.hex()),
        (treasury.registry.address, 10**17, "0x" + deposit.hex()),
        (TO, 2 * 10**18, "0xdeadbeef"),
    ]
    assert all(action.chain == CHAIN and action.operation is Operation.CALL for action in actions)
    assert actions[3].signature == "set(bytes32 key, uint256 value)"
    assert actions[0].line == f"transfer 1.5 ETH to {TO}"


async def test_an_abi_pasted_over_several_lines_is_one_action(treasury: Treasury, chain: EvmChain) -> None:
    lines = f"""call {treasury.registry.address} {{
  "type": "function",
  "name": "configure",
  "stateMutability": "nonpayable",
  "inputs": [{{"name": "setting", "type": "tuple", "components": [
    {{"name": "name", "type": "string"}}, {{"name": "value", "type": "uint256"}},
    {{"name": "reviewers", "type": "address[]"}}, {{"name": "active", "type": "bool"}}]}}]
}} ("a name", 7, [{TO}], true)
transfer 1 ETH to {TO}"""
    first, second = await EvmActionCodec({CHAIN: chain}).parse(lines, CHAIN, await chain.finalized())
    assert first.signature == "configure((string,uint256,address[],bool) setting)"
    values = function(first.signature).decode(bytes.fromhex(first.data[2:]))
    assert values == (("a name", 7, (TO.lower(),), True),)
    assert second.value == 10**18


BAD_LINES = [
    ("pay 1 ETH to {to}", "begins with"),
    ("transfer 1 ETH {to}", "is written"),
    ("transfer 1 DAI to {to}", "neither ETH nor"),
    ("transfer 1 ETH to {to_wrong}", "checksum"),
    ("transfer 1 ETH to 0x12", "no address"),
    ("transfer 0.1234567 {dollar} to {to}", "7 decimals"),
    ("transfer 0.0000000000000000001 ETH to {to}", "decimals"),
    ("transfer 1,5 ETH to {to}", "plain decimal"),
    ("transfer 0 ETH to {to}", "zero"),
    ("transfer 1 {to} to {to}", "no contract"),
    ("transfer 1 {registry} to {to}", "decimals"),
    ("call {to} set(bytes32,uint256) 0x{key} 5", "no contract"),
    ("call {registry} set(bytes32 key, uint256 value) 0x{key}", "takes 2 arguments, and 1"),
    ("call {registry} set(bytes32 key, uint256 value) 0x12 5", "argument 1 .bytes32 key.*32 bytes"),
    ("call {registry} set(bytes32 key, uint256 value) 0x{key} -5", "argument 2 .uint256 value.*fit"),
    ("call {registry} set(bytes32 key, uint256 value", "bracket"),
    ("call {registry} set(bytes32 key, uint257 value) 0x{key} 5", "no type"),
    ("call {registry}", "is written"),
    ("call {registry} deposit() value 0.1 DAI", "in ETH"),
    (
        'call {registry} {{"name": "set", "inputs": [], "stateMutability": "view"}} value 1 ETH',
        "takes no ETH",
    ),
    ("raw {to} deadbeef", "calldata"),
    ("raw {to} 0xabc", "calldata"),
    ("raw {to}", "is written"),
    ("{{}}", "begins with"),
]


@pytest.mark.parametrize(("line", "why"), BAD_LINES, ids=[line[:40] for line, _ in BAD_LINES])
async def test_a_bad_line_is_named_with_what_is_wrong(
    treasury: Treasury, chain: EvmChain, line: str, why: str
) -> None:
    wrong = TO.replace("d8dA", "D8dA")
    written = line.format(
        to=TO,
        to_wrong=wrong,
        key="12" * 32,
        dollar=treasury.dollar.address,
        registry=treasury.registry.address,
    )
    with raises_saying(BadAction, why) as refused:
        await EvmActionCodec({CHAIN: chain}).parse(
            f"transfer 1 ETH to {TO}\n\n{written}", CHAIN, await chain.finalized()
        )
    assert refused.value.line_number == 3
    assert refused.value.line == written


@pytest.mark.parametrize(
    "call",
    [
        "addOwnerWithThreshold(address,uint256) {to} 1",
        "removeOwner(address,address,uint256) {to} {to} 1",
        "swapOwner(address,address,address) {to} {to} {to}",
        "changeThreshold(uint256) 1",
        "enableModule(address) {to}",
        "disableModule(address,address) {to} {to}",
        "setGuard(address) {to}",
        "setModuleGuard(address) {to}",
        "setFallbackHandler(address) {to}",
    ],
)
async def test_a_proposal_does_not_change_who_rules_the_safe(
    treasury: Treasury, chain: EvmChain, call: str
) -> None:
    codec, at = EvmActionCodec({CHAIN: chain}), await chain.finalized()
    line = f"call {treasury.address} {call.format(to=TO)}"
    with raises_saying(BadAction, "not allowed"):
        await codec.parse(line, CHAIN, at, account=treasury.address)
    (action,) = await codec.parse(line, CHAIN, at, account=TO)
    with raises_saying(BadAction, "not allowed"):
        await codec.parse(f"raw {treasury.address} {action.data}", CHAIN, at, account=treasury.address)


OLD_ABI = (
    '{"constant": %s, "inputs": [{"name": "guy", "type": "address"}], "name": "bless", "outputs": [], '
    '"payable": %s, "type": "function"}'
)


@pytest.mark.parametrize(("constant", "payable"), [("false", "false"), ("true", "false"), ("true", "true")])
def test_a_function_whose_old_abi_says_that_it_takes_no_coins_gets_none(constant: str, payable: str) -> None:
    line = f"call {TO} {OLD_ABI % (constant, payable)} {TO} value 0.1 ETH"
    with raises_saying(BadLine, "takes no ETH"):
        wanted(line, "ETH")


def test_a_function_whose_old_abi_says_that_it_takes_coins_gets_them() -> None:
    found = wanted(f"call {TO} {OLD_ABI % ('false', 'true')} {TO} value 0.1 ETH", "ETH")
    assert isinstance(found, ContractCall)
    assert found.value == 10**17


async def test_a_token_that_can_not_be_read_is_no_bad_line(treasury: Treasury, chain: EvmChain) -> None:
    at = await chain.finalized()
    treasury.local.faults.fail_next("eth_call", kind="500", times=1000)
    with pytest.raises(ChainUnavailable):
        await EvmActionCodec({CHAIN: chain}).parse(f"transfer 1 {treasury.folk.address} to {TO}", CHAIN, at)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_line_is_an_action_or_says_what_is_wrong(text: str) -> None:
    for verb in ("", "transfer ", f"call {TO} ", f"raw {TO} "):
        try:
            asked = wanted(verb + " ".join(text.splitlines()), "ETH")
        except BadLine:
            continue
        assert asked.to
