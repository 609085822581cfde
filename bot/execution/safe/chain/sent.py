"""Executions of Safes as they stand in the calldata of the chain's transactions, whoever sent them."""

from collections.abc import Iterator

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.domain.ids import Address, ChainId, checksummed
from bot.execution.actions.known import EXEC_TRANSACTION
from bot.execution.safe.transaction import hash_of_values

_MOST = 20
"""`execTransaction` may stand so often in one transaction of the chain."""


class SentExecution(msgspec.Struct, frozen=True):
    """What one `execTransaction` was called with."""

    to: Address
    value: int
    data: bytes
    operation: int
    refund: tuple[int, int, int, str, str]
    """safeTxGas, baseGas, gasPrice, gasToken, refundReceiver."""

    def hash(self, chain: ChainId, safe: Address, nonce: int) -> str:
        """The safeTxHash that it has at this nonce, as 0x-prefixed hex."""
        values = [self.to, self.value, self.data, self.operation, *self.refund, nonce]
        return "0x" + hash_of_values(chain, safe, values).hex()


def executions_in(data: bytes) -> Iterator[SentExecution]:
    """Each `execTransaction` in the calldata: of the Safe itself, or handed on by some other contract."""
    place = data.find(EXEC_TRANSACTION.selector)
    for _ in range(_MOST):
        if place < 0:
            return
        try:
            to, value, inner, operation, *refund, _ = decode(
                EXEC_TRANSACTION.types, data[place + 4 :], strict=False
            )
        except (DecodingError, OverflowError):
            pass
        else:
            account = checksummed(to)
            yield SentExecution(account, value, inner, operation, tuple(refund))
        place = data.find(EXEC_TRANSACTION.selector, place + 1)
