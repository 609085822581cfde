"""Names in action lines become the addresses that they stand for, exactly where an account belongs."""

from collections.abc import Collection

import pytest
from eth_abi.abi import decode
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.errors import BadAction
from bot.domain.errors.accounts import NameUnknown, SeveralTokens
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, address
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.lines import names_in
from bot.execution.actions.names import spell_out
from tests.execution.treasury import Treasury
from tests.said import raises_saying

CHAIN = ChainId(31337)
ADA = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
BEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
KNOWN: dict[str, Address | NamedAccount] = {
    "ada.eth": NamedAccount(ADA, "ada.eth", NamedBy.ENS, 7),
    "ben": NamedAccount(BEN, "ben", NamedBy.BOOK),
    "<@1234>": NamedAccount(BEN, "1234", NamedBy.MEMBER),
    "eth:" + ADA: ADA,
}


def account_of(name: str) -> Address:
    known = KNOWN[name]
    return known.account if isinstance(known, NamedAccount) else known


class Names:
    """A space that knows some names and tokens."""

    def __init__(self, **tokens: Address | Fault) -> None:
        self.known = tokens
        self.asked: list[set[str]] = []

    async def accounts(self, texts: Collection[str]) -> dict[str, Address | NamedAccount | Fault]:
        self.asked.append(set(texts))
        return {text: KNOWN.get(text, NameUnknown("local", 7)) for text in texts}

    async def tokens(self, symbols: Collection[str]) -> dict[str, Address | Fault | None]:
        return {symbol: self.known.get(symbol) for symbol in symbols}


async def spelt(line: str, names: Names | None = None) -> str:
    (found,) = await spell_out([(1, line)], "ETH", names or Names())
    return found.line


async def test_a_name_stands_as_its_address_in_the_line_and_beside_it() -> None:
    (found,) = await spell_out([(1, "transfer 1 ETH to ada.eth")], "ETH", Names())
    assert found.line == f"transfer 1 ETH to {ADA}"
    assert found.names == (KNOWN["ada.eth"],)


@pytest.mark.parametrize("name", KNOWN)
async def test_whatever_stands_for_an_account_is_written_wherever_an_account_belongs(name: str) -> None:
    account = account_of(name)
    nested = "call {0} f(address a, (address b, string c)[] d, address[2] e) {0} [({0}, {1})] [{0}, {0}]"
    for line in (
        "transfer 1 ETH to {0}",
        "call {0} poke()",
        "raw {0} 0x12 value 1 ETH",
        'call {0} function f(address) "{0}"',
        nested.replace("{1}", f'"{name}"'),
    ):
        assert await spelt(line.replace("{0}", name)) == line.replace("{0}", account).replace(
            f'"{account}"', account
        ).replace(f'"{name}"', f'"{name}"')


async def test_a_text_that_is_like_a_name_stays_a_text() -> None:
    line = "call 0x0000000000000000000000000000000000000001 setName(string name, bytes data) ada.eth 0x12"
    names = Names()
    assert await spelt(line, names) == line
    assert names.asked == [set()]


async def test_a_symbol_is_the_token_that_the_space_knows_by_it() -> None:
    assert await spelt("transfer 5 RIVER to ben", Names(RIVER=ADA)) == f"transfer 5 {ADA} to {BEN}"


async def test_a_symbol_that_nobody_knows_stays_as_it_is_and_is_refused_with_its_line() -> None:
    assert await spelt("transfer 5 RIVER to ben") == f"transfer 5 RIVER to {BEN}"


@pytest.mark.attack("actions")
async def test_a_symbol_of_several_tokens_sends_none_of_them() -> None:
    names = Names(RIVER=SeveralTokens("RIVER", (ADA, BEN)))
    with raises_saying(BadAction, "several tokens are called"):
        await spelt("transfer 5 RIVER to ben", names)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "line",
    [
        "transfer 1 ETH to mallory.eth",
        "call mallory.eth poke()",
        "raw mallory 0x",
        "transfer 1 mallory:0x to ben",
        "call ben f(address[] all) [ben, mallory.eth]",
        "call ben f((address a, uint256 b) c) (mallory.eth, 5)",
    ],
)
async def test_a_name_that_stands_for_nothing_refuses_its_line(line: str) -> None:
    with raises_saying(BadAction, "mallory"):
        await spelt(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "pay ada.eth",
        "transfer ada.eth",
        "call",
        "call ben",
        "call ben f(",
        "raw",
        '"transfer" 1 ETH to ben',
    ],
)
async def test_of_what_is_no_action_nothing_is_looked_up(line: str) -> None:
    assert not names_in(line, "ETH").tokens
    assert all(word.text == "ben" for word in names_in(line, "ETH").accounts)


