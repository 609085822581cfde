"""Components of messages as HTML: containers, sections, texts, buttons, menus, pictures, files."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from sandbox.discord.html.markdown import markdown_html
from sandbox.discord.html.reading import Reading, is_web, leading
from sandbox.discord.world import components as parts

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
            return _button(component, reading)
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
            hidden = " spoiler" if component.get("spoiler") else ""
            url = reading.media(component["file"]["url"])
            return file_html(component.get("name") or "file", component.get("size") or 0, url, hidden)
        case parts.SEPARATOR:
            wide = "wide" if component.get("spacing") == 2 else "narrow"
            return f'<hr class="{wide}{"" if component.get("divider", True) else " unseen"}">'
        case parts.CONTAINER:
            return _container(component, reading)
    return unknown_html(component)


def unknown_html(component: Json) -> str:
    """A component of a kind that is not known here: its number, and all that was sent."""
    sent = escape(json.dumps(component, ensure_ascii=False, indent=1))
    return (
        f'<div class="unknown">Component of kind {int(component["type"])}<pre><code>{sent}</code></pre></div>'
    )


def _container(component: Json, reading: Reading) -> str:
    colour = component.get("accent_color")
    edge = "" if colour is None else f' style="border-left-color:#{int(colour):06x}"'
    hidden = " spoiler" if component.get("spoiler") else ""
    return f'<div class="container{hidden}"{edge}>{components_html(component["components"], reading)}</div>'


def _button(component: Json, reading: Reading) -> str:
    if component["style"] == parts.PREMIUM:
        # Discord names what it sells; nothing is sold here.
        return f'<button type="button" class="button primary" disabled>SKU {escape(str(component["sku_id"]))}</button>'
    emoji = (component.get("emoji") or {}).get("name")
    label = escape(" ".join(filter(None, [emoji, component.get("label")])))
    shown = f'class="button {STYLES.get(component["style"], "secondary")}"'
    url = component.get("url")
    disabled = " disabled" if component.get("disabled") else ""
    if url and is_web(url) and not disabled:
        return f'<a {shown} {leading(url, reading)}>{label} <span class="out">↗︎</span></a>'
    if url:
        return f'<button type="button" {shown} data-url="{escape(url)}" disabled>{label}</button>'
    custom_id = escape(component.get("custom_id") or "")
    return (
        f'<button type="button" {shown} name="custom_id" value="{custom_id}" data-custom-id="{custom_id}"{disabled}>'
        f"{label}</button>"
    )


def select_html(component: Json, reading: Reading, name: str | None = None) -> str:
    """A menu, closed, with what is chosen in it at first, and what it offers.

    Menus of people, roles and channels list nothing here: a client asks for what they offer. Within a form, whose
    fields go by their `name`, what is chosen at first stands in hidden fields.
    """
    kind = component["type"]
    options = component.get("options") or []
    chosen = [(str(found["id"]), _default(found, reading)) for found in component.get("default_values") or []]
    chosen += [(option["value"], option["label"]) for option in options if option.get("default")]
    empty = component.get("placeholder") or _EMPTY.get(kind, "Make a selection")
    shown = escape(", ".join(label for _, label in chosen) or empty)
    least = 1 if component.get("min_values") is None else component["min_values"]
    most = component.get("max_values") or max(least, 1)
    types = " ".join(str(each) for each in component.get("channel_types") or [])
    several = ' aria-multiselectable="true"' if most > 1 else ""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}" data-label="{escape(label)}">'
        for value, label in chosen
        if name is not None
    )
    return (
        f'<div class="menu" data-custom-id="{escape(component["custom_id"])}" data-kind="{parts.SELECTS[kind]}" '
        f'data-least="{least}" data-most="{most}" data-types="{types}" data-hint="{escape(empty)}">'
        f'<button type="button" class="opens" aria-haspopup="listbox" aria-expanded="false"'
        f"{' disabled' if component.get('disabled') else ''}>"
        f'<span class="{"chosen" if chosen else "hint"}">{shown}</span><span class="arrow">⌄</span></button>'
        f'{fields}<ul class="choices" role="listbox" aria-label="{escape(empty)}"'
        f"{several} hidden>"
        f"{''.join(_choice(option) for option in options)}</ul></div>"
    )


def _choice(option: Json) -> str:
    emoji = escape((option.get("emoji") or {}).get("name") or "")
    below = f"<small>{escape(option['description'])}</small>" if option.get("description") else ""
    return (
        f'<li role="option" data-value="{escape(option["value"])}" '
        f'aria-selected="{"true" if option.get("default") else "false"}">'
        f"{f'<span>{emoji}</span>' if emoji else ''}<div><b>{escape(option['label'])}</b>{below}</div></li>"
    )


def _default(found: Json, reading: Reading) -> str:
    names = {"user": reading.names.member, "role": reading.names.role, "channel": reading.names.channel}
    return names[found["type"]](int(found["id"])) or str(found["id"])


def _picture(item: Json, shown_as: str, reading: Reading) -> str:
    url = reading.media(item["media"]["url"])
    if (item["media"].get("content_type") or "image/").partition("/")[0] != "image":
        name = item.get("description") or url.rpartition("/")[2]
        return file_html(name, item["media"].get("size") or 0, url, " spoiler" if item.get("spoiler") else "")
    hidden = " spoiler" if item.get("spoiler") else ""
    described = escape(item.get("description") or "")
    return f'<img class="{shown_as}{hidden}" src="{escape(url)}" alt="{described}">'


def file_html(name: str, size: int, url: str, hidden: str = "") -> str:
    """A file that is not shown itself: its name, where it leads to, its size in bytes."""
    much = f"{size} bytes" if size < 1024 else f"{size / 1024:.2f} KB"
    leads = f' href="{escape(url)}" rel="noreferrer" download' if is_web(url) else ""
    shown = f"<a{leads}>{escape(name)}</a><small>{much}</small>"
    return f'<div class="file{hidden}"><span>📄</span><div>{shown}</div></div>'
