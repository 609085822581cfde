"""Who answered what, without saying who they are."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.statements.statement import Answer

Answers = Mapping[int, Answer]
"""One member's answers, by the numbers of the statements. What isn't in it was not answered."""


class Sheet(msgspec.Struct, frozen=True):
    """The statements that stand, and one entry for each member who answered any of them."""

    texts: Mapping[int, str]
    """By their numbers, in their order."""
    answers: tuple[Answers, ...]
    """In an order that says nothing: by what they are."""

    @classmethod
    def of(cls, texts: Mapping[int, str], answers: Iterable[Answers]) -> "Sheet":
        """Answers to other statements are left out, and with them who answered nothing else."""
        numbers = sorted(texts)
        kept = ({number: each[number] for number in numbers if number in each} for each in answers)
        return cls(
            {number: texts[number] for number in numbers},
            tuple(sorted(filter(None, kept), key=lambda each: [*each.items()])),
        )
