"""What many read at once, pages, answers of the API and feeds: each is made at most once a second, not for each.

They are the same for all who may read them, in one language. Whether one may is asked for each request, before this.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from bot.services.ports import Clock

Content = TypeVar("Content", str, bytes)
MOST = 64
"""Contents that are remembered; those that were asked for the longest time ago are forgotten."""
FORM_TOKEN = secrets.token_urlsafe(24)
"""Stands in a page that is made for all where each reader's own form token goes. Nobody else knows it, so that it can't
be written into a text."""


@dataclass
class _Made:
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    content: Any = None
    at: timedelta | None = None


class MadePages:
    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._for = timedelta(seconds=seconds)
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[Content]]) -> Content:
        """The content as it was made within the last second, or made now. Raises what `make` raises, which is
        remembered by nobody."""
        made = self._made.setdefault(key, _Made())
        self._made.move_to_end(key)
        if len(self._made) > MOST:
            self._made.popitem(last=False)
        async with made.making:
            if made.at is None or self._clock.steady() - made.at >= self._for:
                began = self._clock.steady()
                made.content = await make()
                made.at = began
            content: Content = made.content
            return content
