"""What was imported of a space's past, and what wasn't."""

from collections.abc import Iterator

from bot.domain.imported.snapshot import SnapshotPast
from bot.domain.spaces.space import Space
from bot.services.imported.importing import Taken
from bot.wording.language import Language

_NAME = 60
_KEY = 80
_SHOWN = 10


def taken_lines(past: SnapshotPast, taken: Taken, say: Language) -> Iterator[str]:
    """How many votes are there now, which of them don't add up, and what was left out."""
    yield say.ngettext(
        "{number} vote from Snapshot is the past of {space} now, marked as imported.",
        "{number} votes from Snapshot are the past of {space} now, marked as imported.",
        len(past.votes),
    ).format(number=say.number(len(past.votes)), space=_name(taken.space, say))
    if taken.replaced:
        yield say.ngettext(
            "{number} of them was there before, and was replaced.",
            "{number} of them were there before, and were replaced.",
            taken.replaced,
        ).format(number=say.number(taken.replaced))
    differing = [vote for vote in past.votes if not vote.agrees]
    if differing:
        yield say.ngettext(
            "The scores that Snapshot published aren't those of the ballots in {number} vote:",
            "The scores that Snapshot published aren't those of the ballots in {number} votes:",
            len(differing),
        ).format(number=say.number(len(differing)))
        yield from (f"  {say.markup.name(vote.key, _KEY)}" for vote in differing[:_SHOWN])
    if past.still_open:
        yield say.ngettext(
            "{number} proposal is not closed, and was left out.",
            "{number} proposals are not closed, and were left out.",
            past.still_open,
        ).format(number=say.number(past.still_open))
    if past.other_types:
        yield say.ngettext(
            "{number} proposal is counted in a way that isn't known here, and was left out.",
            "{number} proposals are counted in ways that aren't known here, and were left out.",
            past.other_types,
        ).format(number=say.number(past.other_types))
    if past.unread_ballots:
        yield say.ngettext(
            "{number} ballot doesn't say what its proposal asks, and was left out.",
            "{number} ballots don't say what their proposals ask, and were left out.",
            past.unread_ballots,
        ).format(number=say.number(past.unread_ballots))


def forgotten_line(space: Space, number: int, say: Language) -> str:
    """How much of an imported past was taken away."""
    return say.ngettext(
        "{number} imported vote of {space} was taken away.",
        "{number} imported votes of {space} were taken away.",
        number,
    ).format(number=say.number(number), space=_name(space, say))


def _name(space: Space, say: Language) -> str:
    return say.markup.name(space.name, _NAME)
