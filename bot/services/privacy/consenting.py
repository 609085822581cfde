"""Whether a server asks its members before anything is stored about them, and who has agreed.

It is asked at every click: what servers ask is in memory, and so are those of the last who agreed. A server that asks
for nothing costs a look into a dictionary.
"""

from datetime import datetime

from bot.domain.consent import LONGEST_WORDS, Consent, ConsentTerms
from bot.domain.errors import ConsentMissing, ConsentUnasked, TextTooLong
from bot.domain.errors.inputs import TextField
from bot.domain.ids import GuildId, MemberId
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork
from bot.services.remembered import Remembered

_REMEMBERED = 100_000
"""Members of whom it is in memory that they agreed; another one costs a query."""


class Consenting:
    def __init__(self, uow: UnitOfWork, clock: Clock, wake_signal: WakeSignal) -> None:
        self._uow = uow
        self._clock = clock
        self._wake_signal = wake_signal
        self._terms: dict[GuildId, ConsentTerms] | None = None
        """Of the servers that ask; None before the first look."""
        self._agreed = Remembered[tuple[GuildId, MemberId], str](_REMEMBERED)
        """To which version."""
        self._changes = 0
        """What was read before a change must not be remembered after it."""

    async def terms(self, guild: GuildId) -> ConsentTerms | None:
        """What a server asks; None where it asks for nothing."""
        if self._terms is not None:
            return self._terms.get(guild)
        changes = self._changes
        async with self._uow.reading() as repositories:
            found = {each.guild: each for each in await repositories.consents.all_terms()}
        if changes == self._changes:
            self._terms = found
        return found.get(guild)

    async def require(self, guild: GuildId, member: MemberId) -> None:
        """Raises ConsentMissing where the server asks first, and the member hasn't agreed to what it asks now."""
        terms = await self.terms(guild)
        if terms is None or self._agreed.get((guild, member)) == terms.version:
            return
        changes = self._changes
        given = await self.given(guild, member)
        if given is None or given.version != terms.version:
            raise ConsentMissing(terms)
        if changes == self._changes:
            self._agreed.remember((guild, member), given.version)

    async def given(self, guild: GuildId, member: MemberId) -> Consent | None:
        """What the member agreed to in the server, also where other things are asked now."""
        async with self._uow.reading() as repositories:
            return await repositories.consents.of(guild, member)

    async def agree(
        self, guild: GuildId, member: MemberId, version: str, locale: str, at: datetime
    ) -> ConsentTerms:
        """The member agrees to the terms of this version; who agreed to those that are asked now has nothing to add.
        Raises ConsentMissing where others are asked now, and ConsentUnasked where none are."""
        terms = await self.terms(guild)
        if terms is None:
            raise ConsentUnasked
        if terms.version != version:
            await self.require(guild, member)
            return terms
        changes = self._changes
        async with self._uow.writing() as repositories:
            await repositories.consents.give(Consent(guild, member, version, locale, at))
        if changes == self._changes:
            self._agreed.remember((guild, member), version)
        return terms

    async def withdraw(self, guild: GuildId, member: MemberId) -> None:
        """From now on the member is asked again. What is stored stays until they are erased."""
        async with self._uow.writing() as repositories:
            await repositories.consents.withdraw(guild, member)
        self._changes += 1
        self._agreed.pop((guild, member), None)

    async def ask(self, actor: Actor, words: str) -> ConsentTerms:
        """Have the server's members asked first. Raises NotSetUp, NotModerator, TextTooLong."""
        words = words.strip()
        if len(words) > LONGEST_WORDS:
            raise TextTooLong(TextField.CONSENT, len(words), LONGEST_WORDS)
        terms = ConsentTerms(actor.guild, words, self._clock.now())
        await self._set(actor, terms)
        return terms

    async def stop(self, actor: Actor) -> None:
        """Ask no more. Raises NotSetUp, NotModerator."""
        await self._set(actor, None)

    async def _set(self, actor: Actor, terms: ConsentTerms | None) -> None:
        async with self._uow.writing() as repositories:
            require_moderator(actor, await repositories.spaces.of_guild(actor.guild))
            before = await repositories.consents.terms_of(actor.guild)
            asked, known = (None if each is None else each.version for each in (terms, before))
            if asked == known:
                return
            await repositories.consents.set_terms(actor.guild, terms)
            details = {"asked": "no" if terms is None else "yes"}
            if terms is not None:
                details |= {"version": terms.version, "words": terms.words}
            await log_act(repositories, actor, "consent", at=self._clock.now(), details=details)
        self._changes += 1
        self._terms = None
        self._wake_signal.send()

    def forget(self) -> None:
        """Somebody was erased."""
        self._changes += 1
        self._agreed.clear()
