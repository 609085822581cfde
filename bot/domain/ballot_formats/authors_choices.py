"""The choices that an author puts on the ballot, one a line."""

from bot.domain.accounts.look_alikes import folded
from bot.domain.ballot_formats.names import SeenChoices, is_marked
from bot.domain.errors import BadChoices
from bot.domain.errors.proposals.choices import (
    ChoiceTooLong,
    LikeANumber,
    LooksAlike,
    ShowsNothing,
    WrongNumberOfChoices,
)

LEAST, MOST, LONGEST = 2, 25, 80
"""What fits into one menu, and onto a button."""
LINES_LIMIT = 2700
"""Characters of a form's field that holds them all, with the mention of a member behind each."""


def authors_choices(lines: str) -> tuple[str, ...]:
    """The choices, without empty lines and spaces around them. Raises BadChoices."""
    names = tuple(name for line in lines.splitlines() if (name := " ".join(line.split())))
    if not LEAST <= len(names) <= MOST:
        raise BadChoices(WrongNumberOfChoices(len(names), LEAST, MOST))
    seen = SeenChoices()
    for name in names:
        if len(name) > LONGEST:
            raise BadChoices(ChoiceTooLong(name[:LONGEST], len(name), LONGEST))
        if is_marked(name):
            raise BadChoices(LikeANumber(name))
        if not folded(name):
            raise BadChoices(ShowsNothing())
        if (other := seen.add(name)) is not None:
            raise BadChoices(LooksAlike(name, other))
    return names
