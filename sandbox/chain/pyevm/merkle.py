"""Merkle Patricia tries (yellow paper, appendix D) that never change: to write is to make another one.

Nodes are objects which both tries share, and which know their encoding once somebody has asked for it; py-evm's own
trie reads and writes each of them as bytes, over and over. A path is what is left of a key, as hexadecimal digits.
"""

from __future__ import annotations

from eth_hash.auto import keccak
from eth_typing import Hash32

BLANK_ROOT = Hash32(keccak(b"\x80"))
"""The root of a trie in which nothing is."""
_NOTHING = b"\x80"
_DIGITS = 16


class Node:
    """A part of a trie, and as such a trie."""

    __slots__ = ("_encoded", "_reference")

    def __init__(self) -> None:
        self._encoded: bytes | None = None
        self._reference: bytes | None = None

    @property
    def encoded(self) -> bytes:
        """As RLP."""
        if self._encoded is None:
            self._encoded = self._encode()
        return self._encoded

    @property
    def reference(self) -> bytes:
        """How the node above names this one: by its hash, or by itself where that is shorter."""
        if self._reference is None:
            encoded = self.encoded
            self._reference = encoded if len(encoded) < 32 else b"\xa0" + keccak(encoded)
        return self._reference

    def _encode(self) -> bytes:
        raise NotImplementedError


class Leaf(Node):
    __slots__ = ("path", "value")

    def __init__(self, path: str, value: bytes) -> None:
        super().__init__()
        self.path, self.value = path, value

    def _encode(self) -> bytes:
        return _list(_string(_packed(self.path, "2")) + _string(self.value))


class Extension(Node):
    __slots__ = ("below", "path")

    def __init__(self, path: str, below: Branch) -> None:
        super().__init__()
        self.path, self.below = path, below

    def _encode(self) -> bytes:
        return _list(_string(_packed(self.path, "0")) + self.below.reference)


class Branch(Node):
    __slots__ = ("below",)

    def __init__(self, below: list[Node | None]) -> None:
        super().__init__()
        self.below = below

    def _encode(self) -> bytes:
        references = [_NOTHING if node is None else node.reference for node in self.below]
        # No key of a state ends where another one goes on: a branch has no value.
        return _list(b"".join(references) + _NOTHING)


Trie = Node | None


def root(trie: Trie) -> Hash32:
    """The hash by which the whole trie is known."""
    return BLANK_ROOT if trie is None else Hash32(keccak(trie.encoded))


def get(trie: Trie, key: bytes) -> bytes | None:
    """What is at a key; None where nothing is."""
    node, path = trie, key.hex()
    while node is not None:
        if isinstance(node, Branch):
            node, path = node.below[int(path[0], 16)], path[1:]
        elif isinstance(node, Leaf):
            return node.value if node.path == path else None
        elif isinstance(node, Extension) and path.startswith(node.path):
            path = path[len(node.path) :]
            node = node.below
        else:
            return None
    return None


def put(trie: Trie, key: bytes, value: bytes) -> Node:
    """The trie with this value, which isn't empty, at a key. No key is the beginning of another one."""
    return _put(trie, key.hex(), value)


def without(trie: Trie, key: bytes) -> Trie:
    """The trie with nothing at a key."""
    return _without(trie, key.hex())


def proof(trie: Trie, key: bytes) -> list[bytes]:
    """The encoded nodes from the root to what is at a key, or to where it is seen that nothing is. A node that is part
    of the one above isn't listed by itself."""
    node, path = trie, key.hex()
    found: list[bytes] = []
    while node is not None:
        if not found or len(node.encoded) >= 32:
            found.append(node.encoded)
        if isinstance(node, Branch):
            node, path = node.below[int(path[0], 16)], path[1:]
        elif isinstance(node, Extension) and path.startswith(node.path):
            path = path[len(node.path) :]
            node = node.below
        else:
            break
    return found


def _put(node: Trie, path: str, value: bytes) -> Node:
    if node is None:
        return Leaf(path, value)
    if isinstance(node, Branch):
        below = list(node.below)
        digit = int(path[0], 16)
        below[digit] = _put(below[digit], path[1:], value)
        return Branch(below)
    assert isinstance(node, Leaf | Extension)
    shared = _shared(node.path, path)
    if isinstance(node, Leaf):
        if node.path == path:
            return Leaf(path, value)
        rest: Node = Leaf(node.path[shared + 1 :], node.value)
    elif shared == len(node.path):
        return _joined(node.path, _put(node.below, path[shared:], value))
    else:
        rest = _joined(node.path[shared + 1 :], node.below)
    below = [None] * _DIGITS
    below[int(node.path[shared], 16)] = rest
    below[int(path[shared], 16)] = Leaf(path[shared + 1 :], value)
    return _joined(path[:shared], Branch(below))


def _without(node: Trie, path: str) -> Trie:
    if isinstance(node, Leaf):
        return None if node.path == path else node
    if isinstance(node, Extension):
        if not path.startswith(node.path):
            return node
        below = _without(node.below, path[len(node.path) :])
        assert below is not None
        return node if below is node.below else _joined(node.path, below)
    if isinstance(node, Branch):
        digit = int(path[0], 16)
        changed = _without(node.below[digit], path[1:])
        if changed is node.below[digit]:
            return node
        left = [*node.below[:digit], changed, *node.below[digit + 1 :]]
        there = [place for place, each in enumerate(left) if each is not None]
        if len(there) > 1:
            return Branch(left)
        only = left[there[0]]
        assert only is not None
        return _joined(f"{there[0]:x}", only)
    return None


def _joined(path: str, node: Node) -> Node:
    """A node that is reached by this path."""
    if not path:
        return node
    if isinstance(node, Leaf):
        return Leaf(path + node.path, node.value)
    if isinstance(node, Extension):
        return Extension(path + node.path, node.below)
    assert isinstance(node, Branch)
    return Extension(path, node)


def _shared(one: str, other: str) -> int:
    """How many digits both begin with."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _packed(path: str, kind: str) -> bytes:
    """Digits as bytes, with what they belong to ("2" for a leaf, "0" for an extension) and whether they are odd."""
    return bytes.fromhex(f"{int(kind) + 1}{path}" if len(path) % 2 else f"{kind}0{path}")


def _string(data: bytes) -> bytes:
    if len(data) == 1 and data[0] < 0x80:
        return data
    return _length(len(data), 0x80) + data


def _list(content: bytes) -> bytes:
    return _length(len(content), 0xC0) + content


def _length(size: int, kind: int) -> bytes:
    if size < 56:
        return bytes([kind + size])
    written = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([kind + 55 + len(written)]) + written
