"""What markups share that are read outside of Discord: it resolves no mention there, so that links lead to it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Self

from bot.domain.accounts.chain_pages import ChainPages
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, RoleId, TransactionHash, is_nobody
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.markup.plain_text import nobody


@dataclass(frozen=True)
class OutsideDiscord(ABC):
    """The part of `bot.wording.markup.markup.Markup` that says who and what is meant."""

    pages: ChainPages = field(default_factory=ChainPages)
    chain: ChainId | None = None
    """The one that accounts are of, where that is known."""
    forms: ShortForms | None = None

    @abstractmethod
    def name(self, text: str, limit: int | None = 60) -> str: ...

    @abstractmethod
    def code(self, text: str) -> str: ...

    @abstractmethod
    def link(self, text: str, url: str) -> str: ...

    def telling_apart(self, forms: ShortForms) -> Self:
        return replace(self, forms=forms)

    def elsewhere(self, chain: ChainId) -> Self:
        return replace(self, chain=chain)

    def chain_name(self, chain: ChainId) -> str:
        return self.name(self.pages.name(chain) or str(chain))

    def transaction(self, transaction: TransactionHash, chain: ChainId) -> str:
        url = self.pages.transaction(chain, transaction)
        return self.code(transaction) if url is None else self.link(self.code(transaction), url)

    def safe_page(self, chain: ChainId, safe: Address, safe_tx_hash: TransactionHash) -> str | None:
        return self.pages.safe_transaction(chain, safe, safe_tx_hash)

    def governor_page(self, chain: ChainId, governor: Address, proposal: str) -> str | None:
        return self.pages.governor_proposal(chain, governor, proposal)

    def member(self, member: MemberId) -> str:
        """Nobody's name is known here; Discord shows it to who follows the link."""
        if is_nobody(member):
            return nobody(member)
        return self.link(self.code(str(member)), f"https://discord.com/users/{member}")

    def role(self, role: RoleId) -> str:
        return self.code(str(role))

    def channel(self, channel: ChannelId) -> str:
        return self.code(str(channel))
