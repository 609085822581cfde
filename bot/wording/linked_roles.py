"""What Discord shows of the fields of linked roles, where an administrator makes one."""

from typing import Any

from bot.domain.linked_roles import LinkedField
from bot.wording.language import Language, language

_AT_LEAST, _SINCE, _IS = 2, 6, 7
"""Discord's numbers of how a server compares: a number that is large enough, a time not too many days ago, a yes."""
_KINDS = {
    LinkedField.WALLETS: _AT_LEAST,
    LinkedField.POWER: _AT_LEAST,
    LinkedField.VOTES: _AT_LEAST,
    LinkedField.CARRIES: _IS,
    LinkedField.READ: _SINCE,
}
_LOCALES = ("de", "es-ES", "es-419")
"""As Discord names the languages that there are beside English."""


def field_document(field: LinkedField) -> dict[str, Any]:
    """As Discord takes it: its key, how it is compared, and its words in each language."""
    words = {locale: _words(field, language(locale)) for locale in _LOCALES}
    name, description = _words(field, language())
    return {
        "type": _KINDS[field],
        "key": field.value,
        "name": name,
        "name_localizations": {locale: each[0] for locale, each in words.items()},
        "description": description,
        "description_localizations": {locale: each[1] for locale, each in words.items()},
    }


def _words(field: LinkedField, say: Language) -> tuple[str, str]:
    """Name and description."""
    match field:
        case LinkedField.WALLETS:
            return say._("Linked wallets"), say._("At least so many wallets are linked")
        case LinkedField.POWER:
            return say._("Voting power"), say._("At least so many whole votes on the main track")
        case LinkedField.VOTES:
            return say._("Votes cast"), say._(
                "Voted in at least so many votes that closed in the last 90 days"
            )
        case LinkedField.CARRIES:
            return say._("Votes for others"), say._("A member delegates to them")
        case LinkedField.READ:
            return say._("Read in the last days"), say._("All this was read at most so many days ago")
