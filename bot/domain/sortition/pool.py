"""Who can be drawn, as a moderator writes it."""

import re
from collections.abc import Iterable

from bot.domain.errors import PoolOutOfBounds, PoolUnreadable
from bot.domain.ids import MemberId, is_nobody
from bot.domain.sortition.terms import MOST_IN_POOL

_MEMBER = re.compile(r"<@!?([0-9]{1,19})>|([0-9]{15,19})", re.ASCII)


def members_in(text: str) -> frozenset[MemberId]:
    """Mentions or ids of members, with spaces or commas between them. Raises PoolUnreadable for anything else, such as
    the mention of a role."""
    found: set[MemberId] = set()
    for word in text.replace(",", " ").replace("><", "> <").split():
        match = _MEMBER.fullmatch(word)
        if match is None or (number := int(match[1] or match[2])) == 0 or is_nobody(MemberId(number)):
            raise PoolUnreadable(word)
        found.add(MemberId(number))
    return frozenset(found)


def pool_of(members: Iterable[MemberId], without: Iterable[MemberId], seats: int) -> tuple[MemberId, ...]:
    """The pool in ascending order. Raises PoolOutOfBounds: more must be in it than are drawn, and not too many."""
    pool = sorted(frozenset(members) - frozenset(without))
    if not seats < len(pool) <= MOST_IN_POOL:
        raise PoolOutOfBounds(len(pool), seats, MOST_IN_POOL)
    return tuple(pool)
