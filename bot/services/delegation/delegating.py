"""Delegating: who delegates their power to whom, what delegates say of themselves, and what they did."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.domain.delegation.delegation import Delegation, Profile, check_new
from bot.domain.delegation.participation import Participation, participation
from bot.domain.elections.ballot import Ballot
from bot.domain.errors import (
    DelegateRefuses,
    DelegationOff,
    DelegationUnknown,
    TextTooLong,
    TrackUnknown,
)
from bot.domain.errors.inputs import (
    TextField,
)
from bot.domain.ids import ChannelId, GuildId, MemberId, ProposalId, TrackId
from bot.domain.notices.topics import Topic
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.facts import Closing, Opening
from bot.domain.quantities import base_units, duration, plain
from bot.domain.spaces.space import Space, Track
from bot.services.actors import Actor
from bot.services.delivery.notifications import Notice, TellMember
from bot.services.ports import Clock, Repositories, UnitOfWork

STATEMENT_LIMIT = 1_000
TOPICS_LIMIT = 200
CONFLICTS_LIMIT = 500
ACCEPTED_LIMIT = 60
ACCEPTED_PLACES = 18
"""Decimals of what a delegate accepts at most."""
VOTES_LOOKED_AT = 100
"""So many of the newest proposals are looked through for what a delegate did."""
DELEGATES_SHOWN = 25
EVERY_TRACK = "*"
"""Names the delegation for all tracks where a track's name could stand."""


class Made(msgspec.Struct, frozen=True):
    """A new delegation, or several among whom power is split."""

    delegations: tuple[Delegation, ...]
    """Of one topic; the one with the most parts first."""
    track: Track | None
    """None: for all tracks."""
    replaced: tuple[Delegation, ...]
    passed_on: bool
    """Whether a track on which it counts lets the delegate pass it on."""
    without: tuple[Track, ...]
    """Tracks that it is made for and whose policy has no delegation: there it doesn't count."""
    wallets: int
    """How many the delegator has linked: what they hold is what is delegated."""
    notify: bool
    """Whether they are told from now on how their delegates vote."""
    accepted: Mapping[MemberId, str]
    """What the delegates accept at most, who say so."""


class Mine(msgspec.Struct, frozen=True):
    """A member's delegations, those that are over among them."""

    made: tuple[Delegation, ...]
    received: tuple[Delegation, ...]
    wholes: Mapping[tuple[MemberId, TrackId | None], int]
    """How many parts each delegator gives on a topic, of which a delegation has some."""
    tracks: Mapping[TrackId, Track]
    accepted: Mapping[MemberId, str]
    """What the delegates accept at most, who say so."""


class Portrait(msgspec.Struct, frozen=True):
    """What everybody may know of a delegate."""

    member: MemberId
    profile: Profile | None
    delegators: int
    """Members who delegate to them now, on any track."""
    participation: Participation
    open: bool
    """Whether power may be delegated on any track."""


DELEGATE = Requirement(Effect.VOTE, frozenset({Who.EVERYONE}))
"""Also of who has no power yet: what they get later is delegated."""


