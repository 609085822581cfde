"""Which account is whose: names for addresses, and what is known of contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils import to_checksum_address

from bot.domain.quantities import tokens
from sandbox.chain.contract import Contract, artifact

_WELL_KNOWN = ("VotesToken", "PlainToken", "Safe", "MultiSendCallOnly", "TokenGovernor")
"""What a call to a contract that isn't in the book may be."""


@dataclass(frozen=True)
class Token:
    """A token of the sandbox."""

    contract: Contract
    name: str
    symbol: str
    decimals: int = 18
    has_votes: bool = True
    """Whether who holds it delegates its votes (`delegate`, `delegates`, `getVotes`)."""

    def amount(self, units: int) -> str:
        """So many base units in words: `12.5 FOLK`."""
        return f"{tokens(units, self.decimals)} {self.symbol}"


@dataclass
class AddressBook:
    """Names are those of the sandbox's own people and contracts. Addresses are written in any case."""

    tokens: tuple[Token, ...] = ()
    contracts: Mapping[ChecksumAddress, tuple[str, Contract]] = field(default_factory=dict)
    """By address: what it is called, and what it can do."""
    people: Mapping[ChecksumAddress, str] = field(default_factory=dict)
    """The names of holders by the address of their account."""

    def token(self, address: str) -> Token | None:
        return next(
            (token for token in self.tokens if token.contract.address.lower() == address.lower()), None
        )

    def name_of(self, address: str) -> str:
        """What it is called; empty for one that nobody knows."""
        known = to_checksum_address(address)
        if token := self.token(known):
            return f"token {token.symbol}"
        if known in self.contracts:
            return self.contracts[known][0]
        return self.people.get(known, "")

    def told(self, address: str) -> str:
        """The address in full, with its name where it has one."""
        known = to_checksum_address(address)
        name = self.name_of(known)
        return f"{known} ({name})" if name else known

    def abis(self, address: str) -> list[list[dict[str, Any]]]:
        """What a contract there can do: its own interface, or those of usual contracts for one that isn't known."""
        known = to_checksum_address(address)
        if token := self.token(known):
            return [token.contract.abi]
        if known in self.contracts:
            return [self.contracts[known][1].abi]
        return [artifact(name).abi for name in _WELL_KNOWN]

    def knows(self, address: str) -> bool:
        return bool(self.name_of(address))
