"""The proposals of a server that one looks for, page by page, as the reader may see them.

What the database tells of a phase at any time is asked of it; in which state a proposal is now, and whether the reader
has voted, is looked at of those that it finds.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from bot.domain.errors import NothingToFind, TrackUnknown, VotingNotOpen
from bot.domain.ids import GuildId, MemberId, ProposalId, ProposalNumber, TrackId
from bot.domain.proposals.search import Phase, Search
from bot.domain.proposals.state import State
from bot.domain.proposals.words import words_to_find
from bot.domain.spaces.space import Space, Track, UnreadableTrack
from bot.services.actors import Actor
from bot.services.ports import UnitOfWork
from bot.services.proposals.listing import Listed, Listing
from bot.services.voting.casting.budgets import Budgets
from bot.services.voting.live.live_votes import LiveVotes

PAGE = 10
LOOKED_THROUGH = 200
"""So many at most for one page: where few of them are looked for, the next page goes on behind these."""
_AT_ONCE = 25


class StateGroup(StrEnum):
    """The states in which those are that are looked for."""

    OPEN = "open"
    TO_VOTE = "to_vote"
    """On which the reader can vote, and has not yet."""
    STAKED = "staked"
    """Open until they pass, by what members stake."""
    DISCUSSED = "discussed"
    PASSED = "passed"
    """Whatever is, or was, to be done about it; without what was vetoed or failed."""
    AWAITED = "awaited"
    """Passed, and something of it is still to be done."""
    EXECUTED = "executed"
    DEFEATED = "defeated"
    FAILED = "failed"
    """Passed, and not carried out."""
    STOPPED = "stopped"


_STATES: dict[StateGroup, tuple[Phase, frozenset[State]]] = {
    StateGroup.OPEN: (Phase.OPEN, frozenset({State.VOTING, State.PAUSED})),
    StateGroup.TO_VOTE: (Phase.OPEN, frozenset({State.VOTING})),
    StateGroup.STAKED: (Phase.OPEN, frozenset({State.VOTING, State.PAUSED})),
    StateGroup.DISCUSSED: (Phase.BEFORE_VOTE, frozenset({State.DISCUSSION, State.PENDING})),
    StateGroup.PASSED: (
        Phase.PASSED,
        frozenset({State.TIMELOCK, State.EXECUTION, State.EXECUTED, State.PASSED}),
    ),
    StateGroup.AWAITED: (Phase.PASSED, frozenset({State.TIMELOCK, State.EXECUTION})),
    StateGroup.EXECUTED: (Phase.PASSED, frozenset({State.EXECUTED})),
    StateGroup.DEFEATED: (Phase.DEFEATED, frozenset({State.DEFEATED})),
    StateGroup.FAILED: (Phase.PASSED, frozenset({State.EXPIRED, State.FAILED})),
    StateGroup.STOPPED: (Phase.STOPPED, frozenset({State.WITHDRAWN, State.CANCELLED, State.VETOED})),
}


class Wanted(msgspec.Struct, frozen=True):
    """What a reader looks for; what is left out may be anything."""

    group: StateGroup | None = None
    track: TrackId | None = None
    author: MemberId | None = None
    words: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        return self == Wanted()


class Found(msgspec.Struct, frozen=True):
    """One page."""

    listed: Sequence[Listed]
    """The newest first."""
    newer: ProposalNumber | None
    """The page before has higher numbers than this; None where this one is the first."""
    older: ProposalNumber | None
    """The page behind has lower numbers than this; None where there is nothing behind."""
    track: str | None = None
    """The name of the track on which they are; None where that may be any."""


class FindingProposals(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    listing: Listing
    live_votes: LiveVotes
    budgets: Budgets

    async def wanted(
        self,
        actor: Actor,
        *,
        state: str = "",
        track: str = "",
        author: MemberId | None = None,
        text: str = "",
    ) -> Wanted:
        """What a command asks for. `track` is what `suggested` says of one, or its name.

        Raises NothingToFind for a text without a word, TrackUnknown.
        """
        words = words_to_find(text)
        if text.strip() and not words:
            raise NothingToFind
        return Wanted(
            StateGroup(state) if state else None,
            await self._track(actor, track) if track else None,
            author,
            words,
        )

    async def tracks(self, guild: GuildId) -> list[tuple[Space, Track]]:
        """All tracks of the server's spaces, retired ones too."""
        async with self.uow.reading() as repositories:
            tree = await repositories.spaces.tree(guild)
            if not tree.spaces:
                return []
            return [
                (space, track)
                for _, space in tree.walk()
                for track in await repositories.spaces.tracks(space.id)
            ]

    async def page(
        self,
        actor: Actor,
        wanted: Wanted,
        *,
        below: ProposalNumber | None = None,
        above: ProposalNumber | None = None,
    ) -> Found:
        """The newest of those with a number below this one or, where `above` is given, the oldest of those above it.

        Raises TrackUnknown for a track of another server.
        """
        track = None if wanted.track is None else await self._name(actor.guild, wanted.track)
        found: list[Listed] = []
        last: ProposalNumber | None = below if above is None else above
        looked, exhausted = 0, False
        while len(found) <= PAGE and looked < LOOKED_THROUGH and not exhausted:
            numbered, listed = await self._next(actor.guild, wanted, last, upwards=above is not None)
            looked, exhausted = looked + len(numbered), len(numbered) < _AT_ONCE
            for number, proposal in numbered:
                if len(found) > PAGE:
                    break
                last = number
                each = listed.get(proposal)
                if each is not None and await self._is_wanted(actor, wanted, each):
                    found.append(each)
        shown = found[:PAGE]
        goes_on = len(found) > PAGE or not exhausted
        beyond = (shown[-1].proposal.number if len(found) > PAGE else last) if goes_on else None
        if above is None:
            newer = None if below is None else shown[0].proposal.number if shown else _next_to(below, -1)
            return Found(shown, newer, beyond, track)
        older = shown[0].proposal.number if shown else _next_to(above, 1)
        return Found(shown[::-1], beyond, older, track)

    async def _next(
        self, guild: GuildId, wanted: Wanted, last: ProposalNumber | None, *, upwards: bool
    ) -> tuple[list[tuple[ProposalNumber, ProposalId]], dict[ProposalId, Listed]]:
        """The next ones that may be wanted, and those of them that can be read."""
        phase = _STATES[wanted.group][0] if wanted.group else None
        search = Search(phase, wanted.track, wanted.author, wanted.words)
        limits = {"above": last} if upwards else {"below": last}
        async with self.uow.reading() as repositories:
            numbered = await repositories.proposals.search(guild, search, limit=_AT_ONCE, **limits)
            proposals = await repositories.proposals.get_many([proposal for _, proposal in numbered])
            listed = await self.listing.listed(repositories, proposals.values())
        return numbered, {each.proposal.id: each for each in listed}

    async def _is_wanted(self, actor: Actor, wanted: Wanted, listed: Listed) -> bool:
        if wanted.group is None:
            return True
        if listed.state not in _STATES[wanted.group][1]:
            return False
        if wanted.group is StateGroup.STAKED:
            return listed.proposal.rules.open_ended
        if wanted.group is StateGroup.TO_VOTE:
            return listed.takes_votes and await self._waits_for(actor, listed.proposal.id)
        return wanted.group is not StateGroup.OPEN or listed.takes_votes

    async def _waits_for(self, actor: Actor, proposal: ProposalId) -> bool:
        """Whether the member could vote and hasn't. Who holds nothing in this vote could not; whose power is not known
        may."""
        live_vote = await self.live_votes.get(proposal)
        if actor.member in live_vote.voting:
            return False
        try:
            _, power = await self.budgets.known(proposal, actor.member, actor.roles)
        except VotingNotOpen:
            # It was paused or ended since it was found.
            return False
        return power != 0

    async def _name(self, guild: GuildId, wanted: TrackId) -> str:
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_track(wanted)
            if space is None or space.guild != guild:
                raise TrackUnknown(str(wanted), ())
            tracks: list[Track | UnreadableTrack] = [
                *await repositories.spaces.tracks(space.id),
                *await repositories.spaces.unreadable_tracks(space.id),
            ]
        return next(track.name for track in tracks if track.id == wanted)

    async def _track(self, actor: Actor, typed: str) -> TrackId:
        tracks = await self.tracks(actor.guild)
        for _, track in tracks:
            # First: any track may be called by digits, even those of another one.
            if typed == suggested(track):
                return track.id
        named = {track.name.casefold(): track.id for _, track in reversed(tracks)}
        wanted = " ".join(typed.split()).casefold()
        if wanted in named:
            async with self.uow.reading() as repositories:
                here = await repositories.spaces.of_channel(actor.guild, actor.channel)
            # A part may have a track of the same name as another one: that of the channel is meant.
            of_here = {track.name.casefold(): track.id for space, track in tracks if space.id == here.id}
            return of_here.get(wanted, named[wanted])
        raise TrackUnknown(typed, tuple(track.name for _, track in tracks))


def suggested(track: Track) -> str:
    """By which a track is told from all others, whatever they are called."""
    return f"track:{track.id}"


def _next_to(number: ProposalNumber, by: int) -> ProposalNumber:
    return ProposalNumber(max(0, number + by))
