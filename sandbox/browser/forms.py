"""A form that a member sends: what its fields become."""

from __future__ import annotations

from typing import Any

from aiohttp.web import FileField

from sandbox.browser.commands import Given
from sandbox.discord import Field, Modal
from sandbox.discord.world import components as parts


def answers(modal: Modal, given: Given) -> dict[str, Any]:
    """The values of the form's fields, by custom id, as `Modal.submit` takes them."""
    return {field.custom_id: _answer(field, given) for field in modal.fields}


def _answer(field: Field, given: Given) -> Any:
    if field.kind == parts.INPUT:
        return str(given.get(field.custom_id, "")).replace("\r\n", "\n")
    if field.kind == parts.CHECKBOX:
        return field.custom_id in given
    values = given.getall(field.custom_id, [])
    if field.kind == parts.UPLOAD:
        return [(v.filename, v.file.read()) for v in values if isinstance(v, FileField) and v.filename]
    return [str(value) for value in values]
