"""The choices that an author puts on the ballot, one a line."""

import unicodedata
from collections.abc import Sequence

from bot.domain.ballot_formats.names import is_marked
from bot.domain.errors import BadChoices
from bot.domain.errors.choices import (
    ChoiceTooLong,
    LikeANumber,
    LooksAlike,
    ShowsNothing,
    WrongNumberOfChoices,
)

LEAST, MOST, LONGEST = 2, 25, 80
"""What fits into one menu, and onto a button."""
LINES_LIMIT = 2200
"""Characters of a form's field that holds them all."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


def authors_choices(lines: str) -> tuple[str, ...]:
    """The choices, without empty lines and spaces around them. Raises BadChoices."""
    names = tuple(name for line in lines.splitlines() if (name := " ".join(line.split())))
    if not LEAST <= len(names) <= MOST:
        raise BadChoices(WrongNumberOfChoices(len(names), LEAST, MOST))
    seen: dict[str, str] = {}
    for name in names:
        if len(name) > LONGEST:
            raise BadChoices(ChoiceTooLong(name[:LONGEST], len(name), LONGEST))
        if is_marked(name):
            raise BadChoices(LikeANumber(name))
        looks = _looks(name)
        if not looks:
            raise BadChoices(ShowsNothing())
        if looks in seen:
            raise BadChoices(LooksAlike(name, seen[looks]))
        seen[looks] = name
    return names


def lines_of(choices: Sequence[str]) -> str:
    """The choices as `authors_choices` reads them."""
    return "\n".join(choices)


def _looks(name: str) -> str:
    """What a reader can tell names apart by: neither case nor width, spaces or what is not drawn."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(char for char in plain if unicodedata.category(char) not in _UNSEEN).casefold()
