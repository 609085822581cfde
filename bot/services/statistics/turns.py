"""Who measures when: what a command asks of the database takes half a second where there is much, and everybody who
votes needs that database meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakValueDictionary

from bot.domain.ids import GuildId
from bot.services.actors import Actor


class Turns:
    """One at a time; servers take turns, so that a server where many ask waits for itself alone."""

    def __init__(self) -> None:
        self._all = asyncio.Lock()
        self._of: WeakValueDictionary[GuildId, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, guild: GuildId) -> AsyncIterator[None]:
        """The turn of a server."""
        lock = self._of.setdefault(guild, asyncio.Lock())
        async with lock, self._all:
            yield


class _TakesTurns(Protocol):
    @property
    def turns(self) -> Turns: ...


_Service = TypeVar("_Service", bound=_TakesTurns)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def in_turn(
    measure: Callable[Concatenate[_Service, Actor, _Asked], Awaitable[_Found]],
) -> Callable[Concatenate[_Service, Actor, _Asked], Coroutine[Any, Any, _Found]]:
    """The measuring of a service for an actor, when it is the turn of their server."""

    @wraps(measure)
    async def measured(
        self: _Service, actor: Actor, /, *asked: _Asked.args, **named: _Asked.kwargs
    ) -> _Found:
        async with self.turns.of(actor.guild):
            return await measure(self, actor, *asked, **named)

    return measured
