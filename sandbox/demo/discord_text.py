"""A message's text as Discord shows it: bold, code, headings, times and names instead of their marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from rich.text import Text

_MARKS = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[(?P<link>[^\]\n]+)\]\(https?://[^)\s]+\)|`(?P<code>[^`\n]+)`|<t:(?P<time>\d+):(?P<style>[fR])>"
    r"|<(?P<kind>[@#]&?)(?P<id>\d+)>|\\(?P<escaped>[^\w\s])"
)
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def as_shown(text: str, name_of: Callable[[int], str], now: datetime) -> Text:
    """The text with the styles of a terminal; `name_of` tells that of a member, role or channel by its id."""
    shown = Text()
    for line in text.splitlines():
        if shown:
            shown.append("\n")
        if line.startswith("## "):
            shown.append(_line(line[3:], name_of, now, "bold underline"))
        elif line.startswith("-# "):
            shown.append(_line(line[3:], name_of, now, "dim"))
        else:
            shown.append(_line(line, name_of, now, ""))
    return shown


def _line(line: str, name_of: Callable[[int], str], now: datetime, style: str) -> Text:
    shown = Text(style=style)
    end = 0
    for mark in _MARKS.finditer(line):
        shown.append(line[end : mark.start()])
        end = mark.end()
        if mark["bold"]:
            shown.append(_line(mark["bold"], name_of, now, "bold"))
        elif mark["link"]:
            shown.append(mark["link"], "underline")
        elif mark["code"]:
            shown.append(mark["code"], "cyan")
        elif mark["time"]:
            shown.append(_time(datetime.fromtimestamp(int(mark["time"]), UTC), mark["style"], now))
        elif mark["id"]:
            shown.append(f"{mark['kind'][0]}{name_of(int(mark['id']))}", "blue")
        else:
            shown.append(mark["escaped"])
    return shown.append(line[end:])


def _time(time: datetime, style: str, now: datetime) -> str:
    if style == "f":
        return f"{time:%d %B %Y %H:%M} UTC"
    seconds = int((time - now).total_seconds())
    count, unit = next(
        ((abs(seconds) // size, name) for name, size in _UNITS if abs(seconds) >= size), (0, "second")
    )
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"
