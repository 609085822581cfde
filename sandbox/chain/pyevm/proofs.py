"""Merkle proofs of accounts and their storage (EIP-1186)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rlp
from eth.abc import AtomicDatabaseAPI
from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3
from eth.rlp.accounts import Account
from eth_typing import Address, Hash32
from eth_utils import keccak, to_checksum_address
from trie import HexaryTrie


def account_proof(
    db: AtomicDatabaseAPI, state_root: Hash32, address: Address, slots: Sequence[int]
) -> dict[str, Any]:
    """The answer of `eth_getProof`: nodes from the root down, also where they prove that there is nothing."""
    trie = HexaryTrie(db, state_root)
    key = keccak(address)
    leaf = trie.get(key)
    account = rlp.decode(leaf, sedes=Account) if leaf else Account()
    return {
        "address": to_checksum_address(address),
        "accountProof": _nodes(trie, key),
        "balance": hex(account.balance),
        "codeHash": "0x" + (account.code_hash or EMPTY_SHA3).hex(),
        "nonce": hex(account.nonce),
        "storageHash": "0x" + account.storage_root.hex(),
        "storageProof": [_storage_proof(db, account.storage_root, slot) for slot in slots],
    }


def _storage_proof(db: AtomicDatabaseAPI, root: Hash32, slot: int) -> dict[str, Any]:
    place = slot.to_bytes(32, "big")
    if root == BLANK_ROOT_HASH:
        return {"key": "0x" + place.hex(), "value": "0x0", "proof": []}
    trie = HexaryTrie(db, root)
    key = keccak(place)
    stored = trie.get(key)
    value = int.from_bytes(rlp.decode(stored), "big") if stored else 0
    return {"key": "0x" + place.hex(), "value": hex(value), "proof": _nodes(trie, key)}


def _nodes(trie: Any, key: bytes) -> list[str]:
    """`trie` is a HexaryTrie, whose library has no types."""
    encoded = [rlp.encode(node) for node in trie.get_proof(key)]
    # A node shorter than a hash lives inside its parent and isn't listed by itself, except the root.
    return ["0x" + node.hex() for place, node in enumerate(encoded) if place == 0 or len(node) >= 32]
