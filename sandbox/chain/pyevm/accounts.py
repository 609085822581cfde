"""The accounts of a state, for py-evm: as its own `AccountDB` keeps them, several times as fast.

Each change notes what was there before, so that a call which fails takes its changes back; what was changed becomes
part of the tries once a block is done. The states of all blocks share one store, as they share most of their accounts.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

import rlp
from eth.abc import AccountDatabaseAPI, MetaWitnessAPI
from eth.constants import EMPTY_SHA3
from eth.db.witness import MetaWitness
from eth.typing import JournalDBCheckpoint
from eth.validation import validate_uint64, validate_uint256
from eth_hash.auto import keccak
from eth_typing import Address, Hash32
from eth_utils import big_endian_to_int

from sandbox.chain.pyevm import merkle

_KNOWN = 1 << 14
_ABSENT: Any = object()
hashed = lru_cache(_KNOWN)(keccak)
"""The key of an address or a slot in its trie."""


class Account(NamedTuple):
    """What a state's trie says of an address."""

    nonce: int = 0
    balance: int = 0
    storage_root: Hash32 = merkle.BLANK_ROOT
    code_hash: Hash32 = EMPTY_SHA3

    def encoded(self) -> bytes:
        """As RLP."""
        return bytes(rlp.encode([self.nonce, self.balance, self.storage_root, self.code_hash]))


_NOBODY = Account()


class Store:
    """All tries and codes ever, by their hashes."""

    def __init__(self) -> None:
        self.tries: dict[Hash32, merkle.Trie] = {merkle.BLANK_ROOT: None}
        self.codes: dict[Hash32, bytes] = {EMPTY_SHA3: b""}

    def account(self, state_root: Hash32, address: Address) -> Account | None:
        """Of a state that was persisted; None where nobody is."""
        found = merkle.get(self.tries[state_root], hashed(address))
        return None if found is None else _account(found)

    def slot(self, storage_root: Hash32, slot: int) -> int:
        """What a storage that was persisted has there."""
        found = merkle.get(self.tries[storage_root], hashed(slot.to_bytes(32, "big")))
        return 0 if found is None else big_endian_to_int(rlp.decode(found))

    def kept(self, trie: merkle.Trie) -> Hash32:
        """The root of a trie, by which it is found from now on."""
        root = merkle.root(trie)
        self.tries.setdefault(root, trie)
        return root


