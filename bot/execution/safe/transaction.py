"""A Safe transaction: its EIP-712 hash, computed here (Safe.sol 1.3.0 to 1.5.0, `SafeTx`)."""

from collections.abc import Sequence
from typing import Any

import msgspec
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action, Operation
from bot.domain.executors import SafeTransaction
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.actions.abi import function
from bot.execution.actions.known import EXEC_TRANSACTION, MULTI_SEND
from bot.execution.safe.multi_send import multi_send, unpacked

ZERO_ADDRESS = Address("0x0000000000000000000000000000000000000000")

_GET_TRANSACTION_HASH = function(
    "getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, "
    "uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce)"
)
_DOMAIN = (("chainId", "uint256"), ("verifyingContract", "address"))
_APPROVE_HASH = function("approveHash(bytes32 hash)")
_DOMAIN_TYPE = keccak(text="EIP712Domain(uint256 chainId,address verifyingContract)")
_SAFE_TX_TYPE = keccak(
    text="SafeTx("
    + ",".join(f"{parameter.type} {parameter.name}" for parameter in _GET_TRANSACTION_HASH.parameters)
    + ")"
)


class SafeTx(msgspec.Struct, frozen=True):
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

    @classmethod
    def rejecting(cls, safe: Address, nonce: int) -> "SafeTx":
        """What does nothing but use the nonce up: how owners reject what else has it."""
        return cls(safe, 0, b"", Operation.CALL, nonce)

    def hash(self, chain: ChainId, safe: Address) -> bytes:
        """The 32 bytes by which the Safe knows it."""
        return keccak(self.preimage(chain, safe))

    def preimage(self, chain: ChainId, safe: Address) -> bytes:
        """What is hashed: the Safe's `encodeTransactionData`."""
        return _preimage(chain, safe, self._values(self.data))

    def message_hash(self) -> bytes:
        """The 32 bytes of the transaction alone, whichever Safe it is for."""
        return _message_hash(self._values(self.data))

    def document(self, chain: ChainId, safe: Address) -> dict[str, Any]:
        """What a wallet is shown and hashes itself (EIP-712, `eth_signTypedData_v4`); numbers
        of the message are text."""
        parameters = _GET_TRANSACTION_HASH.parameters
        values = self._values("0x" + self.data.hex())
        return {
            "types": {
                "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN],
                "SafeTx": [{"name": each.name, "type": each.type} for each in parameters],
            },
            "primaryType": "SafeTx",
            "domain": {"chainId": chain, "verifyingContract": safe},
            "message": {each.name: str(value) for each, value in zip(parameters, values, strict=True)},
        }

    def execution(self, signatures: bytes) -> bytes:
        """Calldata of the Safe's `execTransaction` with these signatures."""
        *values, _ = self._values(self.data)
        return EXEC_TRANSACTION.encode([*values, signatures])

    def call_for_hash(self) -> bytes:
        """Calldata of the Safe's own `getTransactionHash`, to compare."""
        return _GET_TRANSACTION_HASH.selector + encode(_GET_TRANSACTION_HASH.types, self._values(self.data))

    def _values(self, data: bytes | str) -> list[object]:
        """The parameters of `getTransactionHash` with this as their `data`."""
        nothing = (0, 0, 0, ZERO_ADDRESS, ZERO_ADDRESS)
        return [self.to, self.value, data, int(self.operation), *nothing, self.nonce]


def calls_in(chain: ChainId, tx: SafeTx) -> list[Action]:
    """The plain calls of which the transaction is made. Raises NotMultiSend."""
    if tx.operation is Operation.CALL:
        return [Action(chain, tx.to, tx.value, "0x" + tx.data.hex())]
    (packed,) = MULTI_SEND.read(tx.data) or (b"",)
    return unpacked(packed, chain)


def hash_of_values(chain: ChainId, safe: Address, values: Sequence[object]) -> bytes:
    """The 32 bytes by which a Safe knows a transaction with these parameters of `getTransactionHash`, also one that
    refunds gas."""
    return keccak(_preimage(chain, safe, values))


def _preimage(chain: ChainId, safe: Address, values: Sequence[object]) -> bytes:
    return b"\x19\x01" + domain_hash(chain, safe) + _message_hash(values)


def _message_hash(values: Sequence[object]) -> bytes:
    # EIP-712 hashes what has no fixed length before it is hashed with the rest.
    types = ["bytes32" if kind == "bytes" else kind for kind in _GET_TRANSACTION_HASH.types]
    hashed = [keccak(value) if isinstance(value, bytes) else value for value in values]
    return keccak(encode(["bytes32", *types], [_SAFE_TX_TYPE, *hashed]))


def domain_hash(chain: ChainId, safe: Address) -> bytes:
    """The 32 bytes that say for which Safe on which chain something is signed."""
    return keccak(encode(["bytes32", "uint256", "address"], [_DOMAIN_TYPE, chain, safe]))


def approve_calldata(safe_tx_hash: TransactionHash) -> str:
    """Calldata that an owner sends to the Safe to confirm without a transaction service: `approveHash`."""
    return "0x" + _APPROVE_HASH.encode([bytes.fromhex(safe_tx_hash[2:])]).hex()
