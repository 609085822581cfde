"""The language in which something is said: the catalogue of a locale, its numbers and lists, and the markup of the
place where it stands.

Every function of this layer takes a `Language` as its last argument, named `say`. The English sentence stands in the
code and is the key of the catalogues (gettext): `say._("You need {needed}.").format(needed=say.power(…))`. A sentence
is translated as a whole: never put one together from translated pieces, since other languages order them otherwise.
`code`, **strong** and *emphasis* within a sentence are marks of whatever markup it is set in.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.lists import format_list
from babel.numbers import get_decimal_symbol

from bot.domain import quantities
from bot.domain.accounts.accounts import NamedAccount
from bot.domain.ids import ChainId
from bot.wording.accounts.naming import naming
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.catalog import COMMAND, OPTION, SOURCE_LOCALE, translations
from bot.wording.markup.markup import PLAIN, Markup
from bot.wording.markup.plain_text import fitted

_BRITISH = Locale("en", "GB")
_VOTES = "votes"
"""The symbol of power that is no token's."""
_SYMBOL_LIMIT = 24
_DIGITS = 40
"""Of an amount that isn't told exactly; above that its size is told."""
_MANY = 2
"""Of what isn't 0 or 1 as it is shown, whether 1.5 or 1 000."""
_TITLE_LIMIT = 200
"""A title has at most 100 characters, and each may need a sign before it."""


@lru_cache
def _decimal_point(locale: Locale) -> str:
    return get_decimal_symbol(locale)


