"""What all notifications have in common, with the traits by which everything else asks for a kind."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from bot.domain.ids import GuildId, MemberId, MirroredId, ProposalId


class Queue(StrEnum):
    """What waits for the same workers. Each queue has limits of its own, so that none holds up another."""

    DECISIONS = "decisions"
    """What members must know: threads, cards, results, events, what is to be signed, acts of administration."""
    EXECUTION = "execution"
    """What is handed over to executors."""
    PRIVATE = "private"
    """Direct messages: paced, since Discord lets a bot open few conversations."""
    NOTICES = "notices"
    """Direct messages that can wait, which members asked for: paced, and each server has its turn."""
    ASSISTANCE = "assistance"
    """What is asked of the assistant's endpoint, which may be slow."""
    COSMETIC = "cosmetic"
    """What can be seen elsewhere too, or is made good by the next one: edits of cards, reasons, differences."""


class Notification(msgspec.Struct, frozen=True, tag_field="kind"):
    """Something to say or hand over because of a fact. Those of one lane are delivered one after the other, in order.

    Each is stored in the outbox in the same transaction as its fact.
    """

    guild: GuildId

    queue: ClassVar[Queue] = Queue.DECISIONS
    said: ClassVar[bool] = True
    """Whether it is said to people; else it is handed over to whatever executes, finds those who are to be told, or is
    asked of the assistant."""
    finds: ClassVar[bool] = False
    """Whether it finds those who asked to be told, each of whom is told by another one."""
    summarizes: ClassVar[bool] = False
    """Whether the assistant is asked for something."""
    newest_only: ClassVar[bool] = False
    """Whether a newer one takes the place of one that still waits in its lane."""
    cooldown: ClassVar[timedelta] = timedelta(0)
    """So long after one was delivered the next of its lane waits (for a newer one to take its place)."""
    time_limit: ClassVar[timedelta] = timedelta(seconds=30)
    """How long one attempt may take. What didn't answer by then is tried again."""
    given_up_after: ClassVar[timedelta | None] = timedelta(days=3)
    """So much time is spent on trying before it is given up, until somebody asks for another try. None: as long as
    whoever delivers it says that it may succeed."""
    readable: ClassVar[bool] = True
    missed: ClassVar[bool] = True
    """Whether people miss something when it is given up, so that the log channel and `doctor` say so."""
    warned: ClassVar[bool] = True
    """Whether moderators hear of it when it can't be delivered for minutes; unless something else tells them."""
    together_from: ClassVar[int] = 0
    """From so many on those that are alike are said together (`gathered`); 0: never. Where that stays in their lane, it
    takes their place there."""

    @property
    def lane(self) -> str:
        return f"guild:{self.guild}"

    @property
    def behind(self) -> str | None:
        """The lane of which the first one is awaited, for some attempts: what it posts is where this one belongs."""
        return None

    @property
    def alike(self) -> str | None:
        """The same for all that say the same sentence in the same place; None where nothing is gathered."""
        return None

    def gathered(self, others: Sequence[Any]) -> "Notification":
        """One notification that says what this one and the others say, which are alike."""
        raise NotImplementedError(type(self).__name__)


class Unreadable(Notification, frozen=True):
    """What stands in the place of one that no version of this program wrote: it is given up, and stops nothing else."""

    of_lane: str

    readable: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return self.of_lane


class ProposalNotification(Notification, frozen=True):
    proposal: ProposalId

    @property
    def lane(self) -> str:
        return f"{self.__struct_config__.tag}:{self.proposal}"


class SaidInThread(ProposalNotification, frozen=True):
    """What a member wrote for all, said in the thread: of several the newest, and not many within a minute."""

    member: MemberId

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=1)

    @property
    def lane(self) -> str:
        said = str(self.__struct_config__.tag).removeprefix("post_")
        return f"{said}:{self.proposal}:{self.member}"

    @property
    def behind(self) -> str:
        return discussion(self.proposal)


def discussion(proposal: ProposalId) -> str:
    """The lane of the opening of a proposal's thread."""
    return f"discussion:{proposal}"


def mirrored(proposal: MirroredId) -> str:
    """The lane of what is posted of a mirrored proposal."""
    return f"mirrored:{proposal}"
