"""The functions of tokens (ERC-20, ERC-721, ERC-1155, ERC-2612) and what each does."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from bot.domain.actions import effects
from bot.domain.actions.effects import UINT256_MAX, Effect, Token
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function
from bot.execution.actions.known import APPROVE, TRANSFER

MULTI_TOKEN_TRANSFER = function(
    "safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)"
)
MULTI_TOKEN_BATCH = function(
    "safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] amounts, bytes data)"
)


class TokenFunction(msgspec.Struct, frozen=True):
    """A function of tokens. `effect` makes of the called token and the arguments what the call does."""

    function: Function
    effect: Callable[[Token, Sequence[Any]], Effect]


def _account(given: str) -> Address:
    return address(given)


_KNOWN: tuple[tuple[Function, Callable[[Token, Sequence[Any]], Effect]], ...] = (
    (TRANSFER, lambda token, given: effects.TokenTransfer(token, given[1], _account(given[0]))),
    (
        function("transferFrom(address from, address to, uint256 amount)"),
        lambda token, given: effects.TokenTransferFrom(
            token, given[2], _account(given[0]), _account(given[1])
        ),
    ),
    (
        APPROVE,
        lambda token, given: effects.Allowance(token, _account(given[0]), given[1]),
    ),
    (
        function("increaseAllowance(address spender, uint256 addedValue)"),
        lambda token, given: effects.AllowanceRaise(token, _account(given[0]), given[1]),
    ),
    (
        function("decreaseAllowance(address spender, uint256 subtractedValue)"),
        lambda token, given: effects.AllowanceCut(token, _account(given[0]), given[1]),
    ),
    (
        function(
            "permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)"
        ),
        lambda token, given: effects.Permit(token, _account(given[0]), _account(given[1]), given[2]),
    ),
    (
        function(
            "permit(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, "
            "bytes32 r, bytes32 s)"
        ),
        lambda token, given: effects.Permit(
            token, _account(given[0]), _account(given[1]), UINT256_MAX if given[4] else 0
        ),
    ),
    (
        function("setApprovalForAll(address operator, bool approved)"),
        lambda token, given: effects.OperatorApproval(token, _account(given[0]), given[1]),
    ),
    (
        function("safeTransferFrom(address from, address to, uint256 tokenId)"),
        lambda token, given: effects.NftTransfer(token, given[2], _account(given[0]), _account(given[1])),
    ),
    (
        function("safeTransferFrom(address from, address to, uint256 tokenId, bytes data)"),
        lambda token, given: effects.NftTransfer(token, given[2], _account(given[0]), _account(given[1])),
    ),
    (
        MULTI_TOKEN_TRANSFER,
        lambda token, given: effects.MultiTokenTransfer(
            token, given[2], given[3], _account(given[0]), _account(given[1])
        ),
    ),
    (
        MULTI_TOKEN_BATCH,
        lambda token, given: effects.MultiTokenBatch(token, _account(given[0]), _account(given[1])),
    ),
)

TOKEN_FUNCTIONS = {known.selector: TokenFunction(known, effect) for known, effect in _KNOWN}
"""By selector."""


def parts_of_batch(values: Sequence[Any]) -> list[bytes] | None:
    """The single transfers of `safeBatchTransferFrom`, as calldata; None where ids and amounts don't match.

    What is handed on to the receiver is left out: calldata can be made in which it would be there for each of them.
    """
    owner, to, numbers, amounts, _ = values
    if len(numbers) != len(amounts):
        return None
    return [
        MULTI_TOKEN_TRANSFER.encode([owner, to, number, amount, b""])
        for number, amount in zip(numbers, amounts, strict=True)
    ]
