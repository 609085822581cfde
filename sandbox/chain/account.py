"""Accounts of the sandbox: keys from words, so that every run has the same addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import rlp
from eth_account import Account as Keys
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress, Hash32
from eth_utils import keccak

_DYNAMIC_FEE = b"\x02"
"""The type of a transaction with a fee of its own for who mines it (EIP-1559)."""
ACCOUNTS_KEPT = 256
"""Each chain has the same rich ones, and an address is costly to find."""


@dataclass(frozen=True)
class Account:
    """An externally owned account with its key."""

    key: LocalAccount

    @classmethod
    @lru_cache(ACCOUNTS_KEPT)
    def of(cls, seed: str) -> Account:
        """The account whose private key is keccak256 of the seed's UTF-8 bytes."""
        return cls(Keys.from_key(keccak(text=seed)))

    @property
    def address(self) -> ChecksumAddress:
        """The checksummed address."""
        return self.key.address

    def signed(self, priced: dict[str, Any], to: bytes, value: int, data: bytes) -> bytes:
        """A transaction as it is sent; `to` is empty where it deploys `data`. `priced`: its chain, nonce, gas and fees,
        by the names that JSON-RPC has for them. The library's own way, which checks what it is given and makes it three
        times, takes as long as all else that a transaction does here."""
        names = ("chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas")
        said = [*(priced[name] for name in names), to, value, data, []]
        signature = self.key.unsafe_sign_hash(Hash32(keccak(_DYNAMIC_FEE + rlp.encode(said))))
        encoded: bytes = rlp.encode([*said, signature.v - 27, signature.r, signature.s])
        return _DYNAMIC_FEE + encoded
