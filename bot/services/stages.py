"""Staged voting: what passes a temperature check opens as a binding proposal on the next track (governance.md §7)."""

from datetime import datetime

from bot.domain.errors import TrackRetired, TrackUnknown
from bot.domain.ids import GuildId, TrackId
from bot.domain.policy import Policy
from bot.domain.space import Track
from bot.services.ports import Facts


async def make_next(facts: Facts, track: Track, following: Policy | None, at: datetime) -> tuple[Track, ...]:
    """Make the track on which what passes here is voted on for good, with this policy, where there is none."""
    name = track.policy.next_track
    if name is None or following is None or await next_track(facts, track) is not None:
        return ()
    return (await facts.spaces.set_track(track.space, name, following, at),)


async def proposed_on(facts: Facts, guild: GuildId, track_id: TrackId | None) -> Track:
    """The track of a new proposal, the space's first one where None is given.

    Raises NotSetUp, TrackUnknown, TrackRetired.
    """
    tracks = await facts.spaces.tracks((await facts.spaces.of_guild(guild)).id)
    track = tracks[0] if track_id is None else next((each for each in tracks if each.id == track_id), None)
    if track is None:
        raise TrackUnknown(str(track_id), tuple(each.name for each in tracks))
    require_open(track)
    return track


def require_open(track: Track) -> None:
    """Raises TrackRetired."""
    if track.retired_at is not None:
        raise TrackRetired(track.name)


async def executing_rules(facts: Facts, track: Track) -> Policy:
    """The track's policy with the Safe that carries out what is proposed on it: in stages that of the last one."""
    last, seen = track, {track.id}
    while last.policy.next_track is not None:
        following = await next_track(facts, last)
        if following is None or following.id in seen:
            return track.policy
        seen.add(following.id)
        last = following
    return track.policy.model_copy(update={"executor": last.policy.executor})


async def next_track(facts: Facts, track: Track) -> Track | None:
    """The track that follows, None where none of its name takes proposals."""
    name = track.policy.next_track
    for other in await facts.spaces.tracks(track.space):
        if name is not None and other.name.casefold() == name.casefold() and other.retired_at is None:
            return other
    return None
