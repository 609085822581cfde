"""A Safe of three owners with coins and two tokens, and a registry that it may call."""

from dataclasses import dataclass

from bot.domain.ids import Address
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe


@dataclass(frozen=True)
class Treasury:
    local: LocalChain
    safe: LocalSafe
    folk: Contract
    dollar: Contract
    registry: Contract

    @property
    def owners(self) -> tuple[Account, ...]:
        return self.safe.owners

    @property
    def address(self) -> Address:
        return Address(self.safe.address)
