"""Embeds as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.discord.html.markdown import markdown_html
from sandbox.discord.html.reading import Reading, is_web, leading

Json = dict[str, Any]


def embed_html(embed: Json, reading: Reading) -> str:
    """One embed with all that is in it."""
    colour = f' style="border-left-color:#{embed["color"]:06x}"' if embed.get("color") is not None else ""
    by = _linked(embed["author"]["name"], embed["author"].get("url"), reading) if embed.get("author") else ""
    author = f'<div class="by">{by}</div>' if by else ""
    title = f"<h3>{_linked(embed['title'], embed.get('url'), reading)}</h3>" if embed.get("title") else ""
    text = markdown_html(embed["description"], reading) if embed.get("description") else ""
    fields = "".join(
        f'<div class="field{" inline" if field.get("inline") else ""}"><b>{escape(field["name"])}</b>'
        f"{markdown_html(field['value'], reading)}</div>"
        for field in embed.get("fields") or []
    )
    pictures = "".join(
        f'<img class="{shown_as}" src="{escape(reading.media(embed[key]["url"]))}" alt="">'
        for key, shown_as in (("thumbnail", "thumbnail"), ("image", "picture"))
        if embed.get(key)
    )
    foot = f"<small>{escape(embed['footer']['text'])}</small>" if embed.get("footer") else ""
    return f'<div class="embed"{colour}>{author}{title}{text}<div class="fields">{fields}</div>{pictures}{foot}</div>'


def _linked(text: str, url: str | None, reading: Reading) -> str:
    return f"<a {leading(url, reading)}>{escape(text)}</a>" if url and is_web(url) else escape(text)
