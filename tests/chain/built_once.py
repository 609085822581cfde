"""Contracts that are deployed once in a process: each test goes on from there, on a chain of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, Protocol, Self, TypeVar

from sandbox.chain.chain import LocalChain, SavedChain


class Movable(Protocol):
    def on(self, chain: LocalChain) -> Self:
        """The same on another chain that has it all."""


T = TypeVar("T", bound=Movable)


class BuiltOnce(Generic[T]):
    """What is built on a chain of py-evm, which is saved then."""

    def __init__(
        self, build: Callable[[LocalChain], Awaitable[T]], *, genesis_time: int | None = None
    ) -> None:
        """`genesis_time`: as of `LocalChain.serve`."""
        self._build = build
        self._genesis_time = genesis_time
        self._kept: tuple[SavedChain, T] | None = None

    @asynccontextmanager
    async def served(self) -> AsyncIterator[T]:
        """It, on a chain that goes on for as long as the block."""
        if self._kept is None:
            async with LocalChain.serve(genesis_time=self._genesis_time) as local:
                made = await self._build(local)
                self._kept = local.saved(), made
        saved, made = self._kept
        async with LocalChain.serve(saved=saved) as local:
            if self._genesis_time is None:
                # Its blocks have the time of the machine: those that were saved are of some time ago.
                await local.mine(3)
            yield made.on(local)
