"""What servers ask before they store anything, and who agreed."""

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.consent import Consent, ConsentTerms
from bot.domain.ids import GuildId, MemberId
from bot.storage.dialect import insert
from bot.storage.tables import consent_terms, consents

_ALL = select(consent_terms)
_TERMS = select(consent_terms).where(consent_terms.c.guild == bindparam("of"))
_NO_TERMS = delete(consent_terms).where(consent_terms.c.guild == bindparam("of"))
_WHOSE = consents.c.guild == bindparam("of"), consents.c.member == bindparam("whose")
_OF = select(consents).where(*_WHOSE)
_WITHDRAW = delete(consents).where(*_WHOSE)


class StoredConsents:
    """`ports.Consents`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all_terms(self) -> list[ConsentTerms]:
        found = await self._connection.execute(_ALL)
        return [ConsentTerms(GuildId(row.guild), row.words, row.at) for row in found]

    async def terms_of(self, guild: GuildId) -> ConsentTerms | None:
        row = (await self._connection.execute(_TERMS, {"of": guild})).one_or_none()
        return None if row is None else ConsentTerms(GuildId(row.guild), row.words, row.at)

    async def set_terms(self, guild: GuildId, terms: ConsentTerms | None) -> None:
        await self._connection.execute(_NO_TERMS, {"of": guild})
        if terms is not None:
            values = {"guild": guild, "words": terms.words, "at": terms.at}
            await self._connection.execute(insert(consent_terms).values(**values))

    async def of(self, guild: GuildId, member: MemberId) -> Consent | None:
        row = (await self._connection.execute(_OF, {"of": guild, "whose": member})).one_or_none()
        if row is None:
            return None
        return Consent(GuildId(row.guild), MemberId(row.member), row.version, row.locale, row.at)

    async def give(self, consent: Consent) -> None:
        await self.withdraw(consent.guild, consent.member)
        await self._connection.execute(insert(consents).values(**asdict(consent)))

    async def withdraw(self, guild: GuildId, member: MemberId) -> None:
        await self._connection.execute(_WITHDRAW, {"of": guild, "whose": member})
