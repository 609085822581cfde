"""Forms: what Discord refuses in one, and a member filling one in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import CannotDo, FormErrors
from sandbox.discord.people.choosing import chosen
from sandbox.discord.rules.messages import check_components
from sandbox.discord.world import components as parts

if TYPE_CHECKING:
    from sandbox.discord.people.interactions import Interaction, Reply

Json = dict[str, Any]

MAX_TOP_LEVEL = 5


def check_modal(data: Json) -> None:
    """Refuse (50035) what the OpenAPI document lets pass in a modal."""
    errors = FormErrors()
    at = ("data", "components")
    components = data["components"]
    if len(components) > MAX_TOP_LEVEL:
        errors.add(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MAX_TOP_LEVEL} in length.")
    check_components(components, at, errors)
    for index, component in enumerate(components):
        if component["type"] == parts.LABEL:
            inner, path = component["component"], (*at, index, "component")
            if inner["type"] == parts.INPUT and inner.get("label"):
                message = "A text input inside of a label cannot have a label"
                errors.add((*path, "label"), "TEXT_INPUT_LABEL_IN_LABEL", message)
            if inner.get("disabled"):
                errors.add(
                    (*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Cannot be disabled in a modal"
                )
        elif component["type"] == parts.ROW:
            for place, inner in enumerate(component["components"]):
                if not inner.get("label"):
                    errors.add(
                        (*at, index, "components", place, "label"),
                        "BASE_TYPE_REQUIRED",
                        "This field is required",
                    )
    for component in parts.walk(components):
        if component["type"] == parts.INPUT:
            least, most = component.get("min_length") or 0, component.get("max_length") or 4000
            if least > most:
                errors.add(at, "TEXT_INPUT_MIN_LENGTH_EXCEEDS_MAX", "min_length exceeds max_length")
            value = component.get("value")
            if value and not least <= len(value) <= most:
                errors.add(
                    at, "TEXT_INPUT_VALUE_LENGTH", f"The value must be between {least} and {most} in length."
                )
    errors.refuse()


class Field:
    """One question of a form."""

    def __init__(self, label: str | None, component: Json) -> None:
        self.label = label or component.get("label")
        self.component = component

    def __repr__(self) -> str:
        return f"<Field {self.label!r} {self.custom_id!r}>"

    @property
    def custom_id(self) -> str:
        """The id that the application gave it."""
        custom_id: str = self.component["custom_id"]
        return custom_id

    @property
    def kind(self) -> int:
        """The component's type (Discord's number)."""
        kind: int = self.component["type"]
        return kind

    @property
    def required(self) -> bool:
        """Whether it must be answered; a checkbox never must."""
        return self.kind != parts.CHECKBOX and self.component.get("required") is not False

    @property
    def value(self) -> Any:
        """What it is filled in with at first."""
        if self.kind == parts.INPUT:
            return self.component.get("value") or ""
        if self.kind == parts.CHECKBOX:
            return bool(self.component.get("default"))
        chosen = [option["value"] for option in self.component.get("options") or [] if option.get("default")]
        return chosen + [str(each["id"]) for each in self.component.get("default_values") or []]

    @property
    def options(self) -> list[Json]:
        """What one can choose from."""
        return list(self.component.get("options") or [])


class Modal:
    """A form that is open before a member."""

    def __init__(self, interaction: Interaction, data: Json) -> None:
        self.interaction = interaction
        self.custom_id: str = data["custom_id"]
        self.title: str = data["title"]
        numbers = iter(range(1, 1000))
        self.components = [_numbered(component, numbers) for component in data["components"]]
        self.fields: list[Field] = []
        for component in self.components:
            if component["type"] == parts.LABEL:
                self.fields.append(Field(component["label"], component["component"]))
            self.fields += [Field(None, inner) for inner in component.get("components") or []]

    def field(self, name: str) -> Field:
        """The field with this custom id or label; raises `CannotDo` if there is none."""
        for field in self.fields:
            if name in (field.custom_id, field.label):
                return field
        raise CannotDo(f"there is no field {name!r} in {self.title!r}, only {self.fields}")

    @property
    def texts(self) -> list[str]:
        """What is written on the form beside the fields."""
        return parts.texts(self.components)

    async def submit(self, values: dict[str, Any] | None = None) -> Reply:
        """Send the form, as the member it was opened for; fields are named by custom id or label.

        Fields that aren't named keep what they were filled in with. Raises `CannotDo` for what the Discord client
        would not send (an empty required field, too long a text, a choice that isn't there).
        """
        filled = {field.custom_id: field.value for field in self.fields}
        for name, value in (values or {}).items():
            filled[self.field(name).custom_id] = value
        resolved: Json = {}
        person, channel = self.interaction.person, self.interaction.channel
        answers = {
            field.custom_id: _answer(field, filled[field.custom_id], self.interaction, resolved)
            for field in self.fields
        }
        data: Json = {
            "custom_id": self.custom_id,
            "components": [_submitted(component, answers) for component in self.components],
        }
        if resolved:
            data["resolved"] = resolved
        message = self.interaction.message
        return await person.send_modal(self.interaction, channel, data, message)


def _numbered(component: Json, numbers: Any) -> Json:
    shown = {**component, "id": component.get("id") or next(numbers)}
    if component.get("components"):
        shown["components"] = [_numbered(child, numbers) for child in component["components"]]
    if component.get("component"):
        shown["component"] = _numbered(component["component"], numbers)
    return shown


def _submitted(component: Json, answers: dict[str, Json]) -> Json:
    shown: Json = {"type": component["type"], "id": component["id"]}
    if component["type"] == parts.LABEL:
        shown["component"] = _submitted(component["component"], answers)
    elif component["type"] == parts.ROW:
        shown["components"] = [_submitted(child, answers) for child in component["components"]]
    elif component.get("custom_id"):
        shown |= {"custom_id": component["custom_id"], **answers[component["custom_id"]]}
    return shown


def _answer(field: Field, value: Any, interaction: Interaction, resolved: Json) -> Json:
    component = field.component
    if field.kind == parts.INPUT:
        text = str(value)
        least, most = component.get("min_length") or 0, component.get("max_length") or 4000
        if field.required and not text:
            raise CannotDo(f"{field} must be filled in", says="This field is required")
        if text and not least <= len(text) <= most:
            raise CannotDo(
                f"{field} takes {least} to {most} characters, not {len(text)}",
                says=f"Must be between {least} and {most} in length.",
            )
        return {"value": text}
    if field.kind == parts.CHECKBOX:
        return {"value": bool(value)}
    values = chosen(component, value, interaction.channel, resolved, field.required)
    if field.kind == parts.RADIO:
        return {"value": values[0] if values else None}
    return {"values": values}
