"""What an error's answer is made of, and the parts of sentences that several share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import singledispatch

from bot.domain import errors
from bot.domain.blocks import BlockRef
from bot.wording.text import one_line, when

NOTHING_CHANGED = "Nothing was changed."
BALLOT_KEPT = "Your last ballot in this vote, if there is one, stays as it was."
VOTES_KEPT = "Proposals, ballots and wallets are stored and safe."


@dataclass(frozen=True)
class Words:
    """An error for a person."""

    happened: str
    kept: str
    next: str

    def __str__(self) -> str:
        return f"⚠️ **{self.happened}**\n{self.kept}\n➡️ {self.next}"


def words_for(error: BaseException, kept: str | None = None) -> str:
    """The whole answer to an error. `kept` says better than the error itself what was kept."""
    found = words(error)
    return str(replace(found, kept=kept) if kept else found)


@singledispatch
def words(error: BaseException) -> Words:
    """An error in words. Anything that isn't one of ours is a fault of the program."""
    return Words(
        "Something went wrong in the bot itself.",
        f"{VOTES_KEPT} What you just asked for may not have been done.",
        "Look whether it was done; if not, try again in a minute, and tell the bot's operator when it happens again.",
    )


@words.register
def _(error: errors.FolkmootError) -> Words:
    return Words(
        "This could not be done.",
        VOTES_KEPT,
        "Try again in a minute, and tell a moderator when it happens again.",
    )


@words.register
def _(error: errors.Refused) -> Words:
    return Words("This is not possible here.", NOTHING_CHANGED, "`/help` says what you can do.")


@words.register
def _(error: errors.Unavailable) -> Words:
    return Words(
        "Something that the bot needs did not answer.",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Try again in a minute.",
    )


def shown(text: str, limit: int = 80) -> str:
    text = one_line(text)
    return (text if len(text) <= limit else text[: limit - 1] + "…") or " "


def either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def at_blocks(blocks: tuple[BlockRef, ...]) -> str:
    return ", ".join(
        f"at block {block.number} of chain {block.chain} ({when(block.time)})" for block in blocks
    )
