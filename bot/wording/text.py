"""Discord's markup without a language, for the callers that don't have their `Language` yet. It goes with the last."""

from datetime import datetime

from bot.wording.discord_markup import CHOICE_LIMIT, DISCORD, LAYOUT_LIMIT, MESSAGE_LIMIT
from bot.wording.language import language
from bot.wording.plain_text import cut, one_line, plain
from bot.wording.plain_text import fitted as _fitted

__all__ = [
    "CHOICE_LIMIT",
    "LAYOUT_LIMIT",
    "MESSAGE_LIMIT",
    "body",
    "code",
    "code_block",
    "cut",
    "escape",
    "fitted",
    "full",
    "member",
    "moment",
    "one_line",
    "plain",
    "role",
    "short",
    "title_of",
    "when",
]

_ENGLISH = language(markup=DISCORD)
body = DISCORD.body
code = DISCORD.code
code_block = DISCORD.code_block
full = DISCORD.account
member = DISCORD.member
role = DISCORD.role
short = DISCORD.short_account


def escape(text: str, limit: int | None = None) -> str:
    return DISCORD.name(text, limit)


def when(time: datetime) -> str:
    return _ENGLISH.when(time)


def moment(time: datetime) -> str:
    return _ENGLISH.moment(time)


def title_of(title: str) -> str:
    return _ENGLISH.title(title)


def fitted(lines: list[str], limit: int, rest: str = "… and {more} more") -> str:
    return _fitted(lines, limit, lambda more: rest.format(more=more))
