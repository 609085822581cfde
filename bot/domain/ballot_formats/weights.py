"""A number for each choice."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.ballot_formats.names import (
    MOST_CHOICES,
    NotUnderstood,
    is_marked,
    joined,
    lengths,
    marked,
    number_of,
    pieces,
)
from bot.domain.errors.voting.ballots import NamedTwice, NoWeight, WeightNotWhole, WeightTooLarge

LARGEST = 10_000
"""The largest number that every reader of a record reads exactly."""
_SEPARATORS = ",;\n"
_WEIGHED = re.compile(r"(.+?)(?:\s*[:=]\s*|\s+)([0-9]{1,40})\s*%?", re.DOTALL | re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,40}\s*%?", re.ASCII)

Weights = Mapping[str, int]


class Numbers:
    """A ballot is an object of whole numbers by number of choice; choices without a number have none."""

    names_several = True
    may_name_none = False
    between = ", "
    after_name = " 1"
    most_choices = MOST_CHOICES

    def parse(self, names: Sequence[str], text: str) -> dict[str, int]:
        """The name of one choice alone puts everything on it. Raises NotUnderstood."""
        found: dict[str, int] = {}
        rest = pieces(text, _SEPARATORS)
        alone = None if _is_marked(rest[0][1]) else number_of(names, text)
        if alone is not None:
            return {str(alone): 1}
        while rest:
            if not rest[0][1].strip():
                rest = rest[1:]
                continue
            for length in lengths(rest, _is_marked):
                weighed = _weighed(names, joined(rest[:length]))
                if weighed is not None:
                    break
            else:
                raise NotUnderstood(NoWeight(rest[0][1].strip()))
            number, weight = weighed
            if str(number) in found:
                raise NotUnderstood(NamedTwice(names[number - 1]))
            if weight > LARGEST:
                raise NotUnderstood(WeightTooLarge(names[number - 1]))
            found[str(number)] = weight
            rest = rest[length:]
        return without_zeros(found)

    def of_fields(self, names: Sequence[str], typed: Mapping[int, str]) -> dict[str, int]:
        """The ballot of a form with a field for each choice, by number. Raises NotUnderstood."""
        for number, text in typed.items():
            if text.strip() and not _WHOLE.fullmatch(text.strip()):
                raise NotUnderstood(WeightNotWhole(text.strip(), names[number - 1]))
        return self.parse(
            names, "\n".join(f"{marked(n)} {text}" for n, text in typed.items() if text.strip())
        )

    def words(self, names: Sequence[str], choice: Weights | int) -> str:
        return ", ".join(f"{names[number - 1]} {weight}" for number, weight in by_number(choice))

    def written(self, choice: Weights | int) -> str:
        return ", ".join(f"{marked(number)} {weight}" for number, weight in by_number(choice))

    def favoured(self, choice: Weights | int) -> frozenset[int]:
        """Those with the largest number."""
        weights = by_number(choice)
        most = max((weight for _, weight in weights), default=0)
        return frozenset(number for number, weight in weights if weight == most and weight > 0)


def without_zeros(weights: Weights) -> dict[str, int]:
    """The same ballot without the choices that get nothing, in the order of the ballot paper."""
    return {
        str(number): weight for number, weight in sorted((int(k), w) for k, w in weights.items()) if weight
    }


def by_number(choice: Weights | int) -> list[tuple[int, int]]:
    """(number of the choice, its weight), in the order of the ballot paper."""
    if isinstance(choice, int):
        return [(choice, 1)]
    return sorted((int(number), weight) for number, weight in choice.items())


def _is_marked(text: str) -> bool:
    match = _WEIGHED.fullmatch(text.strip())
    return match is not None and is_marked(match[1])


def _weighed(names: Sequence[str], text: str) -> tuple[int, int] | None:
    match = _WEIGHED.fullmatch(text)
    number = number_of(names, match[1]) if match else None
    return (number, int(match[2])) if match and number is not None else None
