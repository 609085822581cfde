"""Merkle proofs of accounts and their storage (EIP-1186)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth_typing import Address, Hash32
from eth_utils import to_checksum_address

from sandbox.chain.pyevm import merkle
from sandbox.chain.pyevm.accounts import Account, Store, hashed


def account_proof(store: Store, state_root: Hash32, address: Address, slots: Sequence[int]) -> dict[str, Any]:
    """The answer of `eth_getProof`: nodes from the root down, also where they prove that there is nothing."""
    account = store.account(state_root, address) or Account()
    return {
        "address": to_checksum_address(address),
        "accountProof": _nodes(store.tries[state_root], hashed(address)),
        "balance": hex(account.balance),
        "codeHash": "0x" + account.code_hash.hex(),
        "nonce": hex(account.nonce),
        "storageHash": "0x" + account.storage_root.hex(),
        "storageProof": [_storage_proof(store, account.storage_root, slot) for slot in slots],
    }


def _storage_proof(store: Store, root: Hash32, slot: int) -> dict[str, Any]:
    place = slot.to_bytes(32, "big")
    return {
        "key": "0x" + place.hex(),
        "value": hex(store.slot(root, slot)),
        "proof": _nodes(store.tries[root], hashed(place)),
    }


def _nodes(trie: merkle.Trie, key: bytes) -> list[str]:
    return ["0x" + node.hex() for node in merkle.proof(trie, key)]
