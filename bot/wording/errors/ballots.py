"""Refusals of ballots, and of the choices that an author puts on them."""

from bot.domain import errors
from bot.domain.ballot_formats.authors_choices import LEAST, LONGEST, MOST
from bot.domain.quantities import tokens
from bot.wording.errors.words import BALLOT_KEPT, NOTHING_CHANGED, Words, shown, words
from bot.wording.text import escape


@words.register
def _(error: errors.BallotUnclear) -> Words:
    return Words(
        f"This is not a ballot for proposal #{error.proposal}: {escape(shown(error.why, 300))}.",
        BALLOT_KEPT,
        f"Write {error.example}. The form on the card asks for each part.",
    )


@words.register
def _(error: errors.AboveBudget) -> Words:
    unit = escape(error.symbol, 20)
    cost, power = tokens(error.cost, error.decimals), tokens(error.power, error.decimals)
    missing = tokens(error.cost - error.power, error.decimals)
    return Words(
        f"These votes cost {cost} {unit}, and you have {power}: {missing} {unit} too many.",
        BALLOT_KEPT,
        "Give fewer votes: n votes for one choice cost n × n, so the last ones cost most.",
    )


@words.register
def _(error: errors.BadChoices) -> Words:
    return Words(
        f"These choices can't stand on a ballot: {escape(shown(error.why, 300))}.",
        NOTHING_CHANGED,
        f"Write one choice a line: {LEAST} to {MOST} different ones, each of at most {LONGEST} characters. "
        "`/proposal edit` opens the form of a draft.",
    )
