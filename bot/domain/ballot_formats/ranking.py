"""An order of choices, the best first."""

from collections.abc import Sequence

from bot.domain.ballot_formats.names import MOST_IN_A_MENU, marked, numbers_of


class Ranking:
    """A ballot is the list of the ranked choices, best first."""

    names_several = True
    may_name_none = False
    between = " > "
    after_name = ""
    most_choices = MOST_IN_A_MENU

    def parse(self, names: Sequence[str], text: str) -> list[int]:
        """Raises NotUnderstood."""
        return numbers_of(names, text)

    def words(self, names: Sequence[str], choice: Sequence[int]) -> str:
        return " > ".join(names[number - 1] for number in choice)

    def written(self, choice: Sequence[int]) -> str:
        return ">".join(map(marked, choice))

    def favoured(self, choice: Sequence[int]) -> frozenset[int]:
        """The first of the ranking."""
        return frozenset(choice[:1])
