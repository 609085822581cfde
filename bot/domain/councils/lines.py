"""The line of an election that gives those who are elected a seat as owner of the Safe.

make winners owners, threshold 2
make winners owners, threshold 2, in place of 0x…, 0x…     (whose seats end)
"""

import re

import msgspec

from bot.domain.councils.seats import MOST_LEAVING, OwnerSeats
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.councils import SeatsForm, SeatsTwice
from bot.domain.written_lines import taken_out

WINNERS, _INSTEAD = "winners", "in place"
"""As they are written in lines."""
_BEGINS = re.compile(r"\s*make\s+winners\b.*", re.IGNORECASE)
_LINE = re.compile(
    r"\s*make\s+winners\s+owners(?:\s+of\s+the\s+safe)?\s*,\s*threshold\s+(?P<threshold>[1-9][0-9]{0,2})"
    r"(?:\s*,\s*in\s+place\s+of\s+(?P<leaving>\S.*?))?\s*",
    re.IGNORECASE,
)


class SeatsLine(msgspec.Struct, frozen=True):
    """As it was written."""

    number: int
    """Of the line, from 1."""
    line: str
    threshold: int
    leaving: tuple[str, ...]
    """Accounts, or names of some."""


def seats_in(lines: str) -> tuple[SeatsLine | None, str]:
    """The line among a proposal's lines that gives seats, and the other lines, each still with its own number. Raises
    BadAction naming the line."""
    found: SeatsLine | None = None
    taken, others = taken_out(lines, _BEGINS.fullmatch)
    for number, line, begun in taken:
        match = _LINE.fullmatch(begun[0])
        if match is None:
            raise BadAction(number, line, SeatsForm())
        if found is not None:
            raise BadAction(number, line, SeatsTwice())
        leaving = tuple(filter(None, map(str.strip, (match["leaving"] or "").split(","))))
        if len(leaving) > MOST_LEAVING:
            raise BadAction(number, line, SeatsForm())
        found = SeatsLine(number, line, int(match["threshold"]), leaving)
    return found, others


def line_of(seats: OwnerSeats) -> str:
    """The line that says so."""
    leaving = f", {_INSTEAD} of {', '.join(seats.leaving)}" if seats.leaving else ""
    return f"make {WINNERS} owners, threshold {seats.threshold}{leaving}"
