"""The language in which something is said: the catalogue of a locale, its numbers and lists, and the markup of the
place where it stands.

Every function of this layer takes a `Language` as its last argument, named `say`. The English sentence stands in the
code and is the key of the catalogues (gettext): `say._("You need {needed}.").format(needed=say.tokens(…))`. A sentence
is translated as a whole: never put one together from translated pieces, since other languages order them otherwise.
"""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.lists import format_list
from babel.numbers import get_decimal_symbol

from bot.domain import quantities
from bot.wording.catalog import SOURCE_LOCALE, translations
from bot.wording.markup import PLAIN, Markup


class Language:
    """A locale and a markup, with everything that sentences need of them. Make one by `language`."""

    def __init__(self, locale: Locale, catalogue: NullTranslations, markup: Markup) -> None:
        self.locale = locale
        self.markup = markup
        self._catalogue = catalogue

    def _(self, english: str) -> str:
        """The sentence in this language; the English one where nobody has translated it yet."""
        return self._catalogue.gettext(english)

    def pgettext(self, context: str, english: str) -> str:
        """The same for a word that means different things; `context` says which is meant."""
        return self._catalogue.pgettext(context, english)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form that the number asks for. Both hold `{number}`, or the caller's own name for it."""
        return self._catalogue.ngettext(one, many, number)

    def tokens(self, units: int, decimals: int, places: int | None = None) -> str:
        """Base units in whole tokens, thinly grouped; all digits, or cut after so many places."""
        return quantities.tokens(units, decimals, places).replace(".", self._point)

    def percent(self, part: int | Fraction, whole: int | Fraction) -> str:
        """`part` of `whole` with one decimal, cut. `0.0 %` of nothing."""
        return quantities.percent(part, whole).replace(".", self._point)

    def duration(self, time: timedelta) -> str:
        """`2 days 12 hours`."""
        return quantities.duration_words(time)

    def both(self, names: Sequence[str]) -> str:
        """`a, b and c`."""
        return self._listed(names, "standard")

    def either(self, names: Sequence[str]) -> str:
        """`a, b or c`."""
        return self._listed(names, "or")

    def _listed(self, names: Sequence[str], style: str) -> str:
        # English without the comma before the last one, as British people write it.
        locale = Locale("en", "GB") if self.locale.language == "en" else self.locale
        return format_list(list(names), style=style, locale=locale)  # type: ignore[arg-type]

    @property
    def _point(self) -> str:
        return get_decimal_symbol(self.locale)


@lru_cache(maxsize=64)
def language(locale: str = SOURCE_LOCALE, markup: Markup = PLAIN) -> Language:
    """The language for a locale as Discord names it (`en-GB`, `de`); English where there is no catalogue for it."""
    name, catalogue = translations(locale)
    return Language(Locale.parse(name), catalogue, markup)
