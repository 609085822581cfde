"""The line of a proposal that names the vote in which it has the executor's votes cast, beside those that an executor
carries out.

cast 0x… 8134…     (the Governor, and the id of its proposal)
"""

import re

import msgspec

from bot.domain.errors import BadAction
from bot.domain.errors.execution.metagovernance import CastForm, CastTwice
from bot.domain.metagovernance.casting import LARGEST_ID, ForeignProposal
from bot.domain.written_lines import taken_out

_LINE = re.compile(r"\s*cast(\s.*)?", re.IGNORECASE)
_REST = re.compile(r"\s+(\S.*\S|\S)\s+(0|[1-9][0-9]{0,77})\s*")


class CastLine(msgspec.Struct, frozen=True):
    """As it was written."""

    number: int
    """Of the line, from 1."""
    line: str
    governor: str
    """An account, or the name of one."""
    id: str


def cast_in(lines: str) -> tuple[CastLine | None, str]:
    """The line among a proposal's lines that names a vote elsewhere, and the other lines, each still with its own
    number. Raises BadAction naming the line."""
    found: CastLine | None = None
    taken, others = taken_out(lines, _LINE.fullmatch)
    for number, line, match in taken:
        rest = _REST.fullmatch(match[1] or "")
        if rest is None or int(rest[2]) > LARGEST_ID:
            raise BadAction(number, line, CastForm())
        if found is not None:
            raise BadAction(number, line, CastTwice())
        found = CastLine(number, line, rest[1], rest[2])
    return found, others


def line_of(proposal: ForeignProposal) -> str:
    """The line that names this vote."""
    return f"cast {proposal.governor} {proposal.id}"
