"""One choice: the ballots of single choice and of head count."""

from collections.abc import Sequence

from bot.domain.ballot_formats.names import NotUnderstood, marked, number_of


class One:
    """A ballot is the number of one choice."""

    example = "the name of one choice, or its number"

    def parse(self, names: Sequence[str], text: str) -> int:
        """Raises NotUnderstood."""
        number = number_of(names, text)
        if number is None:
            raise NotUnderstood(f"“{text.strip()}” is none of the choices")
        return number

    def words(self, names: Sequence[str], choice: int) -> str:
        return names[choice - 1]

    def written(self, choice: int) -> str:
        return marked(choice)
