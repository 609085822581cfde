"""One choice: the number of it, and nothing else."""

from collections.abc import Sequence

from bot.domain.ballot_formats.names import MOST_CHOICES, NotUnderstood, marked, number_of
from bot.domain.errors.voting.ballots import NoSuchChoice


class One:
    """A ballot is the number of one choice."""

    names_several = False
    may_name_none = False
    between = ""
    after_name = ""
    most_choices = MOST_CHOICES

    def parse(self, names: Sequence[str], text: str) -> int:
        """Raises NotUnderstood."""
        number = number_of(names, text)
        if number is None:
            raise NotUnderstood(NoSuchChoice(text.strip()))
        return number

    def words(self, names: Sequence[str], choice: int) -> str:
        return names[choice - 1]

    def written(self, choice: int) -> str:
        return marked(choice)

    def favoured(self, choice: int) -> frozenset[int]:
        return frozenset({choice})
