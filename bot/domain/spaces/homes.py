"""Where the spaces of a server live, and so which of its categories are a part's own."""

from collections.abc import Sequence

import msgspec

from bot.domain.ids import ChannelId
from bot.domain.server_acts.channels.channels import FoundChannel


class Homes(msgspec.Struct, frozen=True):
    """As one of the spaces has it."""

    lived_in: frozenset[ChannelId] = frozenset()
    """The channels of all that aren't archived."""
    own: frozenset[ChannelId] | None = None
    """Those of a part, and of what stands below it, also when they were archived and nobody else has them; None: it is
    the whole, to which all of the server belongs."""

    def has(self, category: ChannelId | None, found: Sequence[FoundChannel]) -> bool:
        """Whether a category is its own: it lives there, and nobody else does."""
        if self.own is None:
            return True
        there = {each.id for each in found if each.category == category}
        return bool(there & self.own) and there & self.lived_in <= self.own
