"""The repository of chains that are silent."""

from typing import Protocol

from bot.domain.ids import ChainId
from bot.domain.silent_chain import SilentChain


class SilentChains(Protocol):
    """Only those of which servers were told: so they are told once, however often the program starts meanwhile."""

    async def all(self) -> list[SilentChain]: ...

    async def add(self, silent: SilentChain) -> None: ...

    async def remove(self, chain: ChainId) -> None:
        """It answers again. Nothing where it isn't there."""
        ...