class Delegating(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def delegate(
        self,
        actor: Actor,
        delegate: MemberId,
        *,
        track: str = "",
        until: str = "",
        notify: bool = False,
    ) -> Made:
        """Delegate the actor's power in votes that open from now on; it takes the place of the last one for this topic.

        `track` empty: on every track that has none of its own; `until`: how long, such as `90d`, empty: until it is
        revoked; `notify`: the actor wants to be told from now on how their delegates vote. Raises NotSetUp,
        TrackUnknown, DelegationOff, DelegationToOneself, DelegationOver, DelegationCycle, BadSetting.
        """
        return await self.split(actor, [(delegate, 1)], track=track, until=until, notify=notify)

    async def split(
        self,
        actor: Actor,
        shares: Sequence[tuple[MemberId, int]],
        *,
        track: str = "",
        until: str = "",
        notify: bool = False,
    ) -> Made:
        """Delegate to several at once: of the actor's power each gets so many parts of all that are named. See
        `delegate`, and raises BadParts besides, and DelegateRefuses for one who accepts nothing."""
        now = self.clock.now()
        ends = now + duration("until", until) if until.strip() else None
        async with self.uow.writing() as repositories:
            space, tracks = await _place(repositories, actor.guild, actor.channel)
            topic = _track(tracks, track) if track.strip() else None
            affected = tracks if topic is None else [topic]
            if not any(each.policy.delegation for each in affected):
                raise DelegationOff(topic.name if topic else None)
            about = topic.id if topic else None
            new = tuple(
                Delegation(actor.member, delegate, about, ends, now, parts)
                for delegate, parts in sorted(shares, key=lambda share: -share[1])
            )
            existing = await repositories.delegations.of_space(space.id)
            check_new(new, existing, [each.id for each in affected if _passed_on(each)], now)
            profiles = await repositories.profiles.of(space.id, [each.delegate for each in new])
            for member, profile in profiles.items():
                if profile.refuses:
                    raise DelegateRefuses(member)
            await repositories.delegations.set(space.id, new)
            if notify:
                await repositories.notices.add(actor.guild, actor.member, Topic.DELEGATE)
            for each in new:
                settings = await repositories.notices.of_member(actor.guild, each.delegate)
                if Topic.DELEGATED in settings.topics:
                    notice = Notice(Topic.DELEGATED, who=actor.member, space=space.id)
                    await repositories.outbox.add(TellMember(actor.guild, each.delegate, (notice,)), at=now)
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
        replaced = tuple(each for each in existing if (each.delegator, each.track) == (actor.member, about))
        without = tuple(each for each in affected if each.policy.delegation is None)
        return Made(
            new,
            topic,
            replaced,
            any(map(_passed_on, affected)),
            without,
            len(linked),
            notify,
            _accepted(profiles),
        )

    async def revoke(self, actor: Actor, track: str = "") -> list[Delegation]:
        """Take back what was delegated: on this track, `*` for the delegation for all tracks, or everything when empty.

        Votes that are open keep what was frozen. Raises NotSetUp, TrackUnknown, DelegationUnknown.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space, tracks = await _place(repositories, actor.guild, actor.channel)
            made = await repositories.delegations.of_member(space.id, actor.member)
            made = [each for each in made if each.delegator == actor.member]
            if track.strip():
                asked = None if track.strip() == EVERY_TRACK else _track(tracks, track).id
                made = [each for each in made if each.track == asked]
            if not made:
                raise DelegationUnknown(None if track.strip() in ("", EVERY_TRACK) else track)
            for topic in dict.fromkeys(each.track for each in made):
                await repositories.delegations.end(space.id, actor.member, topic, now)
        return made

    async def mine(self, actor: Actor) -> Mine:
        """Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space, tracks = await _place(repositories, actor.guild, actor.channel)
            found = await repositories.delegations.of_member(space.id, actor.member)
            delegates = {each.delegate: None for each in found if each.delegator == actor.member}
            profiles = await repositories.profiles.of(space.id, delegates)
        wholes: Counter[tuple[MemberId, TrackId | None]] = Counter()
        for each in found:
            wholes[each.delegator, each.track] += each.parts
        return Mine(
            tuple(each for each in found if each.delegator == actor.member),
            tuple(each for each in found if each.delegate == actor.member),
            wholes,
            {track.id: track for track in tracks},
            _accepted(profiles),
        )

    async def tracks(self, guild: GuildId, channel: ChannelId | None = None) -> list[Track]:
        """Those on which power may be delegated. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return [
                track for track in (await _place(repositories, guild, channel))[1] if track.policy.delegation
            ]

    async def describe(
        self, actor: Actor, statement: str, topics: str, conflicts: str, accepts: str = ""
    ) -> Profile:
        """Store what a delegate says of themself. `accepts`: how many votes others may delegate to them at most, empty:
        any, 0: nobody may. It acts on votes that open from now on. Raises NotSetUp, TextTooLong, BadAmount."""
        profile = Profile(
            actor.member,
            _within(TextField.STATEMENT, statement, STATEMENT_LIMIT),
            _within(TextField.TOPICS, topics, TOPICS_LIMIT),
            _within(TextField.CONFLICTS, conflicts, CONFLICTS_LIMIT),
            self.clock.now(),
            plain(base_units(accepts, ACCEPTED_PLACES), ACCEPTED_PLACES) if accepts.strip() else None,
        )
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            await repositories.profiles.set(space.id, profile)
        return profile

    async def portrait(self, guild: GuildId, member: MemberId, channel: ChannelId | None = None) -> Portrait:
        """Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            return (await self._portraits(repositories, space, [member]))[0]

    async def board(self, guild: GuildId, channel: ChannelId | None = None) -> list[Portrait]:
        """Those who vote for others, or offer to in their profile; whom most members delegate to comes first.

        Raises NotSetUp.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
        return await self.board_of(space)

    async def board_of(self, space: Space) -> list[Portrait]:
        """The same of a space."""
        async with self.uow.reading() as repositories:
            delegators = await self._delegators(repositories, space)
            profiles = await repositories.profiles.of(space.id, await repositories.profiles.members(space.id))
            profiled = [member for member, profile in profiles.items() if profile.statement]
            members = sorted({*delegators, *profiled}, key=lambda member: (-delegators[member], member))
            return await self._portraits(repositories, space, members[:DELEGATES_SHOWN])

    async def _portraits(
        self, repositories: Repositories, space: Space, members: Sequence[MemberId]
    ) -> list[Portrait]:
        profiles = await repositories.profiles.of(space.id, members)
        delegators = await self._delegators(repositories, space)
        votes = await _closed_votes(repositories, space, members)
        tracks = await repositories.spaces.tracks(space.id)
        is_open = any(track.policy.delegation for track in tracks)
        return [
            Portrait(
                member,
                profiles.get(member),
                delegators[member],
                participation((opening, closing, cast.get(member)) for opening, closing, cast in votes),
                is_open,
            )
            for member in members
        ]

    async def _delegators(self, repositories: Repositories, space: Space) -> Counter[MemberId]:
        """How many members delegate to each delegate now, on whatever track."""
        now = self.clock.now()
        found = await repositories.delegations.of_space(space.id)
        pairs = sorted({(each.delegate, each.delegator) for each in found if not each.over(now)})
        return Counter(delegate for delegate, _ in pairs)


_Vote = tuple[Opening, Closing, Mapping[MemberId, Ballot]]


def _accepted(profiles: Mapping[MemberId, Profile]) -> dict[MemberId, str]:
    """What these accept at most, who say so."""
    return {member: each.accepts for member, each in profiles.items() if each.accepts is not None}


async def _closed_votes(repositories: Repositories, space: Space, members: Iterable[MemberId]) -> list[_Vote]:
    """The newest closed votes of the space, each with the last ballots of these members."""
    members = list(members)
    votes: list[_Vote] = []
    for proposal in await repositories.proposals.of_guild(space.guild, limit=VOTES_LOOKED_AT):
        if proposal.space != space.id or proposal.pays_for is not None:
            continue
        if proposal.opening and proposal.closing:
            cast = await repositories.ballots.current(ProposalId(proposal.id), members)
            votes.append((proposal.opening, proposal.closing, cast))
    return votes


async def _place(
    repositories: Repositories, guild: GuildId, channel: ChannelId | None
) -> tuple[Space, list[Track]]:
    space = await repositories.spaces.of_channel(guild, channel)
    return space, await repositories.spaces.tracks(space.id)


def _track(tracks: Sequence[Track], name: str) -> Track:
    """Raises TrackUnknown."""
    wanted = name.strip().casefold()
    for track in tracks:
        if track.name.casefold() == wanted:
            return track
    raise TrackUnknown(name, tuple(track.name for track in tracks))


def _passed_on(track: Track) -> bool:
    return track.policy.delegation is not None and track.policy.delegation.depth == "transitive"


def _within(field: TextField, text: str, limit: int) -> str:
    """The text without spaces around it. Raises TextTooLong."""
    text = text.strip()
    if len(text) > limit:
        raise TextTooLong(field, len(text), limit)
    return text
