"""Several choices, or none: those that are approved of."""

from collections.abc import Sequence

from bot.domain.ballot_formats.names import MOST_IN_A_MENU, marked, number_of, numbers_of

NOBODY = "-"
"""What is written for a ballot that approves of none."""
_NONE = ("none", NOBODY)


class Several:
    """A ballot is the list of the approved choices, in the order of the ballot paper."""

    names_several = True
    may_name_none = True
    between = ", "
    after_name = ""
    most_choices = MOST_IN_A_MENU

    def parse(self, names: Sequence[str], text: str) -> list[int]:
        """Raises NotUnderstood."""
        if text.strip().casefold() in _NONE and number_of(names, text) is None:
            return []
        if text.strip() == NOBODY:
            return []
        return sorted(numbers_of(names, text))

    def words(self, names: Sequence[str], choice: Sequence[int]) -> str:
        return ", ".join(names[number - 1] for number in choice) or NOBODY

    def written(self, choice: Sequence[int]) -> str:
        return ", ".join(map(marked, choice)) or NOBODY

    def favoured(self, choice: Sequence[int]) -> frozenset[int]:
        """All that it approves of."""
        return frozenset(choice)
