"""Where Discord is. discord.py keeps the two addresses as constants of the process; here each bot has its own."""

from contextvars import ContextVar
from typing import Generic, TypeVar

import discord
from yarl import URL

Where = TypeVar("Where", str, URL)


class _Address(Generic[Where]):
    """A constant of discord.py's that is another one in each context: whatever a bot does is done by tasks of the task
    that pointed it somewhere. In other contexts it is where the last one was pointed."""

    def __init__(self, name: str, usual: Where) -> None:
        self._of_context: ContextVar[Where] = ContextVar(name)
        self._last: Where = usual

    def __get__(self, instance: object, owner: type) -> Where:
        return self._of_context.get(self._last)

    def point_at(self, where: Where) -> None:
        self._of_context.set(where)
        self._last = where


_api = _Address("api", discord.http.Route.BASE)
_gateway = _Address("gateway", discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)
# They can't be given otherwise.
discord.http.Route.BASE = _api  # type: ignore[assignment]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = _gateway  # type: ignore[assignment]


def point_at(api: str, gateway: str) -> None:
    """Talk to another server than Discord's own (the sandbox), from here on and in all tasks that begin here; empty:
    as before."""
    if api:
        _api.point_at(api)
    if gateway:
        _gateway.point_at(URL(gateway))
