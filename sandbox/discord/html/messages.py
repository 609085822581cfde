"""A message with all that belongs to it, as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from sandbox.discord.attachments import Attachment
from sandbox.discord.messages import COMPONENTS_V2, Message

from .components import components_html, file_html
from .markdown import markdown_html
from .reading import Reading

Json = dict[str, Any]
_COLOURS = ("#5865f2", "#3ba55c", "#faa61a", "#ed4245", "#eb459e")


def conversation_html(messages: Iterable[Message], reading: Reading) -> str:
    """Messages one below the other."""
    return "".join(message_html(message, reading) for message in messages)


def message_html(message: Message, reading: Reading) -> str:
    """One message: who wrote it and when, what is in it, reactions, and that only its reader sees it."""
    author = message.author
    name = reading.names.member(author.id) or author.name
    badge = '<span class="badge">APP</span>' if author.application else ""
    body = '<div class="thinking">is thinking…</div>' if message.loading else _body(message, reading)
    edited = '<span class="edited">(edited)</span>' if message.edited_at else ""
    private = (
        '<div class="private">👁 Only you can see this · <a>Dismiss message</a></div>'
        if message.ephemeral
        else ""
    )
    colour = _COLOURS[author.id % len(_COLOURS)]
    return (
        f'<article class="message{" ephemeral" if message.ephemeral else ""}" id="message-{message.id}">'
        f'{_above(message, reading)}<div class="avatar" style="background:{colour}">{escape(name[:1])}</div>'
        f'<div class="content"><header><span class="author">{escape(name)}</span>{badge}'
        f'<span class="when">{escape(reading.when(message.created_at))}</span></header>'
        f"{body}{edited}{_reactions(message)}{_thread(message)}{private}</div></article>"
    )


def _above(message: Message, reading: Reading) -> str:
    """The command that it answers, or the message."""
    if message.command:
        who = escape(reading.names.member(int(message.command["user"]["id"])) or "somebody")
        used = escape(message.command["name"])
        return f'<div class="above"><b>{who}</b> used <span class="mention">/{used}</span></div>'
    if message.reference is not None:
        who = escape(reading.names.member(message.reference.author.id) or "somebody")
        return f'<div class="above"><b>@{who}</b> {escape(message.reference.text[:80])}</div>'
    return ""


def _body(message: Message, reading: Reading) -> str:
    text = f'<div class="text">{markdown_html(message.content, reading)}</div>' if message.content else ""
    embeds = "".join(_embed(embed, reading) for embed in message.embeds)
    components = components_html(message.components, reading)
    if message.flags & COMPONENTS_V2:
        return components
    files = "".join(_attachment(file, reading) for file in message.attachments)
    return f"{text}{files}{embeds}{components}"


def _attachment(file: Attachment, reading: Reading) -> str:
    if (file.content_type or "").startswith("image/"):
        described = escape(file.description or file.filename)
        return f'<img class="picture" src="{escape(reading.media(file.url))}" alt="{described}">'
    return file_html(file.filename, file.size)


def _embed(embed: Json, reading: Reading) -> str:
    colour = f' style="border-left-color:#{embed["color"]:06x}"' if embed.get("color") is not None else ""
    title = f"<h3>{escape(embed['title'])}</h3>" if embed.get("title") else ""
    text = markdown_html(embed["description"], reading) if embed.get("description") else ""
    fields = "".join(
        f'<div class="field{" inline" if field.get("inline") else ""}"><b>{escape(field["name"])}</b>'
        f"{markdown_html(field['value'], reading)}</div>"
        for field in embed.get("fields") or []
    )
    foot = f"<small>{escape(embed['footer']['text'])}</small>" if embed.get("footer") else ""
    return f'<div class="embed"{colour}>{title}{text}<div class="fields">{fields}</div>{foot}</div>'


def _reactions(message: Message) -> str:
    shown = "".join(
        f'<span class="reaction">{escape(reaction.emoji["name"] or "")} '
        f"{len(reaction.normal) + len(reaction.burst)}</span>"
        for reaction in message.reactions.values()
    )
    return f'<div class="reactions">{shown}</div>' if shown else ""


def _thread(message: Message) -> str:
    if message.thread is None:
        return ""
    return f'<div class="thread"><b>{escape(message.thread.name)}</b> <a>Open thread ›</a></div>'
