"""A Moloch DAO of the second version that is mirrored: what is known of it, and how far its proposals come."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.executors.moloch import MolochRules
from bot.domain.executors.moloch_stages import LeavingPays, MolochStage
from bot.domain.mirrors.base import MirrorKind


@dataclass(frozen=True)
class MirroredMolochStage(MolochStage):
    """How far a proposal of anybody's has come."""

    leaving: LeavingPays | None = None
    """What leaving pays from its sponsoring to its processing; None before and after, and where nobody has a part."""

    takes_votes: ClassVar[bool] = False

    @property
    def is_live(self) -> bool:
        """Whether something may still become of it."""
        return not self.is_over and self.name not in ("unproposed", "processed")


MOLOCH = MirrorKind("moloch", rules=MolochRules, stage=MirroredMolochStage)
