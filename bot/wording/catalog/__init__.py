"""The catalogues: one folder a language, `LOCALE/LC_MESSAGES/folkmoot.po` with its compiled `.mo`, kept by Babel."""

import gettext
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError

SOURCE_LOCALE = "en"
"""The language of the sentences in the code, which needs no catalogue."""
DOMAIN = "folkmoot"
FOLDER = Path(__file__).parent
COMMAND, OPTION, TEXT, CHOICE = "command", "option", "command text", "option choice"
"""The contexts of the catalogues: names of commands and of options keep to Discord's rules for names (lowercase
letters, no spaces), so that they are entries of their own. A language may leave them all out."""


@lru_cache(maxsize=64)
def translations(locale: str, folder: Path = FOLDER) -> tuple[str, NullTranslations]:
    """The locale, as Babel writes it, and its catalogue or that of its language; English where there is neither.

    Browsers name what they like: of `de-1996`, which Babel doesn't know, the language is left, and of `../de` nothing.
    """
    whole = locale.replace("-", "_")
    for name in (whole, whole.partition("_")[0]):
        if _is_known(name) and gettext.find(DOMAIN, folder, [name]):
            return name, gettext.translation(DOMAIN, folder, [name])
    return SOURCE_LOCALE, NullTranslations()


def _is_known(name: str) -> bool:
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return False
    return True
