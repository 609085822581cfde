"""How a voter names choices in a text: by name, by number, or, without any doubt, by `#number`."""

import re
from collections.abc import Callable, Iterable, Sequence

from bot.domain.accounts.look_alikes import Names
from bot.domain.errors.voting.ballots import NamedTwice, NoSuchChoice
from bot.domain.fault import (
    Fault,
)

SEPARATORS = ",;>\n"
MOST_CHOICES = 50
MOST_IN_A_MENU = 25
"""Where one approves or ranks, all choices must stand in one menu."""

_ELSEWHERE = {
    "dafür": "For",
    "a favor": "For",
    "dagegen": "Against",
    "en contra": "Against",
    "enthaltung": "Abstain",
    "abstención": "Abstain",
}
"""How the usual choices are shown in the languages that are shipped, so that a voter may write them so. What a text has
meant once it means for ever: records are checked by it."""

_MARKED = re.compile(rf"#([0-9]{{1,9}})(?:[ :][^{re.escape(SEPARATORS)}]*)?", re.ASCII)
_PLAIN = re.compile(r"[0-9]{1,9}", re.ASCII)


class SeenChoices:
    """The choices of one vote that were seen, of which no two look alike to anybody, whatever their language: where For
    is one of them, nothing else is called Dafür."""

    def __init__(self) -> None:
        self._names = Names()
        self._choice_shown_as: dict[str, str] = {}

    def add(self, name: str) -> str | None:
        """The earlier choice that this one looks like, or None: then it is one of them."""
        for shown in (name, *(each for each, usual in _ELSEWHERE.items() if usual == name)):
            if (other := self._names.add(shown)) is not None:
                return self._choice_shown_as[other]
            self._choice_shown_as[shown] = name
        return None


class NotUnderstood(Exception):
    """A text that says no ballot."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def number_of(names: Sequence[str], text: str) -> int | None:
    """The number of the choice that a text names, or None.

    `#2`, and `#2 with whatever stands after it`, is always the second choice. Else a name goes before a number,
    whatever its case: where the choices are called 0, 1 and 2, the text "1" means the one of that name. For, Against
    and Abstain go by their names in other languages too, where no choice is called so.
    """
    wanted = text.strip()
    if marked := _MARKED.fullmatch(wanted):
        return _on_ballot(names, int(marked[1]))
    folded = wanted.casefold()
    for number, name in enumerate(names, start=1):
        if folded == name.strip().casefold():
            return number
    usual = _ELSEWHERE.get(folded)
    if usual is not None and usual in names:
        return names.index(usual) + 1
    return _on_ballot(names, int(wanted)) if _PLAIN.fullmatch(wanted) else None


def marked(number: int) -> str:
    """The text that names this choice whatever the choices are called."""
    return f"#{number}"


def is_marked(text: str) -> bool:
    """Whether a text is such a one; then it is nothing else, even where a choice is called so."""
    return _MARKED.fullmatch(text.strip()) is not None


def pieces(text: str, separators: str = SEPARATORS) -> list[tuple[str, str]]:
    """The parts of a text between separators, each with the separator before it; ("", …) for the first."""
    tokens = re.split(f"([{re.escape(separators)}])", text)
    return list(zip(["", *tokens[1::2]], tokens[::2], strict=True))


def joined(parts: Sequence[tuple[str, str]]) -> str:
    """Neighbouring parts as they stood in the text: a name may hold separators itself."""
    return "".join(before + part for before, part in parts)[len(parts[0][0]) :].strip()


def numbers_of(names: Sequence[str], text: str) -> list[int]:
    """The choices that a list names, in its order. Raises NotUnderstood for a part that names none, and for a choice
    that stands twice."""
    found: list[int] = []
    rest = pieces(text)
    while rest:
        if not rest[0][1].strip():
            rest = rest[1:]
            continue
        for length in lengths(rest, is_marked):
            number = number_of(names, joined(rest[:length]))
            if number is not None:
                break
        else:
            raise NotUnderstood(NoSuchChoice(rest[0][1].strip()))
        if number in found:
            raise NotUnderstood(NamedTwice(names[number - 1]))
        found.append(number)
        rest = rest[length:]
    return found


def lengths(parts: Sequence[tuple[str, str]], alone: Callable[[str], bool]) -> Iterable[int]:
    """How many of the next parts to take for one name: the most first, unless the first is one by itself."""
    return (1,) if alone(parts[0][1]) else range(len(parts), 0, -1)


def _on_ballot(names: Sequence[str], number: int) -> int | None:
    return number if 1 <= number <= len(names) else None
