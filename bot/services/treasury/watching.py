"""What moderators have their treasury look at, and by which feeds it is valued. Each change is in the public log."""

import re
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.errors import BadSetting, NoCode, WrongContract
from bot.domain.errors.chain.contracts import AnswersOtherwise
from bot.domain.errors.governance.settings import ExpectedDuration, ExpectedName
from bot.domain.errors.treasury import (
    ContractNeeded,
    FeedForPieces,
    FeedNotInDollars,
    FeedWithoutPrice,
    HasTarget,
    NameOfTarget,
    NoTokenId,
    NotWatched,
    TokenIdNeeded,
    TreasuryFull,
)
from bot.domain.ids import Address, ChainId, ChannelId, GuildId
from bot.domain.policy.bounds import MOST_UNITS
from bot.domain.quantities import duration
from bot.domain.treasury.positions import POSITIONS, AnyPosition
from bot.domain.treasury.positions.of_contract import ContractPosition
from bot.domain.treasury.prices import Price, price_of
from bot.domain.treasury.settings import (
    LONGEST_HEARTBEAT,
    MOST_WATCHED,
    SHORTEST_HEARTBEAT,
    USUAL_HEARTBEAT,
    Feed,
    TreasurySettings,
    Watched,
)
from bot.services.accounts.reading import AccountReading
from bot.services.actors import Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Chain, Clock, TreasuryReader, UnitOfWork
from bot.services.treasury.known_assets import is_same

LONGEST_SYMBOL = 16
_SYMBOL = re.compile(rf"[A-Za-z][A-Za-z0-9._+-]{{0,{LONGEST_SYMBOL - 1}}}")
_TOKEN_ID = re.compile(r"[0-9]{1,78}")
_IN_DOLLARS = re.compile(r".*/\s*USD", re.IGNORECASE)


class Wanted(msgspec.Struct, frozen=True):
    """A position as a moderator typed it."""

    kind: str
    """One of `POSITIONS`."""
    symbol: str
    contract: str = ""
    token_id: str = ""
    feed: str = ""
    heartbeat: str = ""
    chain: str = ""
    """The first one where none is named."""


