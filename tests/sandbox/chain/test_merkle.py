"""The tries of the embedded chain are those of the yellow paper: the same roots and proofs as py-evm's own trie has."""

from __future__ import annotations

import rlp
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st
from trie import HexaryTrie

from sandbox.chain.pyevm import merkle

# Few of each digit, so that keys begin alike; short values, so that nodes are parts of those above them.
keys = st.lists(st.sampled_from([0x00, 0x01, 0x10, 0x11, 0xFF]), min_size=4, max_size=4).map(bytes)
values = st.one_of(st.binary(min_size=1, max_size=3), st.binary(min_size=30, max_size=40))
changes = st.lists(st.tuples(keys, st.one_of(st.none(), values)), max_size=40)


def changed(steps: list[tuple[bytes, bytes | None]]) -> tuple[merkle.Trie, HexaryTrie]:
    trie: merkle.Trie = None
    other = HexaryTrie({})
    for key, value in steps:
        if value is None:
            trie = merkle.without(trie, key)
            other.delete(key)
        else:
            trie = merkle.put(trie, key, value)
            other.set(key, value)
    return trie, other


@given(changes)
def test_whatever_is_written_has_the_same_root_and_is_found_again(steps):
    trie, other = changed(steps)
    assert merkle.root(trie) == other.root_hash
    last = dict(steps)
    assert {key: merkle.get(trie, key) for key in last} == last


@given(changes, keys)
def test_a_proof_leads_from_the_root_to_what_is_at_a_key_or_to_nothing(steps, key):
    trie, other = changed(steps)
    proof = merkle.proof(trie, key)
    assert HexaryTrie.get_from_proof(other.root_hash, key, [rlp.decode(node) for node in proof]) == other.get(
        key
    )
    assert not proof or keccak(proof[0]) == other.root_hash


@given(changes, changes)
def test_to_write_leaves_a_trie_as_it_was(steps, later):
    trie, other = changed(steps)
    before = {key: merkle.get(trie, key) for key, _ in [*steps, *later]}
    again = trie
    for key, value in later:
        again = merkle.without(again, key) if value is None else merkle.put(again, key, value)
    assert merkle.root(trie) == other.root_hash
    assert {key: merkle.get(trie, key) for key in before} == before
