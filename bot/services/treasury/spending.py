"""What a space's tracks have spent, may still spend, and wait to have carried out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ChainId, ChannelId, GuildId, TrackId
from bot.domain.power import OfContract, PowerRule
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space, Track
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.settings import TreasurySettings
from bot.domain.treasury.spending import Spent, SpentBy, Sum, summed
from bot.services.execution.track_limits import Budget, TrackLimits
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.treasury.known_assets import settings_with_those_of_the_whole

LOOKED_BACK = timedelta(days=366)
_COIN_DECIMALS = 18
MOST_SPENT = 5_000
"""Payments that are added up; of more the newest ones."""


class Spending(msgspec.Struct, frozen=True):
    """What was spent, added up one way."""

    space: Space
    by: SpentBy
    sums: tuple[Sum, ...]
    tracks: Mapping[TrackId, str]
    """Their names."""
    assets: Mapping[AssetRef, tuple[str, int] | None]
    """Symbol and decimals of each asset, as policies and the treasury's settings have them; None where neither does."""
    since: datetime
    cut: bool
    """Whether there was more than is added up."""


class Paid(msgspec.Struct, frozen=True):
    """What was paid of one asset."""

    asset: AssetRef
    amount: int
    """In base units."""
    times: int
    named: tuple[str, int] | None
    """Symbol and decimals; None where nobody says what it is called."""


class Pending(msgspec.Struct, frozen=True):
    """A request that waits to be carried out."""

    proposal: Proposal
    request: ExecutionRequest
    thread: ChannelId | None


class TrackBudget(msgspec.Struct, frozen=True):
    """What a track may still spend; no budgets where its policy has no limits."""

    track: Track
    budgets: tuple[Budget, ...]


class SpaceBudgets(msgspec.Struct, frozen=True):
    """What the tracks of a space may still spend."""

    tracks: tuple[TrackBudget, ...]
    above: tuple[Budget, ...]
    """Of all of them together, by the limits of the space and of those above it; empty where there are none."""


class TreasurySpending(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    track_limits: TrackLimits
    clock: Clock

    async def spending(self, guild: GuildId, by: SpentBy, channel: ChannelId | None = None) -> Spending:
        """What was carried out within a year, of the space of the channel. Raises NotSetUp, StoredDataInvalid."""
        since = self.clock.now() - LOOKED_BACK
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            tracks = await repositories.spaces.tracks(space.id)
            settings = await settings_with_those_of_the_whole(repositories, space)
            spent = await repositories.execution_requests.spent(space.id, since, MOST_SPENT + 1)
        cut = len(spent) > MOST_SPENT
        spent = spent[:MOST_SPENT]
        named = self._named({each.asset for each in spent}, tracks, settings)
        names = {track.id: track.name for track in tracks}
        return Spending(space, by, summed(spent, by), names, named, since, cut)

    async def between(self, guild: GuildId, since: datetime, until: datetime) -> list[Paid]:
        """What was carried out in a server and its parts from `since` on and before `until`, by asset. Raises NotSetUp,
        StoredDataInvalid."""
        spent: list[Spent] = []
        tracks: list[Track] = []
        async with self.uow.reading() as repositories:
            root = await repositories.spaces.of_guild(guild)
            settings = await repositories.treasuries.of_space(root.id)
            for space in (await repositories.spaces.tree(guild)).spaces:
                tracks += await repositories.spaces.tracks(space.id)
                newest = await repositories.execution_requests.spent(space.id, since, MOST_SPENT)
                spent += [each for each in newest if each.at < until]
        named = self._named({each.asset for each in spent}, tracks, settings)
        amounts: dict[AssetRef, list[int]] = {}
        for each in spent:
            amounts.setdefault(each.asset, []).append(each.outlay.amount)
        return [Paid(asset, sum(found), len(found), named[asset]) for asset, found in amounts.items()]

    def _named(
        self, assets: Collection[AssetRef], tracks: Sequence[Track], settings: TreasurySettings
    ) -> dict[AssetRef, tuple[str, int] | None]:
        """Symbol and decimals, as policies and the treasury's settings have them; None where neither does."""
        named: dict[AssetRef, tuple[str, int] | None] = dict.fromkeys(assets)
        for track in tracks:
            policy = track.policy
            token = _token_of_power(policy.power)
            if token is not None and token in named:
                named[token] = (policy.power.symbol, policy.power.decimals)
            if policy.limits is None or policy.executor is None:
                continue
            for each in policy.limits.spending:
                asset = AssetRef(policy.executor.chain, each.asset)
                if asset in named:
                    named[asset] = (each.symbol, each.decimals)
        for watched in settings.watched:
            if watched.position.asset in named and watched.decimals is not None:
                named[watched.position.asset] = (watched.symbol, watched.decimals)
        for asset in named:
            if asset.contract is None and asset.chain in self.chains:
                named[asset] = (self.chains[asset.chain].native, _COIN_DECIMALS)
        return named

    async def requests(self, guild: GuildId, channel: ChannelId | None = None) -> tuple[Space, list[Pending]]:
        """What waits to be carried out in the space of the channel, the oldest first. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            found: list[Pending] = []
            for proposal in await repositories.proposals.live_in_space(space.id):
                for request in proposal.requests:
                    if request.execution is None and request.asked_again_at is None:
                        thread = await repositories.messages.get(proposal.id, "thread")
                        found.append(Pending(proposal, request, thread.channel if thread else None))
        return space, sorted(found, key=lambda each: each.request.prepared_at)

    async def budgets(self, guild: GuildId, channel: ChannelId | None = None) -> SpaceBudgets:
        """What each track of the space of the channel that pays out may still spend, and what all of them may by what
        was set from above. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            tracks = [
                TrackBudget(track, await self.track_limits.budgets_by(repositories, track.id, track.policy))
                for track in await repositories.spaces.tracks(space.id)
                if track.retired_at is None and track.policy.executor is not None
            ]
            return SpaceBudgets(tuple(tracks), await self.track_limits.budgets_above(repositories, space.id))


def _token_of_power(rule: PowerRule) -> AssetRef | None:
    """The token that power is counted in; None where it isn't that of one token alone, as it is."""
    match rule.sources:
        case [OfContract(sendable=True, weight=1, chain=chain, contract=contract)] if rule.curve == "linear":
            return AssetRef(chain, contract)
    return None
