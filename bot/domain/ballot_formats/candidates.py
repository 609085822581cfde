"""The members that an author puts on the ballot of an election, one a line: a name, and whose it is.

Iris <@1234>
Jonas 5678
"""

import re
from collections.abc import Sequence

from bot.domain.ballot_formats.authors_choices import authors_choices
from bot.domain.errors import BadChoices
from bot.domain.errors.proposals.choices import CandidateTwice, NotACandidate
from bot.domain.ids import MemberId

_LARGEST_ID = 2**63 - 1
_SHOWN = 80
"""Characters of a line that a refusal shows."""
_LINE = re.compile(r"(?P<name>\S(?:.*\S)?)\s+(?:<@!?(?P<mentioned>[0-9]{1,19})>|(?P<member>[0-9]{15,19}))")


def candidates_in(lines: str) -> tuple[tuple[str, ...], tuple[MemberId, ...]]:
    """The choices by their names, and the member for whom each stands. Raises BadChoices."""
    names, members = list[str](), list[MemberId]()
    for line in filter(None, map(str.strip, lines.splitlines())):
        match = _LINE.fullmatch(line)
        member = 0 if match is None else int(match["mentioned"] or match["member"])
        if match is None or not 0 < member <= _LARGEST_ID:
            raise BadChoices(NotACandidate(line[:_SHOWN]))
        if member in members:
            raise BadChoices(CandidateTwice(names[members.index(MemberId(member))], match["name"][:_SHOWN]))
        names.append(match["name"])
        members.append(MemberId(member))
    return authors_choices("\n".join(names)), tuple(members)


def lines_of(choices: Sequence[str], candidates: Sequence[MemberId]) -> str:
    """The choices as `authors_choices`, or with candidates `candidates_in`, reads them."""
    if not candidates:
        return "\n".join(choices)
    return "\n".join(f"{name} <@{member}>" for name, member in zip(choices, candidates, strict=True))
