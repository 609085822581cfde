"""What happens by itself: due when, do what."""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.ids import ProposalId, SpaceId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.services.container import Services


class NotYet(Exception):
    """What the job waits for isn't there yet, and no fact will tell when it is: it is tried again."""


class Kind(ABC):
    """One kind of work that is done when its time has come: for a proposal (Job) or for a space (SpaceJob).

    It holds nothing itself, so that whoever only asks for its times (the storage) needs no services.
    """

    kind: ClassVar[str]
    """Its name in the database."""
    afresh: ClassVar[bool] = False
    """Whether a start of the program runs it at once: it keeps something in memory."""
    by_clock: ClassVar[bool] = True
    """Whether it is done because of the time, so that it waits while the machine's clock is wrong."""
    step: ClassVar[Step | None] = None
    """What a proposal can't do while this fails, so that people are told; None: something else tells them, or nobody
    misses it."""
    time_limit: ClassVar[timedelta] = timedelta(minutes=15)
    """How long one run may take. One that hangs is ended, and tried again."""


class Job(Kind):
    """Work that is done for a proposal."""

    @staticmethod
    @abstractmethod
    def due(proposal: Proposal) -> datetime | None:
        """From when on there is something to do, by the proposal's facts alone; None where there is nothing.

        OverflowError where that time is beyond all dates.
        """

    @abstractmethod
    async def run(self, services: Services, proposal: ProposalId) -> datetime | None:
        """Do it, or what of it can be done now; again and again without harm.

        Returns when to run it again although no fact has changed; None: not before one does, or somebody asks for it.
        What it raises is logged, and it is tried again after a pause that grows.
        """


class SpaceJob(Kind):
    """Work that is done for a space, such as a digest of what is decided in it."""

    @staticmethod
    @abstractmethod
    def due(space: Space) -> datetime | None:
        """From when on there is something to do, by how the space is bound; None where there is nothing."""

    @abstractmethod
    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        """As that of a Job."""


AnyJob = Job | SpaceJob
