"""What members gave the bot and may come back to, each thing for the member whose it is, under a token.

It lives in memory: a restart of the bot forgets it, and the answers say so.
"""

import secrets
from collections import OrderedDict
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

import discord

from bot.domain.errors import ModalForgotten
from bot.domain.ids import MemberId

Stored = TypeVar("Stored")


class TokenStore(Generic[Stored]):
    """At most so many things; the oldest make room for new ones."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._stored: OrderedDict[str, tuple[MemberId, Stored]] = OrderedDict()

    def keep(self, member: MemberId, thing: Stored) -> str:
        """The token under which it is found again."""
        token = secrets.token_hex(8)
        self._stored[token] = (member, thing)
        while len(self._stored) > self._capacity:
            self._stored.popitem(last=False)
        return token

    def found(self, member: MemberId, token: str) -> Stored:
        """Raises ModalForgotten, also for what is another member's."""
        owner, thing = self._stored.get(token, (None, None))
        if thing is None or owner != member:
            raise ModalForgotten
        return thing


class TokenStores(Generic[Stored]):
    """A store for each connection to Discord; a new one begins with none."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._stores: WeakKeyDictionary[discord.Client, TokenStore[Stored]] = WeakKeyDictionary()

    def __call__(self, client: discord.Client) -> TokenStore[Stored]:
        return self._stores.setdefault(client, TokenStore(self._capacity))
