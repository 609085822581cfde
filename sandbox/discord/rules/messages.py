"""Limits on messages that Discord enforces and its OpenAPI document doesn't say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sandbox.discord.errors import ApiError, FormErrors, Path
from sandbox.discord.world import components as parts
from sandbox.discord.world.messages import COMPONENTS_V2

Json = dict[str, Any]

MAX_CONTENT = 2000
MAX_V2_TEXT = 4000
MAX_V2_COMPONENTS = 40
MAX_EMBED_TEXT = 6000
SETTABLE_FLAGS = 1 << 2 | 1 << 6 | 1 << 12 | 1 << 13 | COMPONENTS_V2


def check_message(body: Json, *, v2: bool, uploads: Collection[str], kept: int = 0, at: Path = ()) -> None:
    """Refuse what Discord refuses in a message that is otherwise well-formed.

    `v2` says whether the message has (or keeps) the Components V2 flag, `uploads` names the files that come with it
    or stay on it, `kept` counts the parts that an edit leaves in place, and `at` is where the message is in the body.
    """
    errors = FormErrors()
    content = body.get("content") or ""
    components = body.get("components") or []
    flags = int(body.get("flags") or 0)
    if flags & ~SETTABLE_FLAGS:
        errors.add((*at, "flags"), "MESSAGE_FLAGS_INVALID", "These flags cannot be set on a message.")
    if len(content) > MAX_CONTENT:
        errors.add((*at, "content"), "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_CONTENT} or fewer in length.")
    _check_embeds(body.get("embeds") or [], at, errors)
    if v2:
        _check_v2(body, components, uploads, at, errors)
    else:
        _check_legacy(components, at, errors)
    check_components(components, (*at, "components"), errors)
    errors.refuse()
    full = (
        content.strip()
        or body.get("embeds")
        or components
        or uploads
        or body.get("poll")
        or body.get("sticker_ids")
    )
    if not full and not kept:
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_v2(
    body: Json, components: list[Json], uploads: Collection[str], at: Path, errors: FormErrors
) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors.add((*at, name), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    if sum(1 for _ in parts.walk(components)) > MAX_V2_COMPONENTS:
        message = f"Must be {MAX_V2_COMPONENTS} or fewer in total."
        errors.add((*at, "components"), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(map(len, parts.texts(components))) > MAX_V2_TEXT:
        message = f"The total size of displayable text exceeds the maximum size of {MAX_V2_TEXT}"
        errors.add((*at, "components"), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    for medium in _media(components):
        name = medium.removeprefix("attachment://")
        if name != medium and name not in uploads:
            message = f"The referenced attachment {name!r} was not found"
            errors.add((*at, "components"), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)


def _media(components: list[Json]) -> list[str]:
    found: list[str] = []
    for component in parts.walk(components):
        found += [item["media"]["url"] for item in component.get("items") or []]
        found += [component[key]["url"] for key in ("file", "media") if component.get(key)]
    return found


def _check_legacy(components: list[Json], at: Path, errors: FormErrors) -> None:
    if len(components) > 5:
        errors.add((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, component in enumerate(components):
        if component["type"] != parts.ROW:
            message = 'Value of field "type" must be one of (1,).'
            errors.add((*at, "components", index, "type"), "UNION_TYPE_CHOICES", message)


def _check_embeds(embeds: list[Json], at: Path, errors: FormErrors) -> None:
    total = 0
    for embed in embeds:
        total += sum(len(embed.get(key) or "") for key in ("title", "description"))
        total += len((embed.get("footer") or {}).get("text") or "") + len(
            (embed.get("author") or {}).get("name") or ""
        )
        total += sum(len(row["name"]) + len(row["value"]) for row in embed.get("fields") or [])
    if total > MAX_EMBED_TEXT:
        message = f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}"
        errors.add((*at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", message)


def check_components(components: list[Json], at: Path, errors: FormErrors) -> None:
    """Rules inside components: rows, buttons, menus, and custom ids that may not repeat."""
    custom_ids: set[str] = set()
    numbers: set[int] = set()
    for path, component in _placed(components, at):
        custom_id, number = component.get("custom_id"), component.get("id")
        if custom_id is not None:
            if custom_id in custom_ids:
                errors.add(
                    (*path, "custom_id"),
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            custom_ids.add(custom_id)
        if number:
            if number in numbers:
                errors.add((*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            numbers.add(number)
        if component["type"] == parts.ROW:
            _check_row(component, path, errors)
        elif component["type"] == parts.BUTTON:
            _check_button(component, path, errors)
        elif component["type"] in (*parts.SELECTS, parts.UPLOAD, parts.RADIO, parts.CHECKBOXES):
            check_choices(component, path, errors)


def _placed(components: list[Json], at: Path) -> list[tuple[Path, Json]]:
    found: list[tuple[Path, Json]] = []
    for index, component in enumerate(components):
        path: Path = (*at, index)
        found.append((path, component))
        found += _placed(component.get("components") or [], (*path, "components"))
        found += [((*path, key), component[key]) for key in ("accessory", "component") if component.get(key)]
    return found


def _check_row(row: Json, path: Path, errors: FormErrors) -> None:
    kinds = {child["type"] for child in row["components"]}
    wide = kinds & (parts.SELECTS.keys() | {parts.INPUT})
    if wide and len(row["components"]) > 1:
        message = "The specified component exceeds the maximum width"
        errors.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def _check_button(button: Json, path: Path, errors: FormErrors) -> None:
    style = button["style"]
    if style == parts.LINK:
        if not button.get("url"):
            errors.add((*path, "url"), "BASE_TYPE_REQUIRED", "A url is required")
        elif not button["url"].startswith(("http://", "https://", "discord://")):
            message = "Scheme must be one of ('http', 'https', 'discord')."
            errors.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", message)
        if button.get("custom_id"):
            message = "A custom id and url cannot both be specified"
            errors.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    elif style != parts.PREMIUM:
        if button.get("url"):
            message = "A custom id and url cannot both be specified"
            errors.add((*path, "url"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
        if not button.get("custom_id"):
            errors.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    if style != parts.PREMIUM and not button.get("label") and not button.get("emoji"):
        errors.add(
            (*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji is required"
        )


def check_choices(menu: Json, path: Path, errors: FormErrors) -> None:
    """Rules of anything one chooses from: bounds in order, values that may not repeat, not too many chosen."""
    options = menu.get("options") or []
    least = 1 if menu.get("min_values") is None else menu["min_values"]
    most = menu.get("max_values") or max(least, 1)
    if least > most:
        errors.add(
            (*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX", "min_values exceeds max_values"
        )
    if options and menu["type"] in (parts.SELECT, parts.CHECKBOXES) and max(least, most) > len(options):
        message = "min_values or max_values exceeds the number of options"
        errors.add((*path, "options"), "SELECT_COMPONENT_OPTIONS_TOO_FEW", message)
    values = [option["value"] for option in options]
    for index, value in enumerate(values):
        if value in values[:index]:
            message = "The specified option value is already used"
            errors.add(
                (*path, "options", index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message
            )
    allowed = 1 if menu["type"] == parts.RADIO else most
    if sum(bool(option.get("default")) for option in options) > allowed:
        message = "Only max_values options can be selected by default"
        errors.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message)
