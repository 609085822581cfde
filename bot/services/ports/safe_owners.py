"""Who owns a Safe, as far as a vote may change it."""

from typing import Protocol

from bot.domain.actions.called_code import Examined
from bot.domain.councils.seats import SafeOwners
from bot.domain.executors import AnyExecutor


class SafeOwnership(Protocol):
    """Of executors that have owners. Each raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""

    async def owners(self, executor: AnyExecutor) -> SafeOwners:
        """By the newest block."""
        ...

    async def examine(self, executor: AnyExecutor) -> Examined:
        """What runs by the newest block when the Safe changes its owners. Raises NoBatchContract, too, where it can't
        make several calls at once."""
        ...
