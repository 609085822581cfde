"""What a kind of quorum is: the fields that it has, what counts toward it, and how much it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from bot.domain.counting.roll import Number

if TYPE_CHECKING:
    from bot.domain.rules.quorum import Quorum


class QuorumKind(msgspec.Struct, frozen=True, kw_only=True):
    """One way to ask whether enough take part. Each file of this package makes one; `registry.py` lists them.

    Nothing outside of this package asks for its name.
    """

    name: str
    fields: frozenset[str]
    """The fields that it has beside those of every quorum."""
    optional: frozenset[str] = frozenset()
    """Those of them that may be left out."""
    needed: Callable[[Quorum, str, int, Number], Number]
    """(quorum, its place in the document, total power, power behind the choices that `off` names) → what must be held,
    in base units or voters. Raises ElectionError for values that mean nothing."""
    off: str | None = None
    """The field that names choices whose power moves what is needed."""
    of_total: bool = False
    """Whether it needs to know how much power there is in all."""
    of_voters: bool = False
    """Whether voters count toward it, and not their power."""
    in_base_units: bool = False
    """Whether `value` is an amount of power."""
    linear: bool = True
    """Whether what is needed moves in a straight line with what is cast."""
