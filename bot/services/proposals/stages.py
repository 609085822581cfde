"""Staged voting: what passes a temperature check opens as a binding proposal on the next track (governance.md §7)."""

from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from bot.domain.conviction.pool import requested_of
from bot.domain.errors import (
    BadAction,
    BadSetting,
    NotBroughtUp,
    RulesUnreadable,
    SpaceArchived,
    TrackRetired,
    TrackUnknown,
)
from bot.domain.errors.governance.settings import LeadsBack, OnlyOnMain
from bot.domain.errors.proposals.bringing_up import NoTrackForParts, TrackUnfit
from bot.domain.ids import ChannelId, GuildId, TrackId
from bot.domain.policy.model import Policy
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import MAIN, Space, Track
from bot.services.delivery.notifications import PostEvent
from bot.services.ports import Repositories
from bot.services.proposals.thread_opening import ask_for_thread


async def make_next(
    repositories: Repositories, track: Track, following: Policy | None, at: datetime
) -> tuple[Track, ...]:
    """Make the track on which what passes here is voted on for good, with this policy, where there is none."""
    name = track.policy.next_track
    if name is None or following is None or await next_track(repositories, track) is not None:
        return ()
    return (await repositories.spaces.set_track(track.space, name, following, at),)


async def proposed_on(
    repositories: Repositories, guild: GuildId, track_id: TrackId | None, channel: ChannelId | None = None
) -> Track:
    """The track of a new proposal, the first one of the channel's space where None is given.

    Raises NotSetUp, SpaceArchived, TrackUnknown, TrackRetired, RulesUnreadable.
    """
    space = await repositories.spaces.of_channel(guild, channel)
    if track_id is not None:
        # A menu stays where it was posted: what it offered is looked up, wherever its member is now.
        named = await repositories.spaces.of_track(track_id)
        space = named if named is not None and named.guild == guild else space
    require_live(space)
    tracks = await repositories.spaces.tracks(space.id)
    for each in await repositories.spaces.unreadable_tracks(space.id):
        if each.id == track_id or (track_id is None and each.name == MAIN):
            raise RulesUnreadable(each.name)
    track = tracks[0] if track_id is None else next((each for each in tracks if each.id == track_id), None)
    if track is None:
        raise TrackUnknown(str(track_id), tuple(each.name for each in tracks))
    require_open(track)
    return track


def require_live(space: Space) -> None:
    """Raises SpaceArchived."""
    if space.archived_at is not None:
        raise SpaceArchived(space.name)


def require_open(track: Track) -> None:
    """Raises TrackRetired."""
    if track.retired_at is not None:
        raise TrackRetired(track.name)


async def executing_rules(
    repositories: Repositories, track: Track, brought_up: BroughtUp | None = None
) -> Policy:
    """The track's policy with the executors that carry out what is proposed on it, and the limits to which they keep:
    in stages those of the last one. Of what a part has brought up the executor is the part's."""
    last = (await executing_track(repositories, track)).policy
    if brought_up is not None:
        last = brought_up.rules(last)
    names = ("executor", "further_executors", "limits", "server", "milestones")
    carried_out = {name: getattr(last, name) for name in names}
    return track.policy.model_copy(update=carried_out)


async def executing_track(repositories: Repositories, track: Track) -> Track:
    """The track on which what is proposed here is voted on for good; the track itself where nothing leads there."""
    last, seen = track, {track.id}
    while last.policy.next_track is not None:
        following = await next_track(repositories, last)
        if following is None or following.id in seen:
            return track
        seen.add(following.id)
        last = following
    return last


def require_names_parts_track(track: Track) -> None:
    """Raises BadSetting where another track than `main` names the one that takes what parts bring up."""
    named = track.policy.parts_track
    if named is not None and track.name.casefold() != MAIN:
        raise BadSetting("parts_track", named, OnlyOnMain(MAIN))


