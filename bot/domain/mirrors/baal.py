"""A Baal (Moloch v3) that is mirrored: what is known of it, and how far its proposals come."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.executors.baal import BaalRules
from bot.domain.executors.moloch_stages import LeavingPays, MolochStage
from bot.domain.mirrors.base import MirrorKind


@dataclass(frozen=True)
class MirroredBaalStage(MolochStage):
    """How far a proposal of anybody's has come."""

    leaving: LeavingPays | None = None
    """What leaving pays from its sponsoring to its processing; None before and after, and where nobody has a part."""
    expires: datetime | None = None
    """After this moment it can't be carried out; None: whenever."""
    failed: bool = False
    """Whether its calls failed when it was processed. It can't be processed again."""

    takes_votes: ClassVar[bool] = False

    @property
    def is_live(self) -> bool:
        """Whether something may still become of it."""
        return not self.is_over and self.name not in ("unproposed", "processed")


BAAL = MirrorKind("baal", rules=BaalRules, stage=MirroredBaalStage)
