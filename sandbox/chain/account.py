"""Accounts of the sandbox: keys from words, so that every run has the same addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from eth_account import Account as Keys
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils import keccak

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
