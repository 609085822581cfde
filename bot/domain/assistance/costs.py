"""What a question to a model costs at the most, in tokens: a question is counted as dearer than it will be."""

from collections.abc import Iterable

TRANSLATION_TOKENS = 4_000
"""Of the answer that is a translation."""
_SIGNS_OF_A_TOKEN = 2
"""Characters."""
_AROUND = 30
"""Characters that stand around each text."""


def dearest(texts: Iterable[str], beyond: int) -> int:
    """With these texts in it; `beyond` is what everything else takes, the answer included."""
    return beyond + sum(len(each) + _AROUND for each in texts) // _SIGNS_OF_A_TOKEN
