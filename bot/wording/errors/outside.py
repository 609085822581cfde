"""What the world outside did not give."""

from bot.domain import errors
from bot.wording.errors.words import (
    NOTHING_CHANGED,
    VOTES_KEPT,
    Words,
    words,
)
from bot.wording.text import code, escape


@words.register
def _(error: errors.ChainUnavailable) -> Words:
    return Words(
        f"Chain {error.chain} gave no answer that can be trusted: {escape(error.why, 300)}",
        f"Nothing was guessed, and nothing was changed. {VOTES_KEPT}",
        "Try again in a minute; a moderator sees with `/gov doctor` which part is ill.",
    )


@words.register
def _(error: errors.ServiceUnavailable) -> Words:
    return Words(
        f"There was no answer from {escape(error.service, 60)}: {escape(error.why, 300)}",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Try again in a minute; a moderator sees with `/gov doctor` which part is ill.",
    )


@words.register
def _(error: errors.ServiceRefused) -> Words:
    return Words(
        f"This was refused by {escape(error.service, 60)} (status {error.status}): {escape(error.why, 300)}",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Trying again is no use: a moderator looks at `/gov doctor`, which says what to mend.",
    )


@words.register
def _(error: errors.SafeHashMismatch) -> Words:
    return Words(
        f"The Safe computes another hash for this transaction ({code(error.contract)}) than the bot "
        f"({code(error.computed)}).",
        "Nothing was signed, and nothing was sent.",
        "Don't sign anything for this proposal; tell the moderators and the bot's operator.",
    )


@words.register
def _(error: errors.StoredDataInvalid) -> Words:
    return Words(
        f"What the database holds was changed from outside: {escape(error.what, 200)}",
        "Nothing was counted from it, and nothing was changed.",
        "Tell the bot's operator: `folkmoot doctor` and a backup help.",
    )
