"""The catalogues: one folder a language, `LOCALE/LC_MESSAGES/folkmoot.po` with its compiled `.mo`, kept by Babel."""

import gettext
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

SOURCE_LOCALE = "en"
"""The language of the sentences in the code, which needs no catalogue."""
DOMAIN = "folkmoot"
FOLDER = Path(__file__).parent


@lru_cache(maxsize=64)
def translations(locale: str) -> tuple[str, NullTranslations]:
    """The locale for which there is a catalogue, and the catalogue: that of the locale, else of its language, else
    the sentences as they stand in the code."""
    plain = locale.replace("-", "_")
    for name in dict.fromkeys((plain, plain.partition("_")[0])):
        if gettext.find(DOMAIN, FOLDER, [name]):
            return name, gettext.translation(DOMAIN, FOLDER, [name])
    return SOURCE_LOCALE, NullTranslations()
