"""What all findings have in common."""

from bot.domain.fault import Fault


class Finding(Fault, frozen=True):
    """The root of all of them."""
