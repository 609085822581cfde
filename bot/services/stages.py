"""Staged voting: what passes a temperature check opens as a binding proposal on the next track (governance.md §7)."""

from datetime import datetime

from bot.domain.policy import Policy
from bot.domain.space import Track
from bot.services.ports import Facts


async def make_next(facts: Facts, track: Track, following: Policy | None, at: datetime) -> tuple[Track, ...]:
    """Make the track on which what passes here is voted on for good, with this policy, where there is none."""
    name = track.policy.next_track
    if name is None or following is None or await next_track(facts, track) is not None:
        return ()
    return (await facts.spaces.set_track(track.space, name, following, at),)


async def next_track(facts: Facts, track: Track) -> Track | None:
    """The track that follows, None where none of its name takes proposals."""
    name = track.policy.next_track
    for other in await facts.spaces.tracks(track.space):
        if name is not None and other.name.casefold() == name.casefold() and other.retired_at is None:
            return other
    return None
