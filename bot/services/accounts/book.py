"""The address book of a space: how it calls accounts. Each change is in the public log."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.accounts.accounts import LONGEST_LABEL, BookEntry, is_label
from bot.domain.accounts.look_alikes import Names
from bot.domain.errors import BadLabel, BookFull, LabelTaken, NotInBook
from bot.domain.ids import ChainId, GuildId
from bot.services.accounts.reading import AccountReading
from bot.services.actors import Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Chain, Clock, UnitOfWork

MOST_ENTRIES = 100


class AddressBookKeeping(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    account_reading: AccountReading
    clock: Clock
    wake_signal: WakeSignal

    async def entries(self, guild: GuildId) -> list[BookEntry]:
        """All entries, by chain and name. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            return await repositories.address_book.of_space(space.id)

    async def add(self, actor: Actor, name: str, account: str, chain: str = "") -> BookEntry:
        """Call an account so, on this chain (the first one where none is named).

        Raises NotModerator, NotSetUp, UnknownChain, BadLabel, BadAddress, LabelTaken, BookFull, ChainUnavailable.
        """
        name = name.strip()
        await self._require_moderator(actor)
        if not is_label(name):
            raise BadLabel(name, LONGEST_LABEL)
        on = chain_named(self.chains, chain)
        found = await self.account_reading.account(actor.guild, account, on)
        now = self.clock.now()
        entry = BookEntry(on.id, name, found, actor.member, now)
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            entries = await repositories.address_book.of_space(space.id)
            refuse_taken(entries, entry)
            if len(entries) >= MOST_ENTRIES:
                raise BookFull(MOST_ENTRIES)
            await repositories.address_book.add(space.id, entry)
            await log_act(repositories, actor, "address add", at=now, details=entry_details(entry))
        self.wake_signal.send()
        return entry

    async def remove(self, actor: Actor, name: str, chain: str = "") -> BookEntry:
        """Take an entry out; where several chains have the name, that of the chain that is named, or of the first.

        Proposals that were written with it keep the address. Raises NotModerator, NotSetUp, UnknownChain, NotInBook.
        """
        on = chain_named(self.chains, chain) if chain.strip() else None
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            entries = await repositories.address_book.of_space(space.id)
            wanted = name.strip().casefold()
            entry = next(
                (
                    each
                    for each in entries
                    if each.key == wanted and on in (None, self.chains.get(each.chain))
                ),
                None,
            )
            if entry is None:
                raise NotInBook(name, tuple(dict.fromkeys(each.name for each in entries)))
            await repositories.address_book.remove(space.id, entry.chain, entry.key)
            await log_act(repositories, actor, "address remove", at=now, details=entry_details(entry))
        self.wake_signal.send()
        return entry

    async def _require_moderator(self, actor: Actor) -> None:
        async with self.uow.reading() as repositories:
            require_moderator(actor, await repositories.spaces.of_guild(actor.guild))


def refuse_taken(entries: Sequence[BookEntry], entry: BookEntry) -> None:
    """Raises LabelTaken for a name that the chain has, or that can't be told from one that it has."""
    names = Names()
    for each in entries:
        if each.chain == entry.chain:
            names.add(each.name)
    earlier = names.add(entry.name)
    for each in entries:
        if each.chain == entry.chain and each.name == earlier:
            raise LabelTaken(each.name, each.account)


def entry_details(entry: BookEntry) -> dict[str, str]:
    """What the public log says of a change of it."""
    return {"name": entry.name, "account": entry.account, "chain": str(entry.chain)}
