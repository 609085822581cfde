"""What the service remembers: transactions, their confirmations, delegates; and how they look in answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils import keccak

from sandbox.chain.safe import safe_transaction, typed_data_preimage


@dataclass(frozen=True)
class SafeTx:
    """The fields that a Safe's owners sign."""

    safe: ChecksumAddress
    to: ChecksumAddress
    value: int
    data: bytes
    operation: int
    safe_tx_gas: int
    base_gas: int
    gas_price: int
    gas_token: ChecksumAddress
    refund_receiver: ChecksumAddress
    nonce: int

    def hash(self, chain_id: int) -> bytes:
        """The EIP-712 hash by which the Safe (1.3.0 and later) knows it."""
        return keccak(self.preimage(chain_id))

    def preimage(self, chain_id: int) -> bytes:
        """What is hashed."""
        return typed_data_preimage(
            safe_transaction(
                chain_id, self.safe, self.to, self.value, self.data, self.operation, self.nonce,
                safeTxGas=self.safe_tx_gas, baseGas=self.base_gas, gasPrice=self.gas_price,
                gasToken=self.gas_token, refundReceiver=self.refund_receiver,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Confirmation:
    """An owner's signature."""

    owner: ChecksumAddress
    signature: bytes
    kind: str
    at: datetime


@dataclass(frozen=True)
class Execution:
    """What the chain says became of a transaction."""

    transaction_hash: str
    block_number: int
    at: datetime
    executor: ChecksumAddress
    success: bool
    gas_used: int
    gas_price: int


@dataclass
class Recorded:
    """A transaction as the service knows it."""

    tx: SafeTx
    hash: bytes
    origin: Any
    trusted: bool
    proposer: ChecksumAddress | None
    proposed_by_delegate: ChecksumAddress | None
    created: datetime
    modified: datetime
    confirmations: dict[ChecksumAddress, Confirmation] = field(default_factory=dict)
    execution: Execution | None = None

    def signatures(self) -> bytes:
        """All confirmations in the order of their owners, as execTransaction takes them."""
        ordered = sorted(self.confirmations.values(), key=lambda each: int(each.owner, 16))
        heads, tails = b"", b""
        for each in ordered:
            head, tail = each.signature[:65], each.signature[65:]
            if tail:
                # The bytes of a contract's signature stand behind all others, and its head says where.
                place = 65 * len(ordered) + len(tails)
                head = head[:32] + place.to_bytes(32, "big") + head[64:]
            heads, tails = heads + head, tails + tail
        return heads + tails

    def as_json(self, threshold: int) -> dict[str, Any]:
        """The answer's object: numbers that may be large are decimal text."""
        tx, done = self.tx, self.execution
        joined = self.signatures()
        return {
            "safe": tx.safe,
            "to": tx.to,
            "value": str(tx.value),
            "data": "0x" + tx.data.hex() if tx.data else None,
            "operation": tx.operation,
            "gasToken": tx.gas_token,
            "safeTxGas": str(tx.safe_tx_gas),
            "baseGas": str(tx.base_gas),
            "gasPrice": str(tx.gas_price),
            "refundReceiver": tx.refund_receiver,
            "nonce": str(tx.nonce),
            "executionDate": moment(done.at) if done else None,
            "submissionDate": moment(self.created),
            "modified": moment(self.modified),
            "blockNumber": done.block_number if done else None,
            "transactionHash": done.transaction_hash if done else None,
            "safeTxHash": "0x" + self.hash.hex(),
            "proposer": self.proposer,
            "proposedByDelegate": self.proposed_by_delegate,
            "executor": done.executor if done else None,
            "isExecuted": done is not None,
            "isSuccessful": done.success if done else None,
            "ethGasPrice": str(done.gas_price) if done else None,
            "maxFeePerGas": None,
            "maxPriorityFeePerGas": None,
            "gasUsed": done.gas_used if done else None,
            "fee": str(done.gas_used * done.gas_price) if done else None,
            "origin": self.origin if isinstance(self.origin, str) else json.dumps(self.origin),
            "dataDecoded": None,
            "confirmationsRequired": threshold,
            "confirmations": [confirmation_json(each) for each in self.confirmations.values()],
            "trusted": self.trusted,
            "signatures": "0x" + joined.hex() if joined else None,
        }


@dataclass(frozen=True)
class Delegate:
    """Somebody who may propose for an owner, to one Safe or (safe None) to all of the owner's."""

    safe: ChecksumAddress | None
    delegate: ChecksumAddress
    delegator: ChecksumAddress
    label: str
    expires: datetime | None

    def as_json(self) -> dict[str, Any]:
        """The answer's object."""
        return {
            "safe": self.safe,
            "delegate": self.delegate,
            "delegator": self.delegator,
            "label": self.label,
            "expiryDate": moment(self.expires) if self.expires else None,
        }


def confirmation_json(confirmation: Confirmation) -> dict[str, Any]:
    """A confirmation in an answer."""
    return {
        "owner": confirmation.owner,
        "submissionDate": moment(confirmation.at),
        "transactionHash": None,
        "signature": "0x" + confirmation.signature.hex(),
        "signatureType": confirmation.kind,
    }


def moment(at: datetime) -> str:
    """A moment as the service writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
