"""Any calldata, built so that it is known without decoding it whom it names and how much it moves.

Used by everything that must show actions: what was built is compared with what is read in the messages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot.domain.actions.actions import ACTIONS_LIMIT, Action, Operation
from bot.domain.actions.effects import UINT256_MAX
from bot.domain.ids import Address, ChainId, address
from bot.execution.actions.abi import Function, function
from bot.execution.actions.decoding import Decoder
from bot.execution.actions.known import SAFE_ADMINISTRATION
from bot.execution.actions.metadata import Metadata
from bot.execution.safe.multi_send import multi_send

CHAIN = ChainId(1)
ZERO = Address("0x0000000000000000000000000000000000000000")
TOKEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
"""With 6 decimals and a symbol."""
WITHOUT_SYMBOL = Address("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
"""With 18 decimals."""
NFT = Address("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")
"""With code, and without decimals."""
SAFE = Address("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")
NOBODY = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
"""Without code."""
METADATA = {
    TOKEN: Metadata(True, "TKN", 6),
    WITHOUT_SYMBOL: Metadata(True, "", 18),
    NFT: Metadata(True, "APE"),
    SAFE: Metadata(True),
    ZERO: Metadata(False),
    NOBODY: Metadata(False),
}
DECODER = Decoder("ETH", SAFE, METADATA)


@dataclass(frozen=True)
class Built:
    """An action with everybody whom it names and every amount that it moves, with its decimals."""

    action: Action
    accounts: tuple[Address, ...] = ()
    amounts: tuple[tuple[int, int], ...] = ()
    calls: int = 1


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


ACCOUNTS = st.sampled_from(list(METADATA)) | st.binary(min_size=20, max_size=20).map(
    lambda raw: address(hexed(raw))
)
AMOUNTS = st.sampled_from([0, 1, 10**6, 10**18, 2**255, UINT256_MAX - 1, UINT256_MAX]) | st.integers(
    0, UINT256_MAX
)
VALUES = st.just(0) | AMOUNTS
REST = st.just(b"") | st.binary(min_size=1, max_size=40)
"""What follows the arguments, which no contract looks at."""


def _decimals(contract: Address) -> int:
    return METADATA.get(contract, Metadata(False)).decimals or 0


def built_action(
    to: Address,
    data: bytes,
    value: int,
    accounts: tuple[Address, ...] = (),
    amounts: tuple[tuple[int, int], ...] = (),
    signature: str = "",
    calls: int = 1,
) -> Built:
    coins = ((value, 18),) if value else ()
    action = Action(CHAIN, to, value, hexed(data), signature=signature)
    return Built(action, (to, *accounts), (*coins, *amounts), calls)


COINS = st.builds(lambda to, value: built_action(to, b"", value), ACCOUNTS, VALUES)


def _of_token(signature: str, *kinds: Any) -> st.SearchStrategy[Built]:
    """Calls of a function whose arguments are accounts, amounts of the token (`AMOUNTS`) and others."""
    called = function(signature)

    def build(token: Address, value: int, rest: bytes, *arguments: Any) -> Built:
        accounts = tuple(each for each, kind in zip(arguments, kinds, strict=True) if kind is ACCOUNTS)
        amounts = tuple(
            (each, _decimals(token) if kind is AMOUNTS else 0)
            for each, kind in zip(arguments, kinds, strict=True)
            if kind in (AMOUNTS, NUMBERS)
        )
        return built_action(token, called.encode(arguments) + rest, value, accounts, amounts)

    return st.builds(build, ACCOUNTS, VALUES, REST, *kinds)


NUMBERS = st.integers(0, UINT256_MAX)
"""Of NFTs, and of the tokens of ERC-1155: without decimals."""
_ANY = {
    "bool": st.booleans(),
    "uint8": st.integers(0, 255),
    "uint256": st.integers(0, UINT256_MAX).map(lambda number: number),
    "bytes32": st.binary(min_size=32, max_size=32),
    "bytes": st.binary(max_size=60),
    "string": st.text(max_size=300),
}
TRANSFERS = st.one_of(
    _of_token("transfer(address to, uint256 amount)", ACCOUNTS, AMOUNTS),
    _of_token("transferFrom(address from, address to, uint256 amount)", ACCOUNTS, ACCOUNTS, AMOUNTS),
    _of_token("safeTransferFrom(address a, address b, uint256 id)", ACCOUNTS, ACCOUNTS, NUMBERS),
    _of_token(
        "safeTransferFrom(address a, address b, uint256 id, bytes data)",
        ACCOUNTS,
        ACCOUNTS,
        NUMBERS,
        _ANY["bytes"],
    ),
    _of_token(
        "safeTransferFrom(address a, address b, uint256 id, uint256 amount, bytes data)",
        ACCOUNTS,
        ACCOUNTS,
        NUMBERS,
        NUMBERS,
        _ANY["bytes"],
    ),
)
ALLOWANCES = st.one_of(
    _of_token("approve(address spender, uint256 amount)", ACCOUNTS, AMOUNTS),
    _of_token("increaseAllowance(address spender, uint256 added)", ACCOUNTS, AMOUNTS),
    _of_token("decreaseAllowance(address spender, uint256 subtracted)", ACCOUNTS, AMOUNTS),
    _of_token("setApprovalForAll(address operator, bool approved)", ACCOUNTS, _ANY["bool"]),
    _of_token(
        "permit(address a, address b, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
        ACCOUNTS,
        ACCOUNTS,
        AMOUNTS,
        _ANY["uint256"],
        _ANY["uint8"],
        _ANY["bytes32"],
        _ANY["bytes32"],
    ),
    _of_token(
        "permit(address a, address b, uint256 nonce, uint256 expiry, bool on, uint8 v, bytes32 r, bytes32 s)",
        ACCOUNTS,
        ACCOUNTS,
        _ANY["uint256"],
        _ANY["uint256"],
        _ANY["bool"],
        _ANY["uint8"],
        _ANY["bytes32"],
        _ANY["bytes32"],
    ),
)


@st.composite
def multi_token_batches(draw: st.DrawFn) -> Built:
    called = function("safeBatchTransferFrom(address a, address b, uint256[] ids, uint256[] n, bytes data)")
    owner, to, contract = draw(ACCOUNTS), draw(ACCOUNTS), draw(ACCOUNTS)
    moved = draw(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4))
    numbers, amounts = [number for number, _ in moved], [amount for _, amount in moved]
    data = called.encode([owner, to, numbers, amounts, draw(_ANY["bytes"])])
    known = tuple((each, 0) for each in (*numbers, *amounts))
    return built_action(contract, data, draw(VALUES), (owner, to), known, calls=1 + len(moved))


@st.composite
def administration(draw: st.DrawFn) -> Built:
    called: Function = draw(st.sampled_from(list(SAFE_ADMINISTRATION.values())))
    arguments = [draw(ACCOUNTS if kind == "address" else AMOUNTS) for kind in called.types]
    accounts = tuple(each for each in arguments if isinstance(each, str))
    data = called.encode(arguments) + draw(REST)
    return built_action(draw(st.just(SAFE) | ACCOUNTS), data, draw(VALUES), tuple(map(Address, accounts)))


@st.composite
def by_own_abi(draw: st.DrawFn) -> Built:
    """A call that the proposer names, with names and values as long as they like."""
    kinds = draw(st.lists(st.sampled_from(["string", "bytes", "bytes32", "uint256", "string[]"]), max_size=8))
    names = draw(st.lists(st.from_regex(r"[a-z_]{1,80}", fullmatch=True), min_size=8, max_size=8))
    parameters = ", ".join(f"{kind} {name}" for kind, name in zip(kinds, names, strict=False))
    called = function(f"{draw(st.from_regex(r'[a-z_]{1,200}', fullmatch=True))}({parameters})")
    values = [
        draw(st.lists(_ANY["string"], max_size=3)) if kind == "string[]" else draw(_ANY[kind])
        for kind in called.types
    ]
    return built_action(draw(ACCOUNTS), called.encode(values), draw(VALUES), signature=str(called))


UNKNOWN = st.builds(
    lambda to, data, value: built_action(to, b"\xfe\xed" + data, value),
    ACCOUNTS,
    st.binary(max_size=200),
    VALUES,
)
SINGLE: st.SearchStrategy[Built] = st.one_of(
    COINS, TRANSFERS, ALLOWANCES, multi_token_batches(), administration(), by_own_abi(), UNKNOWN
)


def _batch(to: Address, value: int, rest: bytes, parts: list[Built]) -> Built:
    inner = [part.action for part in parts]
    return built_action(
        to,
        bytes.fromhex(multi_send(inner)[2:]) + rest,
        value,
        tuple(account for part in parts for account in part.accounts),
        tuple(amount for part in parts for amount in part.amounts),
        calls=1 + sum(part.calls for part in parts),
    )


def _without_signature(built: Built) -> Built:
    """As a part of a batch, where nothing says what the proposer called it."""
    action = built.action
    return Built(
        Action(action.chain, action.to, action.value, action.data, Operation.CALL),
        built.accounts,
        built.amounts,
        built.calls,
    )


def _batches(parts: st.SearchStrategy[Built]) -> st.SearchStrategy[Built]:
    return st.builds(
        _batch, ACCOUNTS, VALUES, REST, st.lists(parts.map(_without_signature), min_size=1, max_size=3)
    )


BATCHES = st.recursive(SINGLE, _batches, max_leaves=6)


def _bounded(found: list[Built]) -> list[Built]:
    """As many of them as a proposal may have."""
    kept: list[Built] = []
    for built in found:
        if sum(each.calls for each in kept) + built.calls <= ACTIONS_LIMIT:
            kept.append(built)
    return kept


PROPOSALS: st.SearchStrategy[list[Built]] = (
    st.lists(BATCHES, min_size=1, max_size=ACTIONS_LIMIT).map(_bounded).filter(bool)
)
"""The actions of a proposal."""

Show = Callable[[int, int], str]


def amounts_of(built: list[Built], shown: Show) -> list[str]:
    """Every amount as it is shown; those that are said in words (all, nothing) are left out."""
    return [
        shown(amount, decimals)
        for each in built
        for amount, decimals in each.amounts
        if amount not in (0, UINT256_MAX)
    ]