class Accounts(AccountDatabaseAPI):
    """The accounts as they are while a block or a call is executed."""

    def __init__(self, store: Any, state_root: Hash32 = merkle.BLANK_ROOT) -> None:
        """`store`: a Store; py-evm has it for a database of bytes."""
        self._store: Store = store
        self._root = state_root
        self._changed: dict[Address, Account | None] = {}
        self._slots: dict[tuple[Address, int], int] = {}
        """Those that were written since the last block."""
        self._wiped: dict[Address, bool] = {}
        """Whose storage was deleted since the last block, before what `_slots` has of it."""
        self._warm: dict[Any, bool] = {}
        """Addresses and slots which the transaction has paid for already (EIP-2929)."""
        self._before: dict[tuple[Address, int], int] = {}
        """What slots that the transaction has written had before it."""
        self._transient: dict[tuple[Address, int], bytes] = {}
        """What lasts for the transaction (EIP-1153)."""
        self._undo: list[tuple[dict[Any, Any], Any, Any]] = []
        self._checkpoints: dict[int, int] = {}
        self._numbers = count()
        self._read_accounts: dict[Address, Account | None] = {}
        self._read_slots: dict[tuple[Address, int], int] = {}

    @property
    def state_root(self) -> Hash32:
        return self._root

    @state_root.setter
    def state_root(self, value: Hash32) -> None:
        if value != self._root:
            raise ValueError("a state becomes no other one: open it")

    def has_root(self, state_root: bytes) -> bool:
        return state_root in self._store.tries

    def get_storage(self, address: Address, slot: int, from_journal: bool = True) -> int:
        place = address, slot
        if not from_journal and (before := self._before.get(place)) is not None:
            return before
        written = self._slots.get(place)
        if written is not None:
            return written
        if address in self._wiped:
            return 0
        read = self._read_slots.get(place)
        if read is None:
            persisted = self._persisted(address)
            root = merkle.BLANK_ROOT if persisted is None else persisted.storage_root
            read = self._read_slots[place] = self._store.slot(root, slot)
        return read

    def set_storage(self, address: Address, slot: int, value: int) -> None:
        validate_uint256(value, title="Storage Value")
        place = address, slot
        if place not in self._before:
            self._set(self._before, place, self.get_storage(address, slot))
        self._set(self._slots, place, value)

    def delete_storage(self, address: Address) -> None:
        for place in [place for place in self._slots if place[0] == address]:
            self._set(self._slots, place, _ABSENT)
        self._set(self._wiped, address, True)

    def is_storage_warm(self, address: Address, slot: int) -> bool:
        return (address, slot) in self._warm

    def mark_storage_warm(self, address: Address, slot: int) -> None:
        if (address, slot) not in self._warm:
            self._set(self._warm, (address, slot), True)

    def is_address_warm(self, address: Address) -> bool:
        return address in self._warm

    def mark_address_warm(self, address: Address) -> None:
        if address not in self._warm:
            self._set(self._warm, address, True)

    def transient(self, address: Address, slot: int) -> bytes:
        """What the transaction has put there for itself."""
        return self._transient.get((address, slot), b"")

    def set_transient(self, address: Address, slot: int, value: bytes) -> None:
        self._set(self._transient, (address, slot), value)

    def forget_transient(self) -> None:
        """The transaction is over."""
        self._transient.clear()

    def get_balance(self, address: Address) -> int:
        return self._account(address).balance

    def set_balance(self, address: Address, balance: int) -> None:
        validate_uint256(balance, title="Account Balance")
        self._set(self._changed, address, self._account(address)._replace(balance=balance))

    def get_nonce(self, address: Address) -> int:
        return self._account(address).nonce

    def set_nonce(self, address: Address, nonce: int) -> None:
        validate_uint64(nonce, title="Nonce")
        self._set(self._changed, address, self._account(address)._replace(nonce=nonce))

    def increment_nonce(self, address: Address) -> None:
        self.set_nonce(address, self.get_nonce(address) + 1)

    def get_code(self, address: Address) -> bytes:
        return self._store.codes[self._account(address).code_hash]

    def set_code(self, address: Address, code: bytes) -> None:
        # Codes are found by their hash: one that is taken back disturbs nobody.
        code_hash = Hash32(keccak(code))
        self._store.codes.setdefault(code_hash, code)
        self._set(self._changed, address, self._account(address)._replace(code_hash=code_hash))

    def get_code_hash(self, address: Address) -> Hash32:
        return self._account(address).code_hash

    def delete_code(self, address: Address) -> None:
        self._set(self._changed, address, self._account(address)._replace(code_hash=EMPTY_SHA3))

    def account_has_code_or_nonce(self, address: Address) -> bool:
        account = self._account(address)
        return account.nonce != 0 or account.code_hash != EMPTY_SHA3

    def account_exists(self, address: Address) -> bool:
        return self._found(address) is not None

    def account_is_empty(self, address: Address) -> bool:
        return not self.account_has_code_or_nonce(address) and self.get_balance(address) == 0

    def touch_account(self, address: Address) -> None:
        if not self.account_exists(address):
            self._set(self._changed, address, _NOBODY)

    def delete_account(self, address: Address) -> None:
        self.delete_storage(address)
        self._set(self._changed, address, None)

    def record(self) -> JournalDBCheckpoint:
        checkpoint = next(self._numbers)
        self._checkpoints[checkpoint] = len(self._undo)
        checkpoints: Any = checkpoint
        return checkpoints  # type: ignore[no-any-return]

    def discard(self, checkpoint: JournalDBCheckpoint) -> None:
        until = self._checkpoints[checkpoint]
        while len(self._undo) > until:
            where, key, value = self._undo.pop()
            if value is _ABSENT:
                del where[key]
            else:
                where[key] = value
        self._forget(checkpoint)

    def commit(self, checkpoint: JournalDBCheckpoint) -> None:
        self._forget(checkpoint)

    def lock_changes(self) -> None:
        """The transaction is over: nothing of it is taken back any more."""
        self._undo.clear()
        self._checkpoints.clear()
        self._warm.clear()
        self._before.clear()

    def make_state_root(self) -> Hash32:
        self.lock_changes()
        written: dict[Address, dict[int, int]] = {address: {} for address in self._wiped}
        for (address, slot), value in self._slots.items():
            written.setdefault(address, {})[slot] = value
        for address, slots in written.items():
            self._write_storage(address, slots)
        trie = self._store.tries[self._root]
        for address, account in self._changed.items():
            key = hashed(address)
            trie = merkle.without(trie, key) if account is None else merkle.put(trie, key, account.encoded())
        self._root = self._store.kept(trie)
        for each in (self._changed, self._slots, self._wiped, self._read_accounts, self._read_slots):
            each.clear()
        return self._root

    def persist(self) -> MetaWitnessAPI:
        self.make_state_root()
        return MetaWitness(set(), {})

    def _write_storage(self, address: Address, slots: dict[int, int]) -> None:
        persisted = self._persisted(address)
        wiped = persisted is None or address in self._wiped
        trie = None if wiped else self._store.tries[persisted.storage_root]  # type: ignore[union-attr]
        for slot, value in slots.items():
            key = hashed(slot.to_bytes(32, "big"))
            trie = merkle.put(trie, key, rlp.encode(value)) if value else merkle.without(trie, key)
        account = self._found(address)
        if account is not None or trie is not None:
            root = self._store.kept(trie)
            self._changed[address] = (account or _NOBODY)._replace(storage_root=root)

    def _account(self, address: Address) -> Account:
        return self._found(address) or _NOBODY

    def _found(self, address: Address) -> Account | None:
        found = self._changed.get(address, _ABSENT)
        return self._persisted(address) if found is _ABSENT else found

    def _persisted(self, address: Address) -> Account | None:
        """As the last block left it."""
        read = self._read_accounts.get(address, _ABSENT)
        if read is _ABSENT:
            read = self._read_accounts[address] = self._store.account(self._root, address)
        return read  # type: ignore[no-any-return]

    def _set(self, where: dict[Any, Any], key: Any, value: Any) -> None:
        self._undo.append((where, key, where.get(key, _ABSENT)))
        if value is _ABSENT:
            del where[key]
        else:
            where[key] = value

    def _forget(self, checkpoint: JournalDBCheckpoint) -> None:
        self._checkpoints.pop(checkpoint, None)


@lru_cache(_KNOWN)
def _account(encoded: bytes) -> Account:
    nonce, balance, storage_root, code_hash = rlp.decode(encoded)
    return Account(big_endian_to_int(nonce), big_endian_to_int(balance), storage_root, code_hash)
