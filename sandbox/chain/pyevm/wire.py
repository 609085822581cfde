"""How blocks, transactions, receipts and logs look over JSON-RPC (the execution API's schemas)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rlp
from eth.abc import SignedTransactionAPI
from eth_utils import keccak, to_checksum_address

from sandbox.chain.pyevm.evm import Executed
from sandbox.chain.pyevm.ledger import SUCCEEDED, Place

UNCLES = keccak(rlp.encode([]))
BLOCKS_KNOWN = 1 << 12
checksummed = lru_cache(BLOCKS_KNOWN)(to_checksum_address)
"""An address with the capitals of EIP-55."""


def quantity(number: int) -> str:
    """A number as JSON-RPC writes it: hexadecimal without leading zeros."""
    return hex(number)


def octets(data: bytes) -> str:
    """Bytes as JSON-RPC writes them."""
    return "0x" + data.hex()


def block_object(block: Executed, full: bool) -> dict[str, Any]:
    """A block, its transactions as hashes or in full."""
    header: Any = block.header
    transactions: list[Any] = [octets(each.hash) for each in block.transactions]
    if full:
        transactions = [transaction_object(Place(block, index)) for index in range(len(block.transactions))]
    return {
        "hash": octets(header.hash),
        "number": quantity(header.block_number),
        "parentHash": octets(header.parent_hash),
        "sha3Uncles": octets(header.uncles_hash),
        "miner": octets(header.coinbase),
        "stateRoot": octets(header.state_root),
        "transactionsRoot": octets(header.transaction_root),
        "receiptsRoot": octets(header.receipt_root),
        "logsBloom": octets(header.bloom.to_bytes(256, "big")),
        "difficulty": quantity(header.difficulty),
        "gasLimit": quantity(header.gas_limit),
        "gasUsed": quantity(header.gas_used),
        "timestamp": quantity(header.timestamp),
        "extraData": octets(header.extra_data),
        "mixHash": octets(header.mix_hash),
        "nonce": octets(header.nonce),
        "baseFeePerGas": quantity(header.base_fee_per_gas),
        "withdrawalsRoot": octets(header.withdrawals_root),
        "blobGasUsed": quantity(header.blob_gas_used),
        "excessBlobGas": quantity(header.excess_blob_gas),
        "parentBeaconBlockRoot": octets(header.parent_beacon_block_root),
        "requestsHash": octets(header.requests_hash),
        "size": quantity(len(rlp.encode(header)) + sum(len(each.encode()) for each in block.transactions)),
        "transactions": transactions,
        "uncles": [],
        "withdrawals": [],
    }


def transaction_object(place: Place) -> dict[str, Any]:
    """A transaction in its block."""
    header = place.block.header
    return {
        **waiting_object(place.block.transactions[place.index]),
        "blockHash": octets(header.hash),
        "blockNumber": quantity(header.block_number),
        "transactionIndex": quantity(place.index),
        "gasPrice": quantity(place.block.prices[place.index]),
    }


def waiting_object(transaction: Any) -> dict[str, Any]:
    """A transaction that isn't in a block yet."""
    kind = type_of(transaction)
    answer: dict[str, Any] = {
        "hash": octets(transaction.hash),
        "type": quantity(kind),
        "nonce": quantity(transaction.nonce),
        "from": checksummed(transaction.sender),
        "to": checksummed(transaction.to) if transaction.to else None,
        "value": quantity(transaction.value),
        "gas": quantity(transaction.gas),
        "gasPrice": quantity(transaction.max_fee_per_gas),
        "input": octets(transaction.data),
        "r": quantity(transaction.r),
        "s": quantity(transaction.s),
        "v": quantity(transaction.y_parity if kind else transaction.v),
        "blockHash": None,
        "blockNumber": None,
        "transactionIndex": None,
    }
    if transaction.chain_id is not None:
        answer["chainId"] = quantity(transaction.chain_id)
    if kind:
        answer["yParity"] = quantity(transaction.y_parity)
        answer["accessList"] = [
            {
                "address": checksummed(address),
                "storageKeys": [octets(slot.to_bytes(32, "big")) for slot in slots],
            }
            for address, slots in transaction.access_list
        ]
    if kind >= 2:
        answer["maxFeePerGas"] = quantity(transaction.max_fee_per_gas)
        answer["maxPriorityFeePerGas"] = quantity(transaction.max_priority_fee_per_gas)
    return answer


def receipt_object(place: Place) -> dict[str, Any]:
    """What came of a transaction."""
    block, index = place.block, place.index
    transaction, receipt = block.transactions[index], block.receipts[index]
    before = block.receipts[index - 1].gas_used if index else 0
    created = block.created[index]
    return {
        "transactionHash": octets(transaction.hash),
        "transactionIndex": quantity(index),
        "blockHash": octets(block.header.hash),
        "blockNumber": quantity(block.header.block_number),
        "from": checksummed(transaction.sender),
        "to": checksummed(transaction.to) if transaction.to else None,
        "cumulativeGasUsed": quantity(receipt.gas_used),
        "gasUsed": quantity(receipt.gas_used - before),
        "effectiveGasPrice": quantity(block.prices[index]),
        "contractAddress": checksummed(created) if created else None,
        "logs": [log for log in log_objects(block) if log["transactionIndex"] == quantity(index)],
        "logsBloom": octets(receipt.bloom.to_bytes(256, "big")),
        "status": quantity(int(receipt.state_root == SUCCEEDED)),
        "type": quantity(type_of(transaction)),
    }


@lru_cache(BLOCKS_KNOWN)
def log_objects(block: Executed) -> tuple[dict[str, Any], ...]:
    """All logs of a block, in order. Those who look for events ask for the same again and again: change none."""
    found = [(index, log) for index, receipt in enumerate(block.receipts) for log in receipt.logs]
    return tuple(
        {
            "address": checksummed(log.address),
            "topics": [octets(topic.to_bytes(32, "big")) for topic in log.topics],
            "data": octets(log.data),
            "blockNumber": quantity(block.header.block_number),
            "blockHash": octets(block.header.hash),
            "blockTimestamp": quantity(block.header.timestamp),
            "transactionHash": octets(block.transactions[index].hash),
            "transactionIndex": quantity(index),
            "logIndex": quantity(position),
            "removed": False,
        }
        for position, (index, log) in enumerate(found)
    )


def type_of(transaction: SignedTransactionAPI) -> int:
    """The EIP-2718 type, zero for a legacy transaction."""
    return transaction.type_id or 0
