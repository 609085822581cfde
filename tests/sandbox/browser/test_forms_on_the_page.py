"""A form on the page is what the bot sent: every field with its label, bounds, options and what is filled in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.discord import Discord, Interaction, Modal
from sandbox.discord.html import Reading, form_html
from sandbox.discord.html.reading import names_of
from tests.sandbox.browser.elements import Element, parsed
from tests.sandbox.browser.trees import MENU, OPTIONS, WORDS

Json = dict[str, Any]
IN_FORMS = frozenset({4, 18, 19, 21, 22, 23})
"""Kinds that only forms have, beside menus and texts; each is compared here."""
KINDS = {4: "text", 19: "file", 21: "radio", 22: "checkbox", 23: "checkbox"}


@st.composite
def _text(draw: st.DrawFn) -> Json:
    least = draw(st.integers(0, 20))
    given: Json = {
        "type": 4,
        "style": draw(st.sampled_from([1, 2])),
        "min_length": least,
        "max_length": draw(st.integers(max(1, least), 4000)),
        "placeholder": draw(st.none() | WORDS),
        "required": draw(st.booleans()),
    }
    return given | draw(st.just({}) | WORDS.map(lambda value: {"value": value}))


@st.composite
def _group(draw: st.DrawFn) -> Json:
    options = [{key: value for key, value in option.items() if key != "emoji"} for option in draw(OPTIONS)]
    return {"type": draw(st.sampled_from([21, 22])), "options": options, "required": draw(st.booleans())}


_TICK = st.fixed_dictionaries({"type": st.just(23), "default": st.booleans()})
_FILE = st.fixed_dictionaries(
    {"type": st.just(19), "max_values": st.integers(1, 5), "required": st.booleans()}
)
_FIELD = _text() | _group() | _TICK | _FILE | MENU.map(lambda menu: {**menu, "disabled": False})
_LABEL = st.fixed_dictionaries({"label": WORDS, "description": st.none() | WORDS, "component": _FIELD})


def _opened(labels: list[Json]) -> tuple[list[Json], Element]:
    discord = Discord()
    app = discord.create_application("Folkmoot")
    guild = discord.create_guild("DAO")
    guild.invite(app)
    hall = guild.create_text_channel("hall")
    components = [
        {"type": 18, **label, "component": {**label["component"], "custom_id": f"field-{place}"}}
        for place, label in enumerate(labels)
    ]
    interaction = Interaction(app, guild.owner, hall, 2, {"name": "fill"})
    modal = Modal(interaction, {"custom_id": "form", "title": "Fill <it> in", "components": components})
    reading = Reading(names_of(discord.world), datetime(2026, 11, 28, 12, tzinfo=UTC))
    return components, parsed(form_html(modal, reading))


@given(st.lists(_LABEL, min_size=1, max_size=5))
async def test_every_field_of_a_form_is_there_as_it_was_sent(labels: list[Json]) -> None:
    sent, page = _opened(labels)
    assert page.one("h2").text == "Fill <it> in"
    assert "This form will be submitted to Folkmoot." in page.text
    questions = page.all(klass="question")
    assert len(questions) == len(sent)
    for label, question in zip(sent, questions, strict=True):
        field = label["component"]
        must = field["type"] != 23 and field.get("required") is not False
        assert question.one(klass="label").text == f"{label['label']} {'*' if must else ''}"
        assert [each.text for each in question.all(klass="described")] == (
            [label["description"]] if label["description"] else []
        )
        _compare(field, question, must)


def _compare(field: Json, question: Element, must: bool) -> None:
    custom_id = field["custom_id"]
    if field["type"] == 4:
        shown = question.one("input" if field["style"] == 1 else "textarea", name=custom_id)
        value = shown.attributes.get("value", "") if field["style"] == 1 else shown.text.removeprefix("\n")
        assert value == field.get("value", "")
        assert shown.attributes.get("minlength") == (
            str(field["min_length"]) if field["min_length"] else None
        )
        assert shown["maxlength"] == str(field["max_length"])
        assert shown["placeholder"] == (field["placeholder"] or "")
        assert shown.has("required") == must
    elif field["type"] in (21, 22):
        boxes = question.all("input", name=custom_id, type=KINDS[field["type"]])
        words = [each.one("span").text for each in question.all("label", klass="option")]
        assert [(box["value"], box.has("checked")) for box in boxes] == [
            (option["value"], bool(option.get("default"))) for option in field["options"]
        ]
        assert words == [option["label"] + (option.get("description") or "") for option in field["options"]]
    elif field["type"] == 23:
        assert question.one("input", type="checkbox", name=custom_id).has("checked") == field["default"]
    elif field["type"] == 19:
        shown = question.one("input", type="file", name=custom_id)
        assert (shown.has("multiple"), shown.has("required")) == (field["max_values"] > 1, must)
    else:
        menu = question.one(klass="menu", data_custom_id=custom_id)
        chosen = [option["value"] for option in field.get("options") or [] if option.get("default")]
        chosen += [each["id"] for each in field.get("default_values") or []]
        assert [(each["name"], each["value"]) for each in menu.all("input", type="hidden")] == [
            (custom_id, value) for value in chosen
        ]
        assert [each["data-value"] for each in menu.all(role="option")] == [
            option["value"] for option in field.get("options") or []
        ]


async def test_a_field_of_a_kind_that_is_not_known_is_shown_with_all_that_was_sent() -> None:
    _, page = _opened([{"label": "New", "description": None, "component": {"type": 77, "shape": "round"}}])
    shown = page.one(klass="unknown")
    assert "77" in shown.text
    assert '"shape": "round"' in shown.text


@pytest.mark.attack("text")
@pytest.mark.parametrize("place", ["label", "description", "placeholder", "value"])
@pytest.mark.parametrize(
    "written", ["</textarea><script>alert(1)</script>", '" autofocus onfocus="alert(1)', "\n\n<b>"]
)
@pytest.mark.parametrize("style", [1, 2])
async def test_what_a_bot_writes_into_a_form_stays_text(place: str, written: str, style: int) -> None:
    field = {"type": 4, "style": style, "placeholder": "hint", "value": "text", "required": True}
    label: Json = {"label": "Why", "description": "Say it", "component": field}
    (label if place in label else field)[place] = written
    _, page = _opened([label])
    assert not {each.tag for each in page.walk()} & {"script"}
    assert all(not name.startswith(("on", "auto")) for each in page.walk() for name in each.attributes)
