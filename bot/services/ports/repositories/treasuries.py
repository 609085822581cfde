"""The repository of what spaces say of their treasuries."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import SpaceId
from bot.domain.treasury.settings import TreasurySettings


class Treasuries(Protocol):
    async def of_space(self, space: SpaceId) -> TreasurySettings:
        """Those of today; empty ones where nobody has said anything. Raises StoredDataInvalid."""
        ...

    async def set(self, space: SpaceId, settings: TreasurySettings, at: datetime) -> None: ...
