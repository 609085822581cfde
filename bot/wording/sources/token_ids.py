"""Lists of token ids, in words."""

from collections.abc import Sequence

from bot.domain.power import WeighedId
from bot.wording.language import Language

_SHOWN = 8


def ids_words(ids: Sequence[WeighedId], say: Language) -> str:
    """The first token ids of a list, each with its weight where that isn't 1."""
    shown = ", ".join(_id(entry, say) for entry in ids[:_SHOWN])
    if shows_all_ids(ids):
        return shown
    return say._("{ids} and {number} more").format(ids=shown, number=say.number(len(ids) - _SHOWN))


def shows_all_ids(ids: Sequence[WeighedId]) -> bool:
    return len(ids) <= _SHOWN


def _id(entry: WeighedId, say: Language) -> str:
    if entry.weight == 1:
        return str(entry.id)
    return say._("{id} (weight {weight})").format(id=entry.id, weight=say.number(entry.weight))
