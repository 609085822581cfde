"""What a role gives to those who have it, by names."""

from collections.abc import Sequence

from bot.domain.server_acts.roles.roles import ELSEWHERE, MODERATES, VETOES, VOTES
from bot.wording.delivery.permissions import permission_name
from bot.wording.language import Language


def rights_words(rights: Sequence[str], say: Language) -> str:
    """All of them, as they stand after a colon."""
    return ", ".join(_right(right, say) for right in rights)


def _right(right: str, say: Language) -> str:
    if right == MODERATES:
        return say.pgettext("value", "moderates Folkmoot here")
    if right == VETOES:
        return say.pgettext("value", "vetoes what passes")
    if right == VOTES:
        return say.pgettext("value", "votes with it")
    if right == ELSEWHERE:
        return say.pgettext("value", "has a say in another part of this server")
    return permission_name(right, say)
