"""What a draw commits to before the block exists by which it is decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.ids import ChainId, ContentHash, GuildId, MemberId

FORMAT = "folkmoot-jury/1"
MOST_SEATS = 50
MOST_IN_POOL = 10_000
LONGEST_TITLE = 100
SOONEST = timedelta(minutes=10)
"""Between the announcement and the moment from which on a block counts: clocks and chains differ by minutes."""
LATEST = timedelta(days=30)


class DrawTerms(msgspec.Struct, frozen=True):
    """How many are drawn, of whom, and by which block: the first of the chain of `after` or later."""

    server: GuildId
    number: int
    """The draw's place among those of its server, from 1 on."""
    title: str
    """What the jury is for."""
    seats: int
    chain: ChainId
    after: int
    """Unix seconds."""
    pool: tuple[MemberId, ...]
    """Who can be drawn, each once, in ascending order."""

    @property
    def after_time(self) -> datetime:
        return datetime.fromtimestamp(self.after, UTC)

    @property
    def document(self) -> dict[str, Any]:
        """The terms as the file of the announcement has them: ids are texts, since JSON's numbers have 53 bits."""
        return {
            "format": FORMAT,
            "server": str(self.server),
            "number": self.number,
            "title": self.title,
            "seats": self.seats,
            "chain": self.chain,
            "after": self.after,
            "pool": [str(member) for member in self.pool],
        }

    @property
    def commitment(self) -> ContentHash:
        """SHA-256 of the canonical document, which is that of the announcement's file."""
        return ContentHash(content_hash(canonical_json(self.document)))


def title_of(text: str) -> str:
    """What was typed, on one line, without signs that can't be seen: all that store it keep it as it was hashed."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:LONGEST_TITLE]
