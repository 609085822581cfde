"""The repository of what spaces say of their treasuries."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import SpaceId
from bot.domain.treasury.settings import TreasurySettings
from bot.domain.treasury.targets import Reminded


class Treasuries(Protocol):
    async def of_space(self, space: SpaceId) -> TreasurySettings:
        """Those of today; empty ones where nobody has said anything. Raises StoredDataInvalid."""
        ...

    async def set(self, space: SpaceId, settings: TreasurySettings, at: datetime) -> None:
        """They take the place of those of before. What was told of drift stays: see `remind`."""
        ...

    async def reminded(self, space: SpaceId) -> Reminded:
        """What was told of drift since the targets were set."""
        ...

    async def remind(self, space: SpaceId, reminded: Reminded) -> None:
        """This is what was told, of a space that has settings."""
        ...
