"""A form that is open before a member."""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.discord import components as parts
from sandbox.discord.modals import Modal

from .components import component_html, select_html
from .reading import Reading

Json = dict[str, Any]
_PARAGRAPH = 2


def form_html(modal: Modal, reading: Reading) -> str:
    """The form with what is filled in, by whom it is asked, and its buttons."""
    asked_by = reading.names.member(modal.interaction.app.user.id) or "an app"
    inside = "".join(_question(component, reading) for component in modal.components)
    return (
        f'<section class="modal"><h2>{escape(modal.title)}</h2>'
        f'<div class="warning">This form will be submitted to <b>{escape(asked_by)}</b>. Do not share passwords or '
        f'other sensitive information.</div>{inside}<div class="row end">'
        '<button class="button secondary" type="button">Cancel</button>'
        f'<button class="button primary" name="custom_id" value="{escape(modal.custom_id)}">Submit</button>'
        "</div></section>"
    )


def _question(component: Json, reading: Reading) -> str:
    if component["type"] == parts.LABEL:
        below = component.get("description")
        described = f'<div class="described">{escape(below)}</div>' if below else ""
        return _asked(component["label"], described, component["component"], reading)
    if component["type"] == parts.ROW:
        return "".join(_asked(inner["label"], "", inner, reading) for inner in component["components"])
    return component_html(component, reading)


def _asked(label: str, described: str, component: Json, reading: Reading) -> str:
    must = component["type"] != parts.CHECKBOX and component.get("required") is not False
    star = '<span class="must">*</span>' if must else ""
    return (
        f'<div class="question"><div class="label">{escape(label)} {star}</div>{described}'
        f"{_input(component, reading)}</div>"
    )


def _input(component: Json, reading: Reading) -> str:
    kind, name = component["type"], escape(component["custom_id"])
    if kind == parts.INPUT:
        value, hint = escape(component.get("value") or ""), escape(component.get("placeholder") or "")
        if component.get("style") == _PARAGRAPH:
            return f'<textarea name="{name}" rows="5" placeholder="{hint}">\n{value}</textarea>'
        return f'<input name="{name}" value="{value}" placeholder="{hint}">'
    if kind in parts.SELECTS:
        return select_html(component, reading)
    if kind == parts.CHECKBOX:
        return f'<input type="checkbox" name="{name}"{" checked" if component.get("default") else ""}>'
    if kind in (parts.RADIO, parts.CHECKBOXES):
        return "".join(_option(option, kind, name) for option in component["options"])
    return f'<input type="file" name="{name}">'


def _option(option: Json, kind: int, name: str) -> str:
    shape = "radio" if kind == parts.RADIO else "checkbox"
    checked = " checked" if option.get("default") else ""
    below = f"<small>{escape(option['description'])}</small>" if option.get("description") else ""
    return (
        f'<label class="option"><input type="{shape}" name="{name}" value="{escape(option["value"])}"{checked}>'
        f"<span>{escape(option['label'])}{below}</span></label>"
    )
