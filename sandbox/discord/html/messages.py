"""A message with all that belongs to it, as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from html import escape

from sandbox.discord.html.components import components_html, file_html
from sandbox.discord.html.embeds import embed_html
from sandbox.discord.html.markdown import markdown_html
from sandbox.discord.html.reading import Reading
from sandbox.discord.people.interactions import TOKEN_LASTS
from sandbox.discord.world.attachments import Attachment
from sandbox.discord.world.messages import (
    COMPONENTS_V2,
    DEFAULT,
    PIN_NOTICE,
    REPLY,
    THREAD_CREATED,
    THREAD_STARTER,
    Message,
)

TOGETHER = timedelta(minutes=7)
"""Messages of one author within this time stand under one name."""
_COLOURS = ("#5865f2", "#2d7d46", "#9a5b00", "#c62f33", "#b8337a")


def conversation_html(messages: Iterable[Message], reading: Reading) -> str:
    """Messages one below the other."""
    shown: list[str] = []
    before: Message | None = None
    for message in messages:
        shown.append(message_html(message, reading, follows=_follows(message, before)))
        before = message
    return "".join(shown)


def _follows(message: Message, before: Message | None) -> bool:
    """Whether a message goes on where the one before it ended."""
    return (
        before is not None
        and before.author is message.author
        and before.kind in (DEFAULT, REPLY)
        and message.kind == DEFAULT
        and before.ephemeral == message.ephemeral
        and message.created_at - before.created_at < TOGETHER
    )


def message_html(message: Message, reading: Reading, *, follows: bool = False) -> str:
    """One message: who wrote it and when, what is in it, reactions, and that only its reader sees it."""
    classes = ["message"]
    classes += (
        ["ephemeral"] * message.ephemeral + ["follows"] * follows + ["for-me"] * _mentions(message, reading)
    )
    inside = (
        _notice(message, reading)
        if message.kind in (PIN_NOTICE, THREAD_CREATED)
        else _whole(message, reading)
    )
    return (
        f'<article class="{" ".join(classes)}" id="message-{message.id}" data-message="{message.id}" '
        f'data-author="{message.author.id}" data-kind="{message.kind}">{inside}{_tools(message, reading)}</article>'
    )


def avatar_html(name: str) -> str:
    """A disc with the first letter of a name; each name has its colour, in every run of the sandbox."""
    colour = _COLOURS[sum(name.encode()) % len(_COLOURS)]
    return f'<div class="avatar" style="background:{colour}" aria-hidden="true">{escape(name[:1])}</div>'


def _whole(message: Message, reading: Reading) -> str:
    author = message.author
    name = reading.names.member(author.id) or author.name
    badge = '<span class="badge">APP</span>' if author.application else ""
    body = _thinking(message, reading) if message.loading else _body(message, reading)
    edited = '<span class="edited">(edited)</span>' if message.edited_at else ""
    return (
        f"{_above(message, reading)}{avatar_html(name)}"
        f'<div class="content"><header><span class="author">{_name(name, author.id, reading)}</span>{badge}'
        f"{_when(message, reading)}</header>"
        f"{body}{edited}{_reactions(message, reading)}{_thread(message, reading)}"
        f"{_failed(message, reading)}{_private(message, reading)}</div>"
    )


def _when(message: Message, reading: Reading) -> str:
    shown = reading.when(message.created_at)
    inside = escape(shown) if reading.reader is None else reading.time_html(message.created_at, "when", shown)
    return f'<span class="when">{inside}</span>'


def _name(name: str, user_id: int, reading: Reading) -> str:
    if reading.reader is None:
        return escape(name)
    return f'<button type="button" class="who" data-user="{user_id}" aria-haspopup="menu">{escape(name)}</button>'


def _mentions(message: Message, reading: Reading) -> bool:
    reader = reading.reader
    if reader is None:
        return False
    roles = {role.id for role in reader.roles}
    return (
        message.mention_everyone
        or reader.user in message.mentions
        or bool(roles & set(message.mention_roles))
    )


def _above(message: Message, reading: Reading) -> str:
    """The command that it answers, or the message."""
    if message.command:
        who = escape(reading.names.member(int(message.command["user"]["id"])) or "somebody")
        used = escape(message.command["name"])
        return f'<div class="above"><b>{who}</b> used <span class="mention">/{used}</span></div>'
    if message.reference is not None and message.kind != THREAD_STARTER:
        who = escape(reading.names.member(message.reference.author.id) or "somebody")
        said = "Original message was deleted" if message.reference.deleted else message.reference.text[:80]
        return f'<div class="above"><b>@{who}</b> {escape(said)}</div>'
    return ""


def _thinking(message: Message, reading: Reading) -> str:
    if reading.now - message.created_at > TOKEN_LASTS:
        return '<div class="failed">⚠ The application did not respond</div>'
    name = escape(reading.names.member(message.author.id) or message.author.name)
    return f'<div class="thinking"><span class="dots" aria-hidden="true">•••</span> {name} is thinking…</div>'


def _body(message: Message, reading: Reading) -> str:
    if message.kind == THREAD_STARTER and message.reference is not None:
        message = message.reference
    text = f'<div class="text">{markdown_html(message.content, reading)}</div>' if message.content else ""
    embeds = "".join(embed_html(embed, reading) for embed in message.embeds)
    components = components_html(message.components, reading)
    if message.flags & COMPONENTS_V2:
        return components
    files = "".join(_attachment(file, reading) for file in message.attachments)
    return f"{text}{files}{embeds}{components}"


def _attachment(file: Attachment, reading: Reading) -> str:
    url = reading.media(file.url)
    if (file.content_type or "").startswith("image/"):
        described = escape(file.description or file.filename)
        return f'<img class="picture" src="{escape(url)}" alt="{described}">'
    return file_html(file.filename, file.size, url)


def _reactions(message: Message, reading: Reading) -> str:
    shown = []
    for reaction in message.reactions.values():
        name = escape(reaction.emoji["name"] or "")
        count = len(reaction.normal) + len(reaction.burst)
        if reading.reader is None:
            shown.append(f'<span class="reaction">{name} {count}</span>')
            continue
        mine = reading.reader.id in reaction.normal or reading.reader.id in reaction.burst
        written = f"{reaction.emoji['name']}:{reaction.emoji['id']}" if reaction.emoji["id"] else name
        shown.append(
            f'<button type="button" class="reaction" name="react" value="{escape(written)}" '
            f'aria-pressed="{"true" if mine else "false"}" aria-label="{name}, {count}">{name} {count}</button>'
        )
    return f'<div class="reactions">{"".join(shown)}</div>' if shown else ""


def _thread(message: Message, reading: Reading) -> str:
    if message.thread is None:
        return ""
    leads = (
        "" if reading.reader is None else f' data-channel="{message.thread.id}" href="{message.thread.id}"'
    )
    return f'<div class="thread"><b>{escape(message.thread.name)}</b> <a{leads}>Open thread ›</a></div>'


def _failed(message: Message, reading: Reading) -> str:
    failed = message.id in reading.failed
    return '<div class="failed" role="alert">This interaction failed</div>' if failed else ""


def _private(message: Message, reading: Reading) -> str:
    if not message.ephemeral:
        return ""
    dismiss = (
        "<a>Dismiss message</a>"
        if reading.reader is None
        else '<button type="button" class="plain" name="dismiss">Dismiss message</button>'
    )
    return f'<div class="private">👁 Only you can see this · {dismiss}</div>'


def _notice(message: Message, reading: Reading) -> str:
    """What Discord itself says in a channel."""
    who = escape(reading.names.member(message.author.id) or message.author.name)
    if message.kind == PIN_NOTICE:
        said = f"<b>{who}</b> pinned a message to this channel."
    else:
        said = f"<b>{who}</b> started a thread: <b>{escape(message.content)}</b>"
    return f'<div class="content notice">{said} {_when(message, reading)}</div>'


def _tools(message: Message, reading: Reading) -> str:
    """What appears at a message that one points at."""
    if reading.reader is None:
        return ""
    reply = "" if message.ephemeral else '<button type="button" name="reply" aria-label="Reply">↩</button>'
    react = (
        ""
        if message.ephemeral
        else '<button type="button" name="emoji" aria-label="Add reaction" aria-haspopup="menu">☺</button>'
    )
    return (
        f'<div class="tools" role="group" aria-label="Message actions">{react}{reply}'
        '<button type="button" name="more" aria-label="More" aria-haspopup="menu">⋯</button></div>'
    )
