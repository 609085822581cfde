"""A Safe transaction: its EIP-712 hash, computed here (Safe.sol 1.3.0 to 1.5.0, `SafeTx`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak

from bot.domain.actions import Action, Operation
from bot.domain.executors import SafeTransaction
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.actions.abi import function
from bot.execution.safe.multi_send import multi_send

ZERO_ADDRESS = Address("0x0000000000000000000000000000000000000000")

_GET_TRANSACTION_HASH = function(
    "getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, "
    "uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce)"
)
_APPROVE_HASH = function("approveHash(bytes32 hash)")
_TYPES = {
    "EIP712Domain": [
        {"name": "chainId", "type": "uint256"},
        {"name": "verifyingContract", "type": "address"},
    ],
    "SafeTx": [
        {"name": parameter.name, "type": parameter.type} for parameter in _GET_TRANSACTION_HASH.parameters
    ],
}


@dataclass(frozen=True)
class SafeTx:
    """What a Safe's owners sign. Nothing is refunded: gas fields, token and receiver are zero."""

    to: Address
    value: int
    data: bytes
    operation: Operation
    nonce: int

    @classmethod
    def of(cls, transaction: SafeTransaction) -> "SafeTx":
        """The stored transaction."""
        return cls(
            Address(transaction.to),
            transaction.value,
            bytes.fromhex(transaction.data[2:]),
            Operation(transaction.operation),
            transaction.nonce,
        )

    @classmethod
    def making(cls, actions: Sequence[Action], multi_send_at: Address, nonce: int) -> "SafeTx":
        """One call as it is, several through MultiSendCallOnly.

        Raises ValueError without actions and for actions that are not plain calls.
        """
        if not actions or any(action.operation is not Operation.CALL for action in actions):
            raise ValueError("a Safe transaction is made of one or more plain calls")
        if len(actions) == 1:
            (action,) = actions
            return cls(action.to, action.value, bytes.fromhex(action.data[2:]), Operation.CALL, nonce)
        data = bytes.fromhex(multi_send(actions)[2:])
        return cls(multi_send_at, 0, data, Operation.DELEGATE_CALL, nonce)

    def typed_data(self, chain: ChainId, safe: Address) -> dict[str, Any]:
        """The EIP-712 document, as wallets show and sign it."""
        return {
            "types": _TYPES,
            "primaryType": "SafeTx",
            "domain": {"chainId": chain, "verifyingContract": safe},
            "message": {
                "to": self.to,
                "value": self.value,
                "data": self.data,
                "operation": int(self.operation),
                "safeTxGas": 0,
                "baseGas": 0,
                "gasPrice": 0,
                "gasToken": ZERO_ADDRESS,
                "refundReceiver": ZERO_ADDRESS,
                "nonce": self.nonce,
            },
        }

    def hash(self, chain: ChainId, safe: Address) -> bytes:
        """The 32 bytes by which the Safe knows it."""
        return keccak(self.preimage(chain, safe))

    def preimage(self, chain: ChainId, safe: Address) -> bytes:
        """What is hashed: the Safe's `encodeTransactionData`."""
        message = encode_typed_data(full_message=self.typed_data(chain, safe))
        return b"\x19" + message.version + message.header + message.body

    def call_for_hash(self) -> bytes:
        """Calldata of the Safe's own `getTransactionHash`, to compare."""
        return _GET_TRANSACTION_HASH.selector + encode(
            _GET_TRANSACTION_HASH.types,
            [
                self.to,
                self.value,
                self.data,
                int(self.operation),
                0,
                0,
                0,
                ZERO_ADDRESS,
                ZERO_ADDRESS,
                self.nonce,
            ],
        )


def approve_calldata(safe_tx_hash: TransactionHash) -> str:
    """Calldata that an owner sends to the Safe to confirm without a transaction service: `approveHash`."""
    return "0x" + _APPROVE_HASH.encode([bytes.fromhex(safe_tx_hash[2:])]).hex()