class Watching(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    reader: TreasuryReader
    account_reading: AccountReading
    clock: Clock
    wake_signal: WakeSignal

    async def settings(self, guild: GuildId, channel: ChannelId | None = None) -> TreasurySettings:
        """What the treasury of the space of the channel looks at by its own word. Raises NotSetUp,
        StoredDataInvalid."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            return await repositories.treasuries.of_space(space.id)

    async def watch(self, actor: Actor, wanted: Wanted) -> tuple[Watched, str]:
        """Have the treasury look at a position; what it had of the same before makes room, even if that was counted
        in another way.

        Returns it with what the feed says of itself. Raises NotModerator, NotSetUp, UnknownChain, BadSetting,
        BadAddress, NoCode, WrongContract, FeedNotInDollars, FeedWithoutPrice, FeedForPieces, TreasuryFull,
        ChainUnavailable.
        """
        await self._require_moderator(actor)
        chain = chain_named(self.chains, wanted.chain)
        symbol = wanted.symbol.strip()
        if not _SYMBOL.fullmatch(symbol):
            raise BadSetting("name", wanted.symbol, ExpectedName(LONGEST_SYMBOL))
        position = await self._position(actor.guild, wanted, chain)
        at = await chain.finalized()
        decimals = await self._decimals(position, chain, at)
        feed, description = await self._feed(actor.guild, wanted, position, chain, at)
        made = Watched(position=position, symbol=symbol, decimals=decimals, feed=feed)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            before = await repositories.treasuries.of_space(space.id)
            kept = [each for each in before.watched if not is_same(each.position, position)]
            if _named_as_a_target(made, before):
                raise BadSetting("name", symbol, NameOfTarget())
            if len(kept) >= MOST_WATCHED:
                raise TreasuryFull(MOST_WATCHED)
            after = before.model_copy(update={"watched": (*kept, made)})
            await repositories.treasuries.set(space.id, after, now)
            await log_act(repositories, actor, "treasury watch", at=now, space=space, details=_details(made))
        self.wake_signal.send()
        return made, description

    async def forget(self, actor: Actor, symbol: str) -> tuple[Watched, ...]:
        """Look no more at what is called so; on every chain. Raises NotModerator, NotSetUp, NotWatched,
        HasTarget."""
        now, wanted = self.clock.now(), symbol.strip().casefold()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            before = await repositories.treasuries.of_space(space.id)
            gone = tuple(each for each in before.watched if each.symbol.casefold() == wanted)
            if not gone:
                raise NotWatched(symbol, tuple(dict.fromkeys(each.symbol for each in before.watched)))
            if held := [each for each in gone if each.position in before.targeted]:
                raise HasTarget(held[0].symbol)
            kept = tuple(each for each in before.watched if each not in gone)
            await repositories.treasuries.set(space.id, before.model_copy(update={"watched": kept}), now)
            for each in gone:
                details = _details(each)
                await log_act(repositories, actor, "treasury forget", at=now, space=space, details=details)
        self.wake_signal.send()
        return gone

    async def _require_moderator(self, actor: Actor) -> None:
        async with self.uow.reading() as repositories:
            require_moderator(actor, await repositories.spaces.of_channel(actor.guild, actor.channel))

    async def _position(self, guild: GuildId, wanted: Wanted, chain: Chain) -> AnyPosition:
        kind = POSITIONS[wanted.kind]
        fields: dict[str, object] = {"chain": chain.id}
        if issubclass(kind, ContractPosition):
            if not wanted.contract.strip():
                raise BadSetting("address", "", ContractNeeded())
            fields["contract"] = await self.account_reading.account(guild, wanted.contract, chain)
        typed = wanted.token_id.strip()
        if kind.numbered:
            if not typed:
                raise BadSetting("number", typed, TokenIdNeeded())
            if not _TOKEN_ID.fullmatch(typed) or int(typed) > MOST_UNITS:
                raise BadSetting("number", typed, NoTokenId())
            fields["token_id"] = int(typed)
        elif typed:
            raise BadSetting("number", typed, NoTokenId())
        return kind.model_validate(fields)

    async def _decimals(self, position: AnyPosition, chain: Chain, at: BlockRef) -> int | None:
        if not isinstance(position, ContractPosition):
            return None
        if not await chain.has_code(position.contract, at):
            raise NoCode(position.contract, chain.id)
        told, answer = await self.reader.about(position, at)
        if isinstance(answer, Undetermined):
            raise WrongContract(position.contract, position.kind, AnswersOtherwise("balanceOf", answer.why))
        if told.decimals is None:
            raise WrongContract(position.contract, position.kind, AnswersOtherwise("decimals()", ""))
        return told.decimals

    async def _feed(
        self, guild: GuildId, wanted: Wanted, position: AnyPosition, chain: Chain, at: BlockRef
    ) -> tuple[Feed | None, str]:
        """A feed that tells dollars, and tells them now."""
        if not wanted.feed.strip():
            return None, ""
        if not position.priced:
            raise FeedForPieces(position.kind)
        heartbeat = _heartbeat(wanted.heartbeat)
        contract = await self.account_reading.account(guild, wanted.feed, chain)
        if not await chain.has_code(contract, at):
            raise NoCode(contract, chain.id)
        found = await self.reader.feed(contract, at)
        if not _IN_DOLLARS.fullmatch(found.description):
            raise FeedNotInDollars(contract, found.description)
        price = price_of(found.told, contract, heartbeat, at, None)
        if not isinstance(price, Price):
            raise FeedWithoutPrice(contract, price)
        return Feed(contract=contract, heartbeat=heartbeat, decimals=price.decimals), found.description


def _named_as_a_target(made: Watched, settings: TreasurySettings) -> bool:
    """Whether something else has a target by the name: what is to be sold and bought is told by names."""
    others = [each for each in settings.watched if each.position != made.position]
    named = [each.position for each in others if each.symbol.casefold() == made.symbol.casefold()]
    return any(each in settings.targeted for each in named)


def _heartbeat(text: str) -> timedelta:
    if not text.strip():
        return USUAL_HEARTBEAT
    found = duration("heartbeat", text)
    if not SHORTEST_HEARTBEAT <= found <= LONGEST_HEARTBEAT:
        raise BadSetting("heartbeat", text, ExpectedDuration())
    return found


def _details(watched: Watched) -> dict[str, str]:
    position = watched.position
    details = {"kind": position.kind, "name": watched.symbol, "chain": str(position.chain)}
    if isinstance(position, ContractPosition):
        details["account"] = Address(position.contract)
    if watched.feed is not None:
        details["feed"] = watched.feed.contract
    return details
