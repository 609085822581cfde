"""Discord's markdown as HTML: what is a mark becomes a tag, everything else stays the text that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from sandbox.discord.html.reading import Reading, leading, moment, shown_as

_FENCE = re.compile(r"```(?:[A-Za-z0-9+#_-]*\n)?(.*?)\n?```", re.DOTALL)
_WITHIN = r"(?:\\.|[^\\])+?"
_URL = r"https?://[^\s<>\"'`|\\]*[^\s<>\"'`|\\.,:;!?)\]*_]"
_MARK = re.compile(
    rf"""
    \\(?P<escaped>[^\w\s]|_)
    | (?P<ticks>`+)(?P<code>[^`]|[^`].*?[^`])(?P=ticks)(?!`)
    | <t:(?P<seconds>-?\d{{1,14}})(?::(?P<style>[tTdDfFR]))?>
    | <(?P<kind>@!?|@&|\#)(?P<id>\d{{1,20}})>
    | </(?P<command>[\w\- ]{{1,98}}):\d{{1,20}}>
    | <a?:(?P<emoji>\w{{2,32}}):\d{{1,20}}>
    | \[(?P<label>[^\[\]\n]+)\]\((?P<target>{_URL})\)
    | <(?P<angled>{_URL})>
    | (?P<url>{_URL})
    | \*\*(?P<bold>{_WITHIN})\*\*(?!\*)
    | __(?P<underlined>{_WITHIN})__(?!_)
    | \*(?P<italic>(?![\s*]){_WITHIN})(?<!\s)\*(?!\*)
    | (?<!\w)_(?P<slanted>(?![\s_]){_WITHIN})_(?!\w)
    | ~~(?P<struck>{_WITHIN})~~
    | \|\|(?P<spoiler>{_WITHIN})\|\|
    """,
    re.DOTALL | re.VERBOSE,
)
_TAGS = {"bold": "strong", "underlined": "u", "italic": "em", "slanted": "em", "struck": "s"}
_LINE = re.compile(
    r"(?P<level>#{1,3}) +(?P<heading>.+)|-\# +(?P<small>.+)|(?P<deep>>>>) +(?P<rest>.*)|> (?P<quote>.*)"
    r"|(?P<indent> *)(?P<sign>[-*]|\d{1,9}\.) +(?P<item>.+)"
)
_COPY = '<button type="button" class="copy">Copy</button>'
"""Beside a block of text, in a window; a picture of a message hides it."""
_DEEPEST = 8
"""Marks within marks; nobody reads more, and no text may keep us busy."""


def markdown_html(text: str, reading: Reading) -> str:
    """The text of a message or text display, as HTML of blocks."""
    parts: list[str] = []
    end = 0
    for fence in _FENCE.finditer(text):
        parts += _blocks(text[end : fence.start()].removesuffix("\n"), reading)
        parts.append(f"<pre><code>{escape(fence[1])}</code>{_COPY}</pre>")
        end = fence.end() + text.startswith("\n", fence.end())
    return "".join([*parts, *_blocks(text[end:], reading)])


def _blocks(text: str, reading: Reading) -> Iterator[str]:
    if not text:
        return
    lines = text.split("\n")
    plain: list[str] = []
    for number, line in enumerate(lines):
        mark = _LINE.fullmatch(line)
        if mark is None:
            plain.append(line)
            continue
        yield from _paragraph(plain, reading)
        plain = []
        if mark["deep"]:
            rest = "\n".join([mark["rest"], *lines[number + 1 :]])
            yield f"<blockquote>{''.join(_blocks(rest.replace('>>> ', ''), reading))}</blockquote>"
            return
        yield _line(mark, reading)
    yield from _paragraph(plain, reading)


def _paragraph(lines: list[str], reading: Reading) -> Iterator[str]:
    if lines:
        yield f"<p>{_inline(chr(10).join(lines), reading, 0)}</p>"


def _line(mark: re.Match[str], reading: Reading) -> str:
    if mark["heading"]:
        level = len(mark["level"])
        return f"<h{level}>{_inline(mark['heading'], reading, 0)}</h{level}>"
    if mark["small"]:
        return f"<small>{_inline(mark['small'], reading, 0)}</small>"
    if mark["quote"] is not None:
        return f"<blockquote>{_inline(mark['quote'], reading, 0)}</blockquote>"
    sign = "•" if mark["sign"] in "-*" else mark["sign"]
    depth = min(len(mark["indent"]) // 2, 3)
    text = _inline(mark["item"], reading, 0)
    return f'<div class="item depth{depth}"><span>{escape(sign)}</span><div>{text}</div></div>'


def _inline(text: str, reading: Reading, depth: int) -> str:
    if depth >= _DEEPEST:
        return escape(text)
    shown: list[str] = []
    end = 0
    for mark in _MARK.finditer(text):
        shown += [escape(text[end : mark.start()]), _marked(mark, reading, depth + 1)]
        end = mark.end()
    return "".join([*shown, escape(text[end:])])


def _marked(mark: re.Match[str], reading: Reading, depth: int) -> str:
    kind = mark.lastgroup
    if mark["code"] is not None:
        return f"<code>{escape(mark['code'])}</code>"
    if mark["seconds"] is not None:
        return _time(mark, reading)
    if mark["id"] is not None:
        return _mention(mark["kind"], int(mark["id"]), reading)
    if mark["label"] is not None:
        return _link(mark["target"], _inline(mark["label"], reading, depth), reading)
    if url := mark["angled"] or mark["url"]:
        return _link(url, escape(shown_as(url, reading)), reading)
    if kind == "escaped":
        return escape(mark["escaped"])
    if kind == "command":
        command = escape(mark["command"])
        return f'<span class="mention" role="button" tabindex="0" data-use="{command}">/{command}</span>'
    if kind == "emoji":
        return f'<span class="mention">:{escape(mark["emoji"])}:</span>'
    if kind == "spoiler":
        return f'<span class="spoiler" role="button" tabindex="0">{_inline(mark["spoiler"], reading, depth)}</span>'
    assert kind is not None
    tag = _TAGS[kind]
    return f"<{tag}>{_inline(mark[kind], reading, depth)}</{tag}>"


def _time(mark: re.Match[str], reading: Reading) -> str:
    seconds, style = int(mark["seconds"]), mark["style"] or "f"
    try:
        shown = reading.timestamp(seconds, style)
    except ValueError:
        return escape(mark[0])
    if reading.reader is not None:
        return reading.time_html(moment(seconds), style, shown)
    whole = escape(reading.timestamp(seconds, "F"))
    return f'<time title="{whole} UTC">{escape(shown)}</time>'


def _mention(kind: str, number: int, reading: Reading) -> str:
    if kind == "#":
        name = f"# {reading.names.channel(number) or 'unknown'}"
        if reading.reader is not None:
            return f'<a class="mention" href="{number}" data-channel="{number}">{escape(name)}</a>'
    elif kind == "@&":
        name = f"@{reading.names.role(number) or 'deleted-role'}"
    else:
        name = f"@{reading.names.member(number) or 'unknown-user'}"
    return f'<span class="mention">{escape(name)}</span>'


def _link(url: str, shown: str, reading: Reading) -> str:
    return f"<a {leading(url, reading)}>{shown}</a>"
