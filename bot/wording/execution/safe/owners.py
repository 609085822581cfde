"""Owners of a Safe in a line."""

from collections.abc import Sequence

from bot.domain.ids import Address
from bot.wording.language import Language

_OWNERS = 8
"""Those that are named one by one."""


def owners_in_short(owners: Sequence[Address], say: Language) -> str:
    """The first of these accounts, and how many more there are."""
    if not owners:
        return say.pgettext("value", "none")
    named = ", ".join(say.markup.account(owner) for owner in owners[:_OWNERS])
    if len(owners) <= _OWNERS:
        return named
    return say.pgettext("value", "{owners} and {more} more").format(owners=named, more=len(owners) - _OWNERS)
