"""On which tracks a member may propose: what they hold and what is missing, from one reading of the chains."""

from collections.abc import Mapping

import msgspec

from bot.domain.blocks import Reading
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId, Power
from bot.domain.power import AnySource, Holder, PowerRule, compose
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.execution.track_limits import Budget, TrackLimits
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.power.holders import holder_now
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.reputation.reputation import held_now

_Read = Mapping[tuple[str, Address], Reading]


class TrackChoice(msgspec.Struct, frozen=True):
    """A track, and what the member holds by its policy."""

    track: Track
    held: Power | None
    """None where it could not be read now."""

    budgets: tuple[Budget, ...] = ()
    """What the track may spend, and has spent of it, by its own limits and by those set from above."""

    @property
    def missing(self) -> Power | None:
        """What is missing of the threshold; 0 where it is met, None where nobody knows."""
        threshold = self.track.policy.proposal_threshold
        if threshold == 0:
            return 0
        return None if self.held is None else max(0, threshold - self.held)


class TrackEligibility(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    powers: Powers
    track_limits: TrackLimits
    clock: Clock

    async def tracks(self, actor: Actor) -> list[TrackChoice]:
        """The tracks that take proposals: first those whose threshold the member meets. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            tracks = [
                track for track in await repositories.spaces.tracks(space.id) if track.retired_at is None
            ]
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            now = self.clock.now()
            reputation = {
                track.id: await held_now(repositories, track, actor.member, now) for track in tracks
            }
            above = await self.track_limits.budgets_above(repositories, space.id)
            budgets = {
                track.id: (*await self.track_limits.budgets_by(repositories, track.id, track.policy), *above)
                for track in tracks
            }
        read = await self._read(tracks, tuple(wallet.address for wallet in linked))
        track_choices = []
        for track in tracks:
            rule = track.policy.power
            holder = holder_now(
                actor.member,
                linked,
                reputation[track.id],
                now,
                trust=track.policy.trust,
                roles=actor.roles & rule.roles,
            )
            readings = {
                (place, wallet): read[source.key, wallet]
                for place, source in enumerate(rule.sources)
                for wallet in holder.wallets
                if (source.key, wallet) in read
            }
            # A proposer's power is what they hold now: a holding rule speaks of the blocks before a snapshot.
            held = compose(rule, holder, readings).total
            track_choices.append(TrackChoice(track, held, budgets[track.id]))
        return sorted(track_choices, key=lambda track_choice: track_choice.missing != 0)

    async def _read(self, tracks: list[Track], wallets: tuple[Address, ...]) -> _Read:
        """Every source of any of the tracks for every wallet, each once. What a silent chain would say is left out."""
        sources: dict[str, AnySource] = {}
        for track in tracks:
            for source in track.policy.power.sources:
                sources.setdefault(source.key, source)
        rule = PowerRule(sources=tuple(sources.values()))
        try:
            at = await common_blocks(self.chains, chains_of(rule))
            found = await self.powers.now(rule, Holder(wallets), at)
        except ChainUnavailable:
            return {}
        return {
            (part.source.key, part.wallet): part.reading
            for part in found.contributions
            if part.wallet is not None
        }
