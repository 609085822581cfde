"""How a treasury stands to its targets, and how long it lasts."""

from fractions import Fraction
from math import floor

from bot.domain.treasury.balance import Balance, Missing, Unbalanced, Unread
from bot.domain.treasury.drift import BandKind, Drift
from bot.domain.treasury.runway import Runway
from bot.domain.treasury.targets import Targets
from bot.wording.language import Language
from bot.wording.treasury.prices import dollars, unvalued_words

_SYMBOL = 24
_MOST_UNPRICED = 5


def balance_lines(found: Balance | Unbalanced | None, say: Language) -> list[str]:
    """What is out of its band comes first."""
    if found is None:
        return []
    if isinstance(found, Unbalanced):
        return [
            say._("⚠️ **Nobody can say how it stands to its target shares**: {missing}.").format(
                missing=say.both([_missing(each, say) for each in found.missing])
            )
        ]
    if not found.drifts:
        return [say._("**Target shares**: there is nothing of any of them.")]
    head = (
        say._("⚠️ **Out of balance**: a share is further from its target than it may be.")
        if found.is_out
        else say._("**Target shares**")
    )
    shares = say.shares([each.share for each in found.drifts])
    drifts = sorted(zip(found.drifts, shares, strict=True), key=lambda each: not each[0].out_of_band)
    lines = [head, *(_drift(each, share, say) for each, share in drifts)]
    return [*lines, say.markup.small(rules_line(found.targets, say))]


def _drift(each: Drift, share: str, say: Language) -> str:
    words = (
        say._("⚠️ {symbol}: {share}, and is to be {target}")
        if each.out_of_band
        else say._("• {symbol}: {share}, and is to be {target}")
    )
    return words.format(
        symbol=say.markup.name(each.target.symbol, _SYMBOL),
        share=share,
        target=say.share(each.target.share),
    )


def _missing(each: Missing, say: Language) -> str:
    why = each.why
    words = say._("not all accounts can be read") if isinstance(why, Unread) else unvalued_words(why, say)
    return say._("{symbol}: {why}").format(symbol=say.markup.name(each.symbol, _SYMBOL), why=words)


def rules_line(targets: Targets, say: Language) -> str:
    """When it is to be rebalanced."""
    told = []
    if targets.band is not None:
        band = targets.band.band
        words = (
            say._("when a share is more than {width} of everything off its target")
            if band.kind is BandKind.ABSOLUTE
            else say._("when a share is more than {width} of its target off")
        )
        told.append(words.format(width=say.share(band.width)))
    if targets.every is not None:
        told.append(say._("every {period}").format(period=say.duration(targets.every)))
    return say._("To be rebalanced {when}.").format(when=say.either(told))


def drift_lines(found: Balance | Unbalanced | None, say: Language) -> list[str]:
    """What the announcement channel is told when it is to be rebalanced."""
    return [
        say._("⚖️ **The treasury is to be rebalanced.**"),
        *balance_lines(found, say),
        say._(
            "Any member can propose it: the button writes a draft, which you can change before you submit it."
        ),
    ]


def draft_label(say: Language) -> str:
    """The button that drafts a rebalancing."""
    return say.pgettext("button", "Draft a rebalancing")


def runway_lines(found: Runway | None, say: Language) -> list[str]:
    """How long it lasts, with what that takes for granted."""
    if found is None:
        return []
    if found.months is None:
        lines = [
            say._("Nothing with a price was paid out since {when}.").format(when=say.moment(found.since))
        ]
    else:
        lines = [
            say._("**Lasts {months}** if {dollars} go out in a month, as they did since {when}").format(
                months=_months(found.months, say),
                dollars=dollars(found.a_month, say),
                when=say.moment(found.since),
            )
        ]
    if found.unpriced:
        lines.append(
            say.ngettext(
                "⚠️ {number} asset that was paid out has no price, and is not in this.",
                "⚠️ {number} assets that were paid out have no price, and are not in this.",
                len(found.unpriced),
            ).format(number=say.number(len(found.unpriced)))
        )
    lines.append(
        say.markup.small(
            say._(
                "At the prices of now, by what was carried out here; without income, and without what goes between the "
                "accounts of this server."
            )
        )
    )
    return lines


def _months(months: Fraction, say: Language) -> str:
    """With one decimal, cut; more than a hundred years are just that."""
    if months >= 1200:
        return say.pgettext("value", "more than 100 years")
    tenths = floor(months * 10)
    shown = say.tokens(tenths, 1)
    return say.npgettext("value", "{number} month", "{number} months", 1 if tenths == 10 else 2).format(
        number=shown
    )
