"""A Governor that is mirrored: what is known of it, and how far its proposals come."""

from dataclasses import dataclass

from bot.domain.executors.governor import GovernorRules, GovernorStage
from bot.domain.mirrors.base import MirrorKind


@dataclass(frozen=True)
class MirroredGovernorStage(GovernorStage):
    """How far a proposal of anybody's has come."""

    planned_end: int = 0
    """Until when votes were to be taken when it was proposed, by the Governor's clock."""

    @property
    def is_live(self) -> bool:
        """Whether something may still become of it."""
        return self.name in ("pending", "active", "succeeded", "queued")

    @property
    def takes_votes(self) -> bool:
        """Whether members vote on it from wallets of their own here, now or soon."""
        return self.name in ("pending", "active")

    @property
    def is_extended(self) -> bool:
        """Whether its vote lasts longer than it was to: a quorum that is reached late does that."""
        return self.ends > self.planned_end > 0


GOVERNOR = MirrorKind("governor", rules=GovernorRules, stage=MirroredGovernorStage)
