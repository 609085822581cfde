"""A form that is open before a member."""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.discord.html.components import component_html, select_html, unknown_html
from sandbox.discord.html.reading import Reading
from sandbox.discord.people.modals import Modal
from sandbox.discord.world import components as parts

Json = dict[str, Any]
_PARAGRAPH = 2
_LONGEST = 4000
"""Characters of a field for which nothing else is said."""


def form_html(modal: Modal, reading: Reading) -> str:
    """The form with what is filled in, by whom it is asked, and its buttons."""
    asked_by = reading.names.member(modal.interaction.app.user.id) or "an app"
    inside = "".join(_question(component, reading) for component in modal.components)
    return (
        f'<section class="modal"><h2 id="form-title">{escape(modal.title)}</h2>'
        f'<div class="warning">This form will be submitted to <b>{escape(asked_by)}</b>. Do not share passwords or '
        f'other sensitive information.</div>{inside}<div class="row end">'
        '<button class="button secondary" type="button" data-close>Cancel</button>'
        f'<button class="button primary" data-custom-id="{escape(modal.custom_id)}">Submit</button>'
        "</div></section>"
    )


def _question(component: Json, reading: Reading) -> str:
    if component["type"] == parts.LABEL:
        return _asked(component["label"], component.get("description"), component["component"], reading)
    if component["type"] == parts.ROW:
        return "".join(_asked(inner["label"], None, inner, reading) for inner in component["components"])
    return component_html(component, reading)


def _asked(label: str, below: str | None, component: Json, reading: Reading) -> str:
    named = f"question-{int(component['id'])}"
    must = is_required(component)
    star = '<span class="must">*</span>' if must else ""
    described = f'<div class="described" id="{named}-below">{escape(below)}</div>' if below else ""
    words = f'<span id="{named}">{escape(label)} {star}</span>'
    by = f'aria-labelledby="{named}"' + (f' aria-describedby="{named}-below"' if below else "")
    return (
        f'<div class="question"><div class="label">{words}</div>{described}'
        f"{_input(component, by, must, reading)}</div>"
    )


def is_required(component: Json) -> bool:
    """Whether a field must be filled in; a checkbox never must."""
    return component["type"] != parts.CHECKBOX and component.get("required") is not False


def _input(component: Json, by: str, must: bool, reading: Reading) -> str:
    kind, name = component["type"], escape(component["custom_id"])
    needed = " required" if must else ""
    field = f'name="{name}" data-custom-id="{name}" {by}{needed}'
    if kind == parts.INPUT:
        return _text_input(component, field)
    if kind in parts.SELECTS:
        return select_html(component, reading, component["custom_id"])
    if kind == parts.CHECKBOX:
        return f'<input type="checkbox" {field} value="true"{" checked" if component.get("default") else ""}>'
    if kind in (parts.RADIO, parts.CHECKBOXES):
        options = "".join(_option(option, kind, name) for option in component["options"])
        shape = "radiogroup" if kind == parts.RADIO else "group"
        least, most = bounds(component)
        chosen = f'data-least="{least}" data-most="{most}"'
        return f'<div role="{shape}" {by} data-custom-id="{name}" {chosen}>{options}</div>'
    if kind == parts.UPLOAD:
        several = " multiple" if (component.get("max_values") or 1) > 1 else ""
        return f'<input type="file" {field}{several}>'
    return unknown_html(component)


def bounds(component: Json) -> tuple[int, int]:
    """The least and most that one can choose in a group of options."""
    if component["type"] == parts.RADIO:
        return int(is_required(component)), 1
    least = 1 if component.get("min_values") is None else int(component["min_values"])
    if not is_required(component):
        least = 0
    return least, int(component.get("max_values") or len(component["options"]))


def _text_input(component: Json, field: str) -> str:
    value, hint = escape(component.get("value") or ""), escape(component.get("placeholder") or "")
    least, most = component.get("min_length"), component.get("max_length") or _LONGEST
    limits = f'{f" minlength={chr(34)}{int(least)}{chr(34)}" if least else ""} maxlength="{int(most)}"'
    if component.get("style") == _PARAGRAPH:
        return f'<textarea {field}{limits} rows="5" placeholder="{hint}">\n{value}</textarea>'
    return f'<input type="text" {field}{limits} value="{value}" placeholder="{hint}">'


def _option(option: Json, kind: int, name: str) -> str:
    shape = "radio" if kind == parts.RADIO else "checkbox"
    checked = " checked" if option.get("default") else ""
    below = f"<small>{escape(option['description'])}</small>" if option.get("description") else ""
    return (
        f'<label class="option"><input type="{shape}" name="{name}" value="{escape(option["value"])}"{checked}>'
        f"<span>{escape(option['label'])}{below}</span></label>"
    )
