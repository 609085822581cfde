"""What a server asks of its members before anything is stored about them, and what they answered."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.ids import GuildId, MemberId

EDITION = 2
"""Of the sentences that members agree to (`bot/wording/privacy/consent.py`): whoever changes what they say raises it,
so that members are asked anew."""
LONGEST_WORDS = 500
"""Characters that moderators may add."""
_VERSION = 32


class ConsentTerms(msgspec.Struct, frozen=True, dict=True):
    """What the members of a server are asked to agree to."""

    guild: GuildId
    words: str
    """What its moderators add, such as who answers for the data; may be empty."""
    at: datetime
    """Since when it is asked."""

    @cached_property
    def version(self) -> str:
        """The first 128 bits of a SHA-256 over all that the text depends on, in hexadecimal digits."""
        said = {"edition": EDITION, "words": self.words}
        return content_hash(canonical_json(said))[:_VERSION]


class Consent(msgspec.Struct, frozen=True):
    """A member agreed."""

    guild: GuildId
    member: MemberId
    version: str
    """Of the terms that they saw."""
    locale: str
    """The language in which they saw them."""
    at: datetime
