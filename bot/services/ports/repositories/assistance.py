"""The repository of what machines made of texts."""

from datetime import datetime
from typing import Protocol

from bot.domain.assistance.summaries import Summary
from bot.domain.ids import ContentHash, SpaceId


class MachineTexts(Protocol):
    async def summary(self, of: ContentHash) -> tuple[Summary | None] | None:
        """What was made of it, which may be nothing that can be shown; None where nobody was asked yet."""
        ...

    async def keep_summary(self, of: ContentHash, summary: Summary | None, at: datetime) -> None:
        """Also that there is none. What was made long before is forgotten."""
        ...

    async def spend(self, space: SpaceId, at: datetime, tokens: int, budget: int) -> bool:
        """Count the tokens among those of the day. False where that would be more than the budget: then none are."""
        ...
