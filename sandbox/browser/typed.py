"""What Discord's client makes of what a member has typed before it is sent, and what it doesn't send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.discord import CannotDo, Guild

if TYPE_CHECKING:
    from sandbox.browser.clients import Client
    from sandbox.browser.windows import Window

LONGEST = 2000
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_AT = re.compile(r"(?<![\w<@])@(?=\S)")
_EVERYBODY = ("everyone", "here")
_LONGEST_NAME = 100


def typed(window: Window, client: Client, text: str, *, again: bool = False) -> str:
    """The text as it is sent. Raises CannotDo for too much of it, or too many messages at once; `again`: a message is
    changed."""
    if len(text) > LONGEST:
        raise CannotDo(
            f"{len(text)} characters",
            says="Your message is too long. Please make your message shorter. "
            f"We've set the limit at {LONGEST:,} characters to be courteous to others.",
        )
    if not again and client.written.take(window.world.clock.now()):
        raise CannotDo("too many messages at once", says="You're sending messages too quickly!")
    return mentioned(window.guild, text) if window.guild else text


def mentioned(guild: Guild, text: str) -> str:
    """With `@name` as the mention of the member or role that is called so, in any case of letters; not within code."""
    if "@" not in text:
        return text
    names = _names(guild)
    parts = _CODE.split(text)
    return "".join(part if number % 2 else _replaced(part, names) for number, part in enumerate(parts))


def _names(guild: Guild) -> dict[str, str]:
    """What is written for a name; a member goes before a role, and a username before what somebody is shown as."""
    found = {
        role.name.casefold(): role.mention for role in guild.roles.values() if role is not guild.everyone
    }
    people = [member.user for member in guild.members.values()]
    found |= {
        str(user.payload["global_name"] or user.name).casefold(): user.mention for user in reversed(people)
    }
    found |= {user.name.casefold(): user.mention for user in reversed(people)}
    for name in _EVERYBODY:
        found.pop(name, None)
    return found


def _replaced(text: str, names: dict[str, str]) -> str:
    done, end = [], 0
    for at in _AT.finditer(text):
        if at.start() < end:
            continue
        for length in range(min(_LONGEST_NAME, len(text) - at.end()), 0, -1):
            after = at.end() + length
            if re.match(r"\w", text[after : after + 1]):
                continue
            mention = names.get(text[at.end() : after].casefold())
            if mention:
                done += [text[end : at.start()], mention]
                end = after
                break
    return "".join([*done, text[end:]])
