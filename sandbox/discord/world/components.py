"""Message components: what Discord makes of what a bot sent, and what a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = (
    1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 17, 18,
)  # fmt: skip
SELECTS = {3: "string", 5: "user", 6: "role", 7: "mentionable", 8: "channel"}
UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 19, 21, 22, 23
LINK, PREMIUM = 5, 6


@dataclass(frozen=True)
class Button:
    """A button as a reader sees it."""

    label: str | None
    custom_id: str | None
    disabled: bool
    style: int
    url: str | None
    emoji: str | None
    number: int


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, in reading order, parents before children."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for single in ("accessory", "component"):
            if component.get(single):
                yield component[single]


def buttons(components: list[Json]) -> list[Button]:
    """Every button, in reading order."""
    return [
        Button(
            found.get("label"),
            found.get("custom_id"),
            bool(found.get("disabled")),
            found["style"],
            found.get("url"),
            (found.get("emoji") or {}).get("name"),
            found["id"],
        )
        for found in walk(components)
        if found["type"] == BUTTON
    ]


def texts(components: list[Json]) -> list[str]:
    """The content of every text display, in reading order."""
    return [found["content"] for found in walk(components) if found["type"] == TEXT]


def published(components: list[Json], media: Callable[[str], Json]) -> list[Json]:
    """Components as Discord answers them: numbered, defaults filled in, nothing left out that readers rely on."""
    taken = {found["id"] for found in walk(components) if found.get("id")}
    numbers = (number for number in range(1, 10_000) if number not in taken)
    return [_published(component, media, numbers) for component in components]


def _published(sent: Json, media: Callable[[str], Json], numbers: Iterator[int]) -> Json:
    kind = sent["type"]
    shown: Json = {"type": kind, "id": sent.get("id") or next(numbers)}

    def inside(name: str = "components") -> list[Json]:
        return [_published(child, media, numbers) for child in sent[name]]

    def kept(*names: str) -> None:
        shown.update({name: sent[name] for name in names if sent.get(name) is not None})

    if kind == ROW:
        shown["components"] = inside()
    elif kind == BUTTON:
        kept("style", "label", "custom_id", "url", "sku_id", "disabled")
        if sent.get("emoji"):
            shown["emoji"] = {key: value for key, value in sent["emoji"].items() if value is not None}
    elif kind in SELECTS:
        kept("custom_id", "placeholder", "disabled", "channel_types")
        if sent.get("default_values") is not None:
            # discord.py sends their ids as numbers, which Discord takes and shows as text.
            shown["default_values"] = [{**one, "id": str(one["id"])} for one in sent["default_values"]]
        shown["min_values"] = 1 if sent.get("min_values") is None else sent["min_values"]
        shown["max_values"] = sent.get("max_values") or 1
        if kind == SELECT:
            shown["options"] = [_without_nulls(option) for option in sent["options"]]
    elif kind == SECTION:
        shown["components"] = inside()
        shown["accessory"] = _published(sent["accessory"], media, numbers)
    elif kind == TEXT:
        kept("content")
    elif kind == THUMBNAIL:
        shown |= _medium(sent, media)
    elif kind == GALLERY:
        shown["items"] = [_medium(item, media) for item in sent["items"]]
    elif kind == FILE:
        file = media(sent["file"]["url"])
        name, size = file.pop("name", None), file.pop("size", None)
        shown |= {"file": file, "name": name, "size": size, "spoiler": bool(sent.get("spoiler"))}
    elif kind == SEPARATOR:
        divider = sent.get("divider")
        shown |= {"spacing": sent.get("spacing") or 1, "divider": True if divider is None else divider}
    elif kind == CONTAINER:
        shown |= {"accent_color": sent.get("accent_color"), "spoiler": bool(sent.get("spoiler"))}
        shown["components"] = inside()
    return shown


def _medium(sent: Json, media: Callable[[str], Json]) -> Json:
    found = media(sent["media"]["url"])
    found.pop("name", None)
    found.pop("size", None)
    return {"media": found, "description": sent.get("description"), "spoiler": bool(sent.get("spoiler"))}


def _without_nulls(option: Json) -> Json:
    shown = {key: value for key, value in option.items() if value is not None}
    if "emoji" in shown:
        shown["emoji"] = _without_nulls(shown["emoji"])
    return shown
