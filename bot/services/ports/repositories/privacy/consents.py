"""The repository of what servers ask before they store anything, and of who agreed."""

from typing import Protocol

from bot.domain.consent import Consent, ConsentTerms
from bot.domain.ids import GuildId, MemberId


class Consents(Protocol):
    async def all_terms(self) -> list[ConsentTerms]:
        """Of all servers that ask."""
        ...

    async def terms_of(self, guild: GuildId) -> ConsentTerms | None: ...

    async def set_terms(self, guild: GuildId, terms: ConsentTerms | None) -> None:
        """Ask this from now on, or nothing."""
        ...

    async def of(self, guild: GuildId, member: MemberId) -> Consent | None: ...

    async def give(self, consent: Consent) -> None:
        """In place of an earlier one."""
        ...

    async def withdraw(self, guild: GuildId, member: MemberId) -> None: ...
