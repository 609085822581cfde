"""No assistant: cards show how texts begin."""

from collections.abc import Sequence

from bot.domain.assistance.summaries import SummarySentence


class NoAssistant:
    """`ports.Assistant`."""

    endpoint = None

    def at_once(self, sentences: Sequence[str], most: int, room: int) -> tuple[SummarySentence, ...]:
        return ()

    async def close(self) -> None:
        """It has nothing open."""
