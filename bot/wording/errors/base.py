"""How an error becomes a message, and a fault a clause of it; the words of the roots of both trees."""

from functools import singledispatch

import msgspec
from msgspec.structs import replace

from bot.domain import errors
from bot.domain.blocks import BlockRef
from bot.domain.fault import Fault
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, one_line


class Message(msgspec.Struct, frozen=True):
    """An error for a person: what happened, what was kept of what they did, and what they can do next."""

    happened: str
    kept: str
    next: str


def words_for(error: BaseException, say: Language, kept: str | None = None) -> str:
    """The whole answer to an error. `kept` says better than the error itself what was kept."""
    found = message(error, say)
    return written(replace(found, kept=kept) if kept else found, say)


def refusal(error: BaseException, say: Language) -> str:
    """What happened and what to do next, for where it can be seen that everything was kept."""
    said = message(error, say)
    return f"⚠️ {say.markup.strong(said.happened)}\n➡️ {said.next}"


def written(said: Message, say: Language) -> str:
    """A message in three lines."""
    return f"⚠️ {say.markup.strong(said.happened)}\n{said.kept}\n➡️ {said.next}"


@singledispatch
def message(error: BaseException, say: Language) -> Message:
    """An error in words. Anything that isn't one of ours is a fault of the program."""
    return Message(
        say._("Something went wrong in the bot itself."),
        kept=f"{votes_kept(say)} {say._('What you just asked for may not have been done.')}",
        next=say._(
            "Look whether it was done; if not, try again in a minute, and tell the bot's operator when it happens "
            "again."
        ),
    )


@message.register
def _(error: errors.FolkmootError, say: Language) -> Message:
    return Message(
        say._("This could not be done."),
        kept=votes_kept(say),
        next=say._("Try again in a minute, and tell a moderator when it happens again."),
    )


@message.register
def _(error: errors.Refused, say: Language) -> Message:
    return Message(
        say._("This is not possible here."),
        kept=nothing_changed(say),
        next=say._("`/help` says what you can do."),
    )


@message.register
def _(error: errors.Unavailable, say: Language) -> Message:
    return Message(
        say._("Something that the bot needs did not answer."),
        kept=f"{nothing_changed(say)} {votes_kept(say)}",
        next=say._("Try again in a minute."),
    )


@singledispatch
def clause(fault: Fault, say: Language) -> str:
    """A fault as a clause: what stands after a colon, or after the name of a field."""
    raise NotImplementedError(type(fault).__name__)


# What several messages say


def nothing_changed(say: Language) -> str:
    return say._("Nothing was changed.")


def ballot_kept(say: Language) -> str:
    return say._("Your last ballot in this vote, if there is one, stays as it was.")


def votes_kept(say: Language) -> str:
    return say._("Proposals, ballots and wallets are stored and safe.")


def typed(text: str, limit: int = 80) -> str:
    """What somebody typed, as it can be shown in code; a space where nothing of it can be seen."""
    return cut(one_line(text), limit) or " "


def at_blocks(blocks: tuple[BlockRef, ...], say: Language) -> str:
    """Where something was read, as one stands within a sentence."""
    return ", ".join(
        say.pgettext("value", "at block {block} of chain {chain} ({when})").format(
            block=block.number, chain=block.chain, when=say.when(block.time)
        )
        for block in blocks
    )