class Language:
    """A locale and a markup, with everything that sentences need of them. Make one by `language`."""

    def __init__(self, locale: Locale, catalogue: NullTranslations, markup: Markup) -> None:
        self.locale = locale
        self.markup = markup
        self._catalogue = catalogue
        self._point = _decimal_point(locale)

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "Language":
        """The same language where accounts are of this chain, shown as `Markup.on_chain` says."""
        markup = self.markup.on_chain(chain, short=short, linked=linked)
        return Language(self.locale, self._catalogue, markup)

    def elsewhere(self, chain: ChainId) -> "Language":
        """The same language where accounts are of this chain, shown as before."""
        return Language(self.locale, self._catalogue, self.markup.elsewhere(chain))

    def telling_apart(self, forms: ShortForms) -> "Language":
        """The same language where accounts by their ends are written as these forms say."""
        return Language(self.locale, self._catalogue, self.markup.telling_apart(forms))

    def plain(self) -> "Language":
        """The same language without marks, for text that stands in a file or in code."""
        return Language(self.locale, self._catalogue, PLAIN)

    def naming(self, names: Sequence[NamedAccount]) -> "Language":
        """The same language with names beside these accounts wherever one is shown."""
        if not names:
            return self
        return Language(self.locale, self._catalogue, naming(self.markup, names))

    def _(self, english: str) -> str:
        """The sentence in this language; the English one where nobody has translated it yet."""
        return self.markup.sentence(self._catalogue.gettext(english))

    def pgettext(self, context: str, english: str) -> str:
        """The same for a word that means different things; `context` says which is meant.

        The context `value` is for words that stand within sentences as a number or a name does: `Untitled`. It isn't
        for parts of a sentence, which no other language would put together in the same way.
        """
        return self.markup.sentence(self._catalogue.pgettext(context, english))

    def command(self, path: str) -> str:
        """How a command is typed in this language, by its English name: `/wallet link`."""
        names = (self._catalogue.pgettext(COMMAND, name) for name in path.split())
        return self.markup.code("/" + " ".join(names))

    def menu(self, name: str) -> str:
        """How a command in the menu of a message is called in this language."""
        return self.markup.emphasis(self._catalogue.pgettext(COMMAND, name))

    def option(self, name: str) -> str:
        """How an option of a command is called in this language."""
        return self.markup.code(self._catalogue.pgettext(OPTION, name))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form that the number asks for. Both hold `{number}`, or the caller's own name for it."""
        return self.markup.sentence(self._catalogue.ngettext(one, many, number))

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        """The form that the number asks for, of a word that means different things."""
        return self.markup.sentence(self._catalogue.npgettext(context, one, many, number))

    def number(self, number: int) -> str:
        """A whole number, grouped by narrow spaces."""
        return quantities.tokens(number, 0)

    def tokens(self, units: int, decimals: int, places: int | None = None) -> str:
        """Base units in whole tokens, grouped by narrow spaces; all digits, or cut after so many places."""
        return quantities.tokens(units, decimals, places).replace(".", self._point)

    def power(self, amount: int | Fraction, decimals: int, symbol: str, *, exact: bool = True) -> str:
        """Base units with what they are of: `1 000.5 VOTE`. All digits, or else two decimals, cut, of which what is
        more than nothing never reads as 0. The plain `votes` is a word, and not somebody's symbol."""
        units = int(amount)
        shown = self.tokens(units, decimals, None if exact else 2)
        number = int(shown) if shown in ("0", "1") else _MANY
        if not exact and shown == "0" and amount > 0:
            shown = self.pgettext("value", "less than {amount}").format(amount=f"0{self._point}01")
        elif not exact and len(shown) > _DIGITS:
            power_of_ten = f"10^{len(str(units)) - 1 - decimals}"
            shown = self.pgettext("value", "about {amount}").format(amount=power_of_ten)
        if (symbol or _VOTES) == _VOTES:
            return self.npgettext("value", "{amount} vote", "{amount} votes", number).format(amount=shown)
        return f"{shown} {self.markup.name(symbol, _SYMBOL_LIMIT) or _VOTES}"

    def percent(self, part: int | Fraction, whole: int | Fraction) -> str:
        """`part` of `whole` with one decimal, cut. `0.0 %` of nothing."""
        return quantities.percent(part, whole).replace(".", self._point)

    def shares(self, parts: Sequence[int | Fraction]) -> list[str]:
        """What each part is of all of them, in percent; together they are exactly 100."""
        return [share.replace(".", self._point) for share in quantities.shares(parts)]

    def duration(self, time: timedelta) -> str:
        """`2 days 12 hours`."""
        seconds = int(time.total_seconds())
        (days, seconds), (hours, _) = divmod(seconds, 86_400), divmod(seconds % 86_400, 3_600)
        minutes, seconds = seconds % 3_600 // 60, seconds % 60
        parts = [
            (days, self.npgettext("value", "{number} day", "{number} days", days)),
            (hours, self.npgettext("value", "{number} hour", "{number} hours", hours)),
            (minutes, self.npgettext("value", "{number} minute", "{number} minutes", minutes)),
            (seconds, self.npgettext("value", "{number} second", "{number} seconds", seconds)),
        ]
        told = [words.format(number=self.number(number)) for number, words in parts if number]
        return " ".join(told) or self.pgettext("value", "no time")

    def share(self, share: Fraction) -> str:
        """A share exactly: in percent where that ends, else as a fraction."""
        percents = share * 100
        for places in range(5):
            scaled = percents * 10**places
            if scaled.denominator == 1:
                return f"{self.tokens(int(scaled), places)} %"
        return f"{share.numerator}/{share.denominator}"

    def when(self, time: datetime) -> str:
        """A time as how far it is from now, where the reader's program shows that."""
        return self.markup.when(time, self._region)

    def moment(self, time: datetime) -> str:
        """A time with its date and hour, in the reader's own zone where their program knows it."""
        return self.markup.moment(time, self._region)

    def title(self, title: str) -> str:
        """A proposal's title within a sentence; one of which nothing can be seen still has a name."""
        return self.markup.name(title, _TITLE_LIMIT) or self.pgettext("value", "Untitled")

    def called(self, name: str) -> str:
        """The name of a choice, as plain text. For, Against and Abstain, by which rules know the sides of a vote, are
        words of this language; all others are their authors'."""
        if name == "For":
            return self.plain().pgettext("value", "For")
        if name == "Against":
            return self.plain().pgettext("value", "Against")
        if name == "Abstain":
            return self.plain().pgettext("value", "Abstain")
        return name

    def choice(self, name: str, limit: int | None = 60) -> str:
        """The name of a choice within a sentence; one of which nothing can be seen is told apart all the same."""
        return self.markup.name(self.called(name), limit) or self.pgettext("value", "(no name)")

    def both(self, names: Sequence[str]) -> str:
        """`a, b and c`."""
        return self._listed(names, "standard")

    def either(self, names: Sequence[str]) -> str:
        """`a, b or c`."""
        return self._listed(names, "or")

    def fitted(self, lines: Sequence[str], limit: int) -> str:
        """As many of the lines as fit into so many characters; the rest is counted."""
        return fitted(lines, limit, self.and_more)

    def and_more(self, more: int) -> str:
        """The line that stands for so many others."""
        return self.ngettext("… and {number} more", "… and {number} more", more).format(
            number=self.number(more)
        )

    def _listed(self, names: Sequence[str], style: str) -> str:
        return format_list(list(names), style=style, locale=self._region)  # type: ignore[arg-type]

    @property
    def _region(self) -> Locale:
        """English as British people write it: no comma before the last of a list, the day before the month."""
        return _BRITISH if self.locale.language == "en" and not self.locale.territory else self.locale


@lru_cache(maxsize=64)
def language(locale: str = SOURCE_LOCALE, markup: Markup = PLAIN) -> Language:
    """The language for a locale as Discord names it (`en-GB`, `de`); English where there is no catalogue for it."""
    name, catalogue = translations(locale)
    return Language(Locale.parse(name), catalogue, markup)


def terminal_language() -> Language:
    """That of the environment, without marks: for what the command line prints."""
    return language(locale_of(os.environ))


def locale_of(environment: Mapping[str, str]) -> str:
    """The locale that LC_ALL, LC_MESSAGES or LANG names, the first that is set; English where none is."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name, ""):
            return locale.partition(".")[0].partition("@")[0]
    return SOURCE_LOCALE
