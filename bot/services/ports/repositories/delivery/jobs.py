"""The repository of jobs: when there is something to do for which proposal or space."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from bot.domain.ids import GuildId, ProposalId, SpaceId


class JobName(StrEnum):
    """The jobs that services ask for, or ask about; all others run by their times alone."""

    READ_POWERS = "read_powers"
    READ_CONVICTION = "read_conviction"
    REVIEW_DEADLINE = "review_deadline"
    CLOSE_VOTE = "close_vote"
    FOLLOW_EXECUTION = "follow_execution"


class ScheduledJob(msgspec.Struct, frozen=True):
    """One kind of work on one proposal or space. Which there are, and from when on, follows from the facts."""

    id: int
    space: SpaceId
    proposal: ProposalId | None
    """None where it is the space's own."""
    kind: str
    due_at: datetime
    """By the facts."""
    run_at: datetime | None
    """When it is run (again). None: it has done all it can until a fact changes, or somebody asks for it."""
    attempts: int
    """How often it failed since it last went well."""
    version: int
    """Grows with everything that asks for it: who has run it knows by it whether anything came meanwhile."""


class Jobs(Protocol):
    """An index on time, and no truth of its own: a transaction that stores a fact of a proposal, or binds a space, ends
    with bringing its jobs to what the facts say. A job whose time changed by that, or that had failed, is run then."""

    async def kinds_due(self, until: Mapping[str, datetime]) -> set[str]:
        """Of these kinds those of which something is to be run by their time."""
        ...

    async def due(
        self, kind: str, now: datetime, limit: int, *, but_for: Iterable[SpaceId] = ()
    ) -> list[ScheduledJob]:
        """What of a kind is to be run now, what has waited longest first; without that of some spaces."""
        ...

    async def next_due(self, after: datetime) -> datetime | None:
        """When the next one is to be run after this time; None where none is."""
        ...

    async def of(self, proposal: ProposalId) -> dict[str, ScheduledJob]:
        """The proposal's jobs by their kinds."""
        ...

    async def of_space(self, space: SpaceId) -> dict[str, ScheduledJob]:
        """The space's own, without those of its proposals."""
        ...

    async def begun(self, kind: str, at: datetime) -> set[ProposalId]:
        """The proposals whose job of this kind was due by then, and isn't over."""
        ...

    async def request(self, proposals: Iterable[ProposalId], kind: str, at: datetime) -> None:
        """Run the job of these proposals at this time at the latest, where it is due by then. One that has failed
        is tried again in its turn."""
        ...

    async def request_of_guild(self, guild: GuildId, kind: str, at: datetime) -> None:
        """The same for all proposals of a guild."""
        ...

    async def done(self, job: ScheduledJob, again: datetime | None) -> None:
        """It went well, and is run again at this time (None: when something asks for it). Nothing happens where
        something has asked for it since it was read."""
        ...

    async def failed(self, job: ScheduledJob, again: datetime) -> None:
        """It is tried again at this time; likewise."""
        ...

    async def hasten(self, beyond: datetime, at: datetime) -> None:
        """What is due by the facts, and waits until after `beyond`, is run at `at`: a clock that was wrong has written
        that."""
        ...

    async def begin(self, at: datetime, afresh: Iterable[str]) -> None:
        """A start of the program: the jobs of these kinds are run at once; all are rebuilt where the program has
        other kinds than the one before."""
        ...

    async def rebuild(self) -> int:
        """Bring the jobs of all proposals and spaces to what their facts say. Returns how many were not.

        What was run stays so; what failed waits on for its turn.
        """
        ...