accounts = st.binary(min_size=20, max_size=20).map(lambda raw: address("0x" + raw.hex()))


@given(st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), st.integers(0, 3)), min_size=1, max_size=5))
async def test_only_names_change_in_a_line_however_it_is_spaced(parts: list[tuple[str, int]]) -> None:
    given_ = ", ".join(" " * spaces + name for name, spaces in parts)
    expected = ", ".join(" " * spaces + (account_of(name)) for name, spaces in parts)
    head = "call ben f(address[] all, string note)"
    assert (
        await spelt(f"{head} [{given_}] 'ada.eth'")
        == f"call {BEN} f(address[] all, string note) [{expected}] 'ada.eth'"
    )


async def test_a_line_with_names_is_the_call_that_it_would_be_with_addresses(
    treasury: Treasury, chain: EvmChain
) -> None:
    codec = EvmActionCodec({CHAIN: chain})
    at = await chain.finalized()
    names = Names(FOLK=Address(treasury.folk.address))
    registry = treasury.registry.address
    lines = (
        "transfer 2 FOLK to ada.eth\n"
        + f"call {registry} grant(address[] to, string why) [ben, ada.eth] ada.eth"
    )
    named = await codec.parse(lines, CHAIN, at, names=names)
    plain = await codec.parse("\n".join(action.line for action in named), CHAIN, at)
    assert [(a.to, a.value, a.data, a.line) for a in named] == [
        (a.to, a.value, a.data, a.line) for a in plain
    ]
    assert [each.name for each in named[0].names] == ["ada.eth"]
    to, why = decode(["address[]", "string"], bytes.fromhex(named[1].data[10:]))
    assert (tuple(map(address, to)), why) == ((BEN, ADA), "ada.eth")


# -- what phones make of quotes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("“it’s fine”", "it’s fine"),
        ("„so geht’s“", "so geht’s"),
        ("”both alike”", "both alike"),
        ("‘it’s fine’", "it’s fine"),
        ("‚einfach‘", "einfach"),
        ('"with “these” inside"', "with “these” inside"),
        ('“with "these" inside”', 'with "these" inside'),
        ("“a [ bracket”", "a [ bracket"),
    ],
)
async def test_a_text_in_the_curly_quotes_of_a_phone_is_that_text(
    treasury: Treasury, chain: EvmChain, typed: str, text: str
) -> None:
    line = f"call {treasury.registry.address} note(string text, uint256 number) {typed} 5"
    (action,) = await EvmActionCodec({CHAIN: chain}).parse(line, CHAIN, await chain.finalized())
    assert decode(["string", "uint256"], bytes.fromhex(action.data[10:])) == (text, 5)


async def test_an_abi_with_curly_quotes_is_that_abi(treasury: Treasury, chain: EvmChain) -> None:
    abi = "{“type”: “function”, “name”: “set”, “inputs”: [{“name”: “value”, “type”: “uint256”}]}"
    line = f"call {treasury.registry.address} {abi} 5"
    (action,) = await EvmActionCodec({CHAIN: chain}).parse(line, CHAIN, await chain.finalized())
    assert action.signature == "set(uint256 value)"


async def test_a_stream_is_written_with_names_too() -> None:
    usdc, river = address("0x" + "a0" * 20), address("0x" + "1f" * 20)
    names = Names(USDC=usdc, RIVER=river)
    for line, meant in {
        "stream 12000 USDC to ada.eth over 12 months by llamapay": f"stream 12000 {usdc} to {ADA} over 12 months "
        "by llamapay",
        "vest 5 RIVER to ben over 4 years cliff 1 year": f"vest 5 {river} to {BEN} over 4 years cliff 1 year",
        "cancel stream 5 USDC to <@1234> over 1 year": f"cancel stream 5 {usdc} to {BEN} over 1 year",
        f"stream 5 eth:{ADA} to ben over 1 day": f"stream 5 {ADA} to {BEN} over 1 day",
        "withdraw all USDC from llamapay": f"withdraw all {usdc} from llamapay",
        "withdraw stream 7 to ben by sablier": f"withdraw stream 7 to {BEN} by sablier",
        "cancel stream 7 by sablier": "cancel stream 7 by sablier",
    }.items():
        assert await spelt(line, names) == meant
