"""What happens by itself: due when, do what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal

if TYPE_CHECKING:
    from bot.services.container import Services


class NotYet(Exception):
    """What the job waits for isn't there yet, and no fact will tell when it is: it is tried again."""


class Job(ABC):
    """One kind of work that is done for a proposal when its time has come.

    It holds nothing itself, so that whoever only asks for its times (the storage) needs no services.
    """

    kind: ClassVar[str]
    """Its name in the database."""
    afresh: ClassVar[bool] = False
    """Whether a start of the program runs it at once: it keeps something in memory."""

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
