"""What acts on a Discord server have in common: what passed changes its roles, or how it is governed here."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from bot.domain.line_forms.form import LineForm
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import Needed

MOST_ACTS = 20
"""In one proposal."""
LONGEST_ROLE_NAME = 100
"""By Discord's own limit."""
LONGEST_CHANNEL_NAME = 100
"""By Discord's own limit."""
LONGEST_TERM = 3650
"""Days for which a role is given."""


@dataclass(frozen=True)
class ServerAct:
    """One thing that is done to the server, exactly as it was voted on."""

    kind: ClassVar[ActKind]
    form: ClassVar[LineForm]
    """How a form asks for it."""
    needs: ClassVar[tuple[Needed, ...]] = ()
    """The permissions in Discord that the bot needs for it; none where nothing is done in Discord."""

    line: str = field(default="", kw_only=True)
    """How its proposer wrote it, with ids for names. For people: it is in no hash."""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """All of it but the line, as plain data for records and hashes: ids are strings."""

    @classmethod
    @abstractmethod
    def of(cls, document: Mapping[str, Any], line: str) -> Self:
        """The act that a document describes. Raises LookupError, TypeError or ValueError for another shape."""

    @property
    def changes(self) -> tuple[str, ...]:
        """What it changes: no two acts of a proposal change the same."""
        return (self.kind,)


def text_of(value: Any) -> str:
    """Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("a name is a text")
    return value


def term_of(document: Mapping[str, Any]) -> int | None:
    """The days for which a role is given; None: without an end. Raises ValueError for what is no such number."""
    days = document.get("days")
    if days is not None and not (type(days) is int and 0 < days <= LONGEST_TERM):
        raise ValueError("a term has a number of days")
    return days
