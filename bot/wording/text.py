"""Text that is safe to show: members write what they like, and a message shows only what it means to."""

import itertools
import re
import unicodedata
from datetime import datetime

from bot.domain.ids import Address, MemberId, RoleId

MESSAGE_LIMIT = 2000
"""Characters of a plain message."""
LAYOUT_LIMIT = 4000
"""Characters of all texts of a message with components, together."""
CHOICE_LIMIT = 100
"""Characters of a suggestion of an autocompletion, and of a thread's name."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800")
"""Letters and marks that are drawn as nothing at all."""
TITLE_SHOWN = 100
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_EMOJI = frozenset({"So", "Sk", "Cn"})
"""The categories of emoji; those younger than this Python are not assigned yet."""
_JOINERS = "\u200c\u200d"
_MARKS_AT_ONCE = 4
_URL = re.compile(r"https?://[^\s<>`|\\\u0000-\u001f]+")
_SPECIAL = re.compile(r"([\\*_~`|\[\]<>#@]|^[-+])")
_FENCE = "```"


def plain(text: str) -> str:
    """The text without what is not seen or shows something else than is there.

    Removed: control characters (but line breaks and tabs), bidirectional overrides, zero-width and filler
    characters, lone surrogates, private characters, more than four combining marks on one letter.
    Joiners stay where they are part of writing (between emoji, and in the scripts that need them).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        category = unicodedata.category(char)
        if char in _JOINERS:
            if not _joins(text, index):
                continue
        elif char in "\n\t":
            pass
        elif category in _UNSEEN or char in _FILLERS or "\u180b" <= char <= "\u180f":
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MARKS_AT_ONCE:
            kept.append(char)
    return "".join(kept)


def _joins(text: str, index: int) -> bool:
    if not 0 < index < len(text) - 1:
        return False
    before, after = text[index - 1], text[index + 1]
    if unicodedata.category(after) in _EMOJI:
        return text[index] == "\u200d" and (before == "\ufe0f" or unicodedata.category(before) in _EMOJI)
    return all("\u0600" <= char <= "\u0fff" for char in (before, after))


def one_line(text: str) -> str:
    """The text without line breaks and runs of spaces."""
    return " ".join(plain(text).split())


def cut(text: str, limit: int) -> str:
    """The text in at most so many characters; an ellipsis says where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str, limit: int | None = None) -> str:
    """A member's words within one of our sentences: one line, cut, and no formatting or mention works in it.

    Links stay as they are, so that they can be followed, and always show where they lead.
    """
    text = one_line(text)
    if limit is not None:
        text = cut(text, limit)
    parts: list[str] = []
    end = 0
    for link in _URL.finditer(text):
        parts += [_SPECIAL.sub(r"\\\1", text[end : link.start()]), link[0]]
        end = link.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\1", text[end:])])


def body(text: str, limit: int | None = None) -> str:
    """A member's text as a block of its own: formatting works, masked links show their address.

    Mentions are shown but never ping (the client allows none). A code block that was left open is closed, so
    that it can't swallow what follows.
    """
    text = plain(text).strip().replace("](", "]\\(")
    if limit is not None and len(text) > limit:
        text = cut(text, limit - len(_FENCE) - 1)
    return f"{text}\n{_FENCE}" if text.count(_FENCE) % 2 else text


def code(text: str) -> str:
    """The text in a code span."""
    return "`" + one_line(text).replace("`", "ˋ") + "`"


def code_block(text: str, language: str = "") -> str:
    """The text in a code block, as it is but for what `plain` removes and the end of the block."""
    return f"{_FENCE}{language}\n{plain(text).replace(_FENCE, 'ˋˋˋ')}\n{_FENCE}"


def when(time: datetime) -> str:
    """A time as each reader's own client shows it, relative to now."""
    return f"<t:{int(time.timestamp())}:R>"


def moment(time: datetime) -> str:
    """A time as each reader's own client shows it, with date, hour and how far it is from now."""
    return f"<t:{int(time.timestamp())}:f> ({when(time)})"


def member(who: MemberId) -> str:
    return f"<@{who}>"


def role(role: RoleId) -> str:
    return f"<@&{role}>"


def short(address: Address) -> str:
    """An address to recognise: its first and last digits. Where something depends on it, show it in full."""
    return f"`{address[:6]}…{address[-4:]}`"


def full(address: Address) -> str:
    return f"`{address}`"


def title_of(title: str) -> str:
    """A proposal's title within a sentence; one of which nothing can be seen still has a name."""
    return escape(title, TITLE_SHOWN) or "Untitled"


def fitted(lines: list[str], limit: int, rest: str = "… and {more} more") -> str:
    """As many of the lines as fit into so many characters; the rest is counted."""
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    room = limit - len(rest) - 8
    lengths = itertools.accumulate(len(line) + 1 for line in lines)
    kept = sum(1 for length in lengths if length <= room) or 1
    return cut("\n".join(lines[:kept]), room) + "\n" + rest.format(more=len(lines) - kept)