async def parts_track(repositories: Repositories, space: Space) -> Track:
    """The track that takes what parts of the space bring up. Raises NotBroughtUp, RulesUnreadable."""
    tracks = await repositories.spaces.tracks(space.id)
    main = next((each for each in tracks if each.name.casefold() == MAIN), None)
    if main is None or main.policy.parts_track is None:
        raise NotBroughtUp(NoTrackForParts(space.name))
    track = await _track_named(repositories, main, main.policy.parts_track)
    policy = None if track is None else (await executing_track(repositories, track)).policy
    if track is None or policy is None or policy.open_ended or policy.casts or policy.elects:
        raise NotBroughtUp(TrackUnfit(space.name, main.policy.parts_track))
    return track


async def require_last_stage(repositories: Repositories, track: Track) -> None:
    """Raises BadSetting where what passes on this track comes back to it, so that nothing is ever voted on for good."""
    last, seen = track, {track.id}
    while (following := await next_track(repositories, last)) is not None:
        if following.id == track.id:
            raise BadSetting("next_track", last.policy.next_track or "", LeadsBack(track.name))
        if following.id in seen:
            return
        seen.add(following.id)
        last = following


async def follow(repositories: Repositories, proposal: Proposal, guild: GuildId, at: datetime) -> None:
    """What passed opens as a proposal on the next track, with the same author, text, actions and choices.

    Its discussion begins at once: the passed check stands for the threshold, so that no power is asked for. Where it
    can't go on, that is said, and the check stays passed.
    """
    name = proposal.rules.next_track
    if name is None:
        return
    here = await repositories.spaces.track(proposal.track)
    track = await _track_named(repositories, here, name)
    space = await repositories.spaces.get(proposal.space)
    by = proposal.brought_up
    part = None if by is None else await repositories.spaces.get(by.space)
    refusal = _refusal(space, part, track, proposal)
    if track is None or refusal is not None:
        data = {"track": name, "why": str(refusal or NotFollowed.NO_TRACK)}
        await repositories.outbox.add(
            PostEvent(guild, proposal.id, event="not_followed", data=data, announce=True), at=at
        )
        return
    content = proposal.content
    content = replace(content, requested=requested_of(track.policy, content.actions))
    binding = await repositories.proposals.add(
        proposal.space, track.id, proposal.author, content, at, origin=proposal.id
    )
    if by is not None:
        await repositories.proposals.bring_up(binding, by)
    guardians = space.guardians
    number = await repositories.proposals.next_number(proposal.space)
    await repositories.proposals.submit(binding, Submission(at, 0, (), guardians, number))
    await ask_for_thread(repositories, binding, guild, at, by)


class NotFollowed(StrEnum):
    """Why what passed can't go on."""

    NO_TRACK = "no_track"
    """No track of the name takes proposals."""
    NO_CHOICES = "no_choices"
    """Its author would have to name the choices there."""
    NOT_WEIGHED = "not_weighed"
    """The track can't weigh one of the actions."""
    ARCHIVED = "archived"
    """The space was dissolved meanwhile, or the part that has brought it up."""


def _refusal(space: Space, part: Space | None, track: Track | None, proposal: Proposal) -> NotFollowed | None:
    """Why what passed can't go on, None where it can. `part`: what has brought it up."""
    if space.archived_at is not None or (part is not None and part.archived_at is not None):
        return NotFollowed.ARCHIVED
    if track is None:
        return NotFollowed.NO_TRACK
    if track.policy.choices_from == "proposal" and not proposal.content.choices:
        return NotFollowed.NO_CHOICES
    try:
        requested_of(track.policy, proposal.content.actions)
    except BadAction:
        return NotFollowed.NOT_WEIGHED
    return None


async def next_track(repositories: Repositories, track: Track) -> Track | None:
    """The track that follows, None where none of its name takes proposals. Raises RulesUnreadable."""
    return await _track_named(repositories, track, track.policy.next_track)


async def _track_named(repositories: Repositories, track: Track, name: str | None) -> Track | None:
    if name is None:
        return None
    for unreadable in await repositories.spaces.unreadable_tracks(track.space):
        if unreadable.name.casefold() == name.casefold():
            # Nobody knows whether it takes proposals: what passed waits until somebody gives it rules.
            raise RulesUnreadable(unreadable.name)
    for other in await repositories.spaces.tracks(track.space):
        if other.name.casefold() == name.casefold() and other.retired_at is None:
            return other
    return None
