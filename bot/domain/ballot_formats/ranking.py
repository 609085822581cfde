"""An order of choices: the ballots of ranked choice and of Copeland, best first."""

from collections.abc import Sequence

from bot.domain.ballot_formats.names import marked, numbers_of


class Ranking:
    """A ballot is the list of the ranked choices, best first."""

    example = "`best choice > next choice > last choice`, or by number: `2, 1, 3`"

    def parse(self, names: Sequence[str], text: str) -> list[int]:
        """Raises NotUnderstood."""
        return numbers_of(names, text)

    def words(self, names: Sequence[str], choice: Sequence[int]) -> str:
        return " > ".join(names[number - 1] for number in choice)

    def written(self, choice: Sequence[int]) -> str:
        return ">".join(map(marked, choice))
