"""What is wrong with a policy, and where."""

from typing import NamedTuple

from bot.domain.fault import Fault

Place = tuple[int | str, ...]
"""Where a field stands: names of tables and keys, numbers (from 0) in lists."""


class Misfit(NamedTuple):
    """A field, and what is wrong with it."""

    place: Place
    fault: Fault
