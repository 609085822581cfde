"""A proposed policy replayed over what a track has decided, before anybody adopts it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import structlog
from msgspec.structs import replace

from bot.domain.counting.errors import ElectionError
from bot.domain.errors import BadSetting, StoredDataInvalid
from bot.domain.errors.what_if import FileAlone
from bot.domain.ids import ProposalId, SpaceId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.model import Policy
from bot.domain.spaces.space import Track
from bot.domain.verification.errors import RecordError
from bot.domain.what_if.backtest import Backtest, Replayed, replayed, replayed_import, unexamined
from bot.domain.what_if.past_vote import past_vote
from bot.services.actors import Actor
from bot.services.governance.policies.policy_changes import Changes, changed_policy
from bot.services.governance.tracks.tracks import Tracks
from bot.services.ports import Clock, ImportedFigures, UnitOfWork

NEWEST = 100
"""So many votes are replayed."""
MOST_BYTES = 64 * 2**20
"""Of all their records together."""
_EVER = datetime.fromtimestamp(0, UTC)
_log = structlog.get_logger(__name__)


BACKTEST = Requirement(Effect.READ, frozenset({Who.MODERATORS}))


class Backtesting(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    tracks: Tracks
    clock: Clock
    _running: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)
    """One at a time: each has a thread to itself for as long as it takes."""

    async def of(
        self, actor: Actor, track: str, *, file: bytes | None, preset: str, changes: Changes
    ) -> tuple[Track, list[Backtest]]:
        """With the policy that the track would have by a file; without one by a preset, or by its own where none is
        named, and by these changes: over the track's own votes, and over those that were imported as the past of its
        space, where there are any. Nothing is changed.

        Raises BadSetting where a file is given and anything else, and what `Tracks.read` and `Tracks.proposed` raise.
        """
        if file is None:
            return await self._of(actor, track, await self.tracks.proposed(actor, track, preset, changes))
        if typed := next(filter(str.strip, (preset, changes.quorum, changes.sources)), None):
            raise BadSetting("file", typed, FileAlone())
        _, policy, _ = await self.tracks.read(actor, track, file)
        return await self._of(actor, track, policy)

    async def _of(self, actor: Actor, name: str, policy: Policy) -> tuple[Track, list[Backtest]]:
        track = await self.tracks.named(actor.guild, name, actor.channel)
        async with self.uow.reading() as repositories:
            settled = await repositories.proposals.settled_in_space(
                track.space, limit=NEWEST + 1, track=track.id
            )
            live = await repositories.proposals.live_on_track(track.id)
            imported = await repositories.imported_votes.figures(
                track.space, _EVER, self.clock.now(), NEWEST + 1
            )
        voted = sorted(
            (each for each in (*settled, *live) if each.closing is not None and each.pays_for is None),
            key=lambda each: each.number or 0,
            reverse=True,
        )
        async with self._running:
            found = [await self._replay(policy, [each.id for each in voted])]
            if imported:
                found.append(await self._replay_imported(track.space, policy, imported))
            return track, found

    async def _replay(self, policy: Policy, proposals: list[ProposalId]) -> Backtest:
        votes: list[Replayed] = []
        policies: list[Policy] = []
        unreadable = read = left_out = 0
        for place, proposal in enumerate(proposals):
            if place >= NEWEST or read > MOST_BYTES:
                left_out = len(proposals) - place
                break
            async with self.uow.reading() as repositories:
                record = await repositories.proposals.record(proposal)
            read += len(record or b"")
            try:
                vote, was = await asyncio.to_thread(_one, record or b"", policy)
            except (RecordError, ElectionError) as error:
                _log.warning("backtest.unreadable", proposal=proposal, why=str(error))
                unreadable += 1
                continue
            votes.append(vote)
            policies.append(was)
        return Backtest(policy, tuple(votes), unexamined(policies, policy), unreadable, left_out)

    async def _replay_imported(
        self, space: SpaceId, policy: Policy, imported: Sequence[ImportedFigures]
    ) -> Backtest:
        votes: list[Replayed] = []
        policies: list[Policy] = []
        read = left_out = unreadable = 0
        for place, each in enumerate(imported):
            if place >= NEWEST or read > MOST_BYTES:
                left_out = len(imported) - place
                break
            read += each.size
            try:
                if each.origin is None:
                    async with self.uow.reading() as repositories:
                        vote = await repositories.imported_votes.get(space, each.source, each.key)
                    if vote is not None:
                        votes.append(await asyncio.to_thread(replayed_import, vote, policy))
                    continue
                async with self.uow.reading() as repositories:
                    record = await repositories.imported_votes.document(space, each.source, each.key)
                replay, was = await asyncio.to_thread(_one_elsewhere, record or b"", policy)
            except (RecordError, ElectionError, StoredDataInvalid) as error:
                _log.warning("backtest.unreadable", imported=each.key, why=str(error))
                unreadable += 1
                continue
            votes.append(replay)
            policies.append(was)
        return Backtest(
            policy, tuple(votes), unexamined(policies, policy), unreadable, left_out, imported=True
        )


def _one(record: bytes, policy: Policy) -> tuple[Replayed, Policy]:
    """Raises RecordError, ElectionError."""
    past = past_vote(record)
    return replayed(past, policy), past.policy


def _one_elsewhere(record: bytes, policy: Policy) -> tuple[Replayed, Policy]:
    """Of another server: with the powers that members had there, and without the number that it had there. Raises
    RecordError, ElectionError."""
    past = past_vote(record)
    as_there = changed_policy(policy, past.policy.power, past.policy.executors, Changes())
    return replace(replayed(past, as_there), number=None), past.policy
