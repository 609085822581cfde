"""Components of messages as HTML: containers, sections, texts, buttons, menus, pictures, files."""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.discord import components as parts

from .markdown import markdown_html
from .reading import Reading

Json = dict[str, Any]
STYLES = {
    1: "primary",
    2: "secondary",
    3: "success",
    4: "danger",
    parts.LINK: "link",
    parts.PREMIUM: "primary",
}
_EMPTY = {5: "Select a user", 6: "Select a role", 7: "Select a user or role", 8: "Select a channel"}


def components_html(components: list[Json], reading: Reading) -> str:
    """All of them, in reading order."""
    return "".join(component_html(component, reading) for component in components)


def component_html(component: Json, reading: Reading) -> str:
    """One component with all that is in it; one of a kind that is not known is named, not left out."""
    kind = component["type"]
    if kind in parts.SELECTS:
        return select_html(component, reading)
    match kind:
        case parts.ROW:
            return f'<div class="row">{components_html(component["components"], reading)}</div>'
        case parts.BUTTON:
            return _button(component)
        case parts.SECTION:
            beside = component_html(component["accessory"], reading)
            inside = components_html(component["components"], reading)
            return f'<div class="section"><div>{inside}</div>{beside}</div>'
        case parts.TEXT:
            return f'<div class="text">{markdown_html(component["content"], reading)}</div>'
        case parts.THUMBNAIL:
            return _picture(component, "thumbnail", reading)
        case parts.GALLERY:
            items = "".join(_picture(item, "picture", reading) for item in component["items"])
            return f'<div class="gallery">{items}</div>'
        case parts.FILE:
            return file_html(component.get("name") or "file", component.get("size") or 0)
        case parts.SEPARATOR:
            wide = "wide" if component.get("spacing") == 2 else "narrow"
            return f'<hr class="{wide}{"" if component.get("divider", True) else " unseen"}">'
        case parts.CONTAINER:
            return _container(component, reading)
    return f'<div class="unknown">component {int(kind)}</div>'


def _container(component: Json, reading: Reading) -> str:
    colour = component.get("accent_color")
    edge = "" if colour is None else f' style="border-left-color:#{int(colour):06x}"'
    hidden = " spoiler" if component.get("spoiler") else ""
    return f'<div class="container{hidden}"{edge}>{components_html(component["components"], reading)}</div>'


def _button(component: Json) -> str:
    emoji = (component.get("emoji") or {}).get("name")
    label = escape(" ".join(filter(None, [emoji, component.get("label")])))
    shown = f'class="button {STYLES.get(component["style"], "secondary")}"'
    url = component.get("url")
    if url and url.startswith(("https://", "http://")):
        return f'<a {shown} href="{escape(url)}" rel="noreferrer">{label} <span class="out">↗</span></a>'
    disabled = " disabled" if component.get("disabled") else ""
    custom_id = escape(component.get("custom_id") or "")
    return f'<button {shown} name="custom_id" value="{custom_id}"{disabled}>{label}</button>'


def select_html(component: Json, reading: Reading) -> str:
    """A menu, closed, with what is chosen in it at first, and its choices."""
    several = " multiple" if (component.get("max_values") or 1) > 1 else ""
    disabled = " disabled" if component.get("disabled") else ""
    chosen = [_default(found, reading) for found in component.get("default_values") or []]
    options = component.get("options") or []
    chosen += [option["label"] for option in options if option.get("default")]
    shown = (
        ", ".join(chosen) or component.get("placeholder") or _EMPTY.get(component["type"], "Make a selection")
    )
    entries = "".join(
        f'<option value="{escape(option["value"])}">{escape(option["label"])}</option>' for option in options
    )
    return (
        f'<label class="menu"><span class="{"chosen" if chosen else "hint"}">{escape(shown)}</span>'
        f'<span class="arrow">⌄</span><select name="{escape(component["custom_id"])}"{several}{disabled}>'
        f"{entries}</select></label>"
    )


def _default(found: Json, reading: Reading) -> str:
    names = {"user": reading.names.member, "role": reading.names.role, "channel": reading.names.channel}
    return names[found["type"]](int(found["id"])) or str(found["id"])


def _picture(item: Json, shown_as: str, reading: Reading) -> str:
    url = reading.media(item["media"]["url"])
    hidden = " spoiler" if item.get("spoiler") else ""
    described = escape(item.get("description") or "")
    return f'<img class="{shown_as}{hidden}" src="{escape(url)}" alt="{described}">'


def file_html(name: str, size: int) -> str:
    """A file that is not shown itself: its name and size."""
    much = f"{size} bytes" if size < 1024 else f"{size / 1024:.2f} KB"
    return f'<div class="file"><span>📄</span><div><a>{escape(name)}</a><small>{much}</small></div></div>'
