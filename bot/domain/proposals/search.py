"""What one looks for among the proposals of a server."""

from enum import StrEnum

import msgspec

from bot.domain.ids import MemberId, SpaceId, TrackId


class Phase(StrEnum):
    """How far proposals have come, as far as their facts tell it at any time."""

    BEFORE_VOTE = "before_vote"
    """Submitted, and neither opened nor stopped."""
    OPEN = "open"
    """Opened, without a result, and not stopped."""
    PASSED = "passed"
    """With a result that passed, whatever became of it."""
    DEFEATED = "defeated"
    STOPPED = "stopped"
    """Withdrawn, cancelled or vetoed."""
    DECIDED = "decided"
    """With a result, or stopped: what may still follow changes nothing of that."""


class Search(msgspec.Struct, frozen=True):
    """Those of this phase, space, track and author whose title and text have all of these words, or words that begin
    like them (see words.py); what is left out may be anything."""

    phase: Phase | None = None
    track: TrackId | None = None
    author: MemberId | None = None
    words: tuple[str, ...] = ()
    space: SpaceId | None = None
