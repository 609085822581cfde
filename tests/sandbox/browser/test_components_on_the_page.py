"""What the page shows is what the message's JSON says: every kind of component, all that is in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sandbox.discord
from sandbox.discord import Discord
from sandbox.discord.html import Reading
from sandbox.discord.html.components import STYLES, component_html, components_html
from sandbox.discord.html.reading import names_of
from sandbox.discord.world.components import PREMIUM, SELECTS, published, walk
from tests.sandbox.browser.elements import Element, parsed
from tests.sandbox.browser.test_forms_on_the_page import IN_FORMS
from tests.sandbox.browser.trees import BY_KIND, TREES

Json = dict[str, Any]
DOCUMENT = Path(sandbox.discord.__file__).with_name("discord-openapi.json")
READING = Reading(names_of(Discord().world), datetime(2026, 11, 28, 12, tzinfo=UTC))


def _shown(tree: list[Json]) -> tuple[list[Json], Element]:
    """The message's components as Discord answers them, and the page of them."""
    sent = published(tree, lambda url: {"url": url, "name": f"{len(url)}.txt", "size": 100 * len(url)})
    return list(walk(sent)), parsed(components_html(sent, READING))


def _said(button: Json) -> str:
    if button["style"] == PREMIUM:
        return f"SKU {button['sku_id']}"
    return " ".join(filter(None, [(button.get("emoji") or {}).get("name"), button.get("label")]))


@given(TREES)
def test_every_button_has_its_label_custom_id_style_address_and_whether_it_is_closed(
    tree: list[Json],
) -> None:
    sent, page = _shown(tree)
    wanted = [
        (
            _said(each),
            each.get("custom_id"),
            each.get("url"),
            bool(each.get("disabled")) or each["style"] == PREMIUM,
            STYLES[each["style"]],
        )
        for each in sent
        if each["type"] == 2
    ]
    found = [
        (
            each.text.removesuffix(" ↗\ufe0e"),
            each.attributes.get("data-custom-id"),
            each.attributes.get("href") or each.attributes.get("data-url"),
            each.has("disabled"),
            (each.classes - {"button"}).pop(),
        )
        for each in page.all(klass="button")
    ]
    assert found == wanted


@given(TREES)
def test_every_menu_has_its_custom_id_bounds_hint_options_and_choices(tree: list[Json]) -> None:
    sent, page = _shown(tree)
    menus = [each for each in sent if each["type"] in SELECTS]
    shown = page.all(klass="menu")
    assert len(shown) == len(menus)
    for menu, element in zip(menus, shown, strict=True):
        opens = element.one("button")
        chosen = [option["label"] for option in menu.get("options") or [] if option.get("default")]
        chosen += [each["id"] for each in menu.get("default_values") or []]
        assert element["data-custom-id"] == menu["custom_id"]
        assert element["data-kind"] == SELECTS[menu["type"]]
        assert (element["data-least"], element["data-most"]) == (
            str(menu["min_values"]),
            str(menu["max_values"]),
        )
        assert element["data-types"] == " ".join(map(str, menu.get("channel_types") or []))
        assert opens.has("disabled") == bool(menu.get("disabled"))
        if chosen:
            assert opens.text == ", ".join(chosen) + "⌄"
        elif menu.get("placeholder"):
            assert opens.text == menu["placeholder"] + "⌄"
        assert [
            (
                option["data-value"],
                option.one("b").text,
                [below.text for below in option.all("small")],
                option["aria-selected"],
                [mark.text for mark in option.all("span")],
            )
            for option in element.all(role="option")
        ] == [
            (
                option["value"],
                option["label"],
                [option["description"]] if option.get("description") else [],
                "true" if option.get("default") else "false",
                [option["emoji"]["name"]] if option.get("emoji") else [],
            )
            for option in menu.get("options") or []
        ]


@given(TREES)
def test_every_text_is_read_in_its_order(tree: list[Json]) -> None:
    sent, page = _shown(tree)
    assert [" ".join(each.text.split()) for each in page.all(klass="text")] == [
        " ".join(each["content"].split()) for each in sent if each["type"] == 10
    ]


@given(TREES)
def test_every_picture_has_its_address_and_description_and_is_hidden_where_it_is_a_spoiler(
    tree: list[Json],
) -> None:
    sent, page = _shown(tree)
    media = [
        medium
        for each in sent
        for medium in (each.get("items") or [each] if each["type"] in (11, 12) else [])
    ]
    assert [(each["src"], each["alt"], "spoiler" in each.classes) for each in page.all("img")] == [
        (medium["media"]["url"], medium.get("description") or "", bool(medium.get("spoiler")))
        for medium in media
    ]


@given(TREES)
def test_every_file_has_its_name_size_and_address_and_is_hidden_where_it_is_a_spoiler(
    tree: list[Json],
) -> None:
    sent, page = _shown(tree)
    wanted = [
        (each["name"], each["file"]["url"], f"{each['size'] / 1024:.2f} KB", each["spoiler"])
        for each in sent
        if each["type"] == 13
    ]
    assert [
        (each.one("a").text, each.one("a")["href"], each.one("small").text, "spoiler" in each.classes)
        for each in page.all(klass="file")
    ] == wanted


@given(TREES)
def test_every_container_has_its_colour_and_every_separator_its_line(tree: list[Json]) -> None:
    sent, page = _shown(tree)
    assert [
        (each.attributes.get("style"), "spoiler" in each.classes) for each in page.all(klass="container")
    ] == [
        (
            None if each["accent_color"] is None else f"border-left-color:#{each['accent_color']:06x}",
            each["spoiler"],
        )
        for each in sent
        if each["type"] == 17
    ]
    assert [("unseen" in each.classes, "wide" in each.classes) for each in page.all("hr")] == [
        (not each["divider"], each["spacing"] == 2) for each in sent if each["type"] == 14
    ]


@pytest.mark.parametrize("kind", BY_KIND)
def test_no_kind_is_taken_for_one_that_is_not_known(kind: int) -> None:
    @given(BY_KIND[kind])
    def known(component: Json) -> None:
        assert component["type"] == kind
        _, page = _shown([component])
        assert page.all(klass="unknown") == []

    known()


def test_every_kind_of_discords_document_is_compared_in_a_message_or_a_form() -> None:
    document = json.loads(DOCUMENT.read_text("utf-8"))
    kinds = document["components"]["schemas"]["MessageComponentTypes"]["oneOf"]
    assert {kind["const"] for kind in kinds} == {*BY_KIND, *IN_FORMS}
    assert BY_KIND.keys() & IN_FORMS == set()


@given(
    st.integers(24, 999),
    st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers(), max_size=4),
)
def test_a_kind_that_is_not_known_is_shown_with_all_that_was_sent(kind: int, sent: Json) -> None:
    component = {**sent, "type": kind}
    page = parsed(component_html(component, READING))
    shown = page.one(klass="unknown")
    assert str(kind) in shown.text
    for name, value in sent.items():
        if name != "type" and isinstance(value, int):
            assert str(value) in shown.text
    assert page.all("script") == []


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "place", ["label", "custom_id", "url", "emoji", "placeholder", "option", "value", "text", "alt"]
)
@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "' onclick='alert(1)",
        "</ul></div><iframe src=https://example.org>",
        "</article><base href=https://example.org>",
        "javascript:alert(1)",
        "&lt;script&gt;&#x3c;script&#x3e;",
    ],
)
def test_what_a_bot_writes_stays_text_wherever_it_stands(place: str, written: str) -> None:
    options = [
        {
            "label": written if place == "option" else "one",
            "value": written if place == "value" else "1",
            "description": written if place == "option" else "d",
        }
    ]
    tree: list[Json] = [
        {
            "type": 1,
            "components": [
                {
                    "type": 2,
                    "style": 1,
                    "label": written if place == "label" else "Press",
                    "custom_id": written if place == "custom_id" else "p",
                    "emoji": {"name": written} if place == "emoji" else None,
                },
                {
                    "type": 2,
                    "style": 5,
                    "label": "Out",
                    "url": written if place == "url" else "https://a.example",
                },
            ],
        },
        {
            "type": 1,
            "components": [
                {
                    "type": 3,
                    "custom_id": "m",
                    "options": options,
                    "placeholder": written if place == "placeholder" else None,
                }
            ],
        },
        {"type": 10, "content": written if place == "text" else "text"},
        {
            "type": 12,
            "items": [
                {
                    "media": {"url": "https://a.example/p.png"},
                    "description": written if place == "alt" else None,
                }
            ],
        },
    ]
    _, page = _shown(tree)
    tags = {each.tag for each in page.walk()}
    assert not tags & {"script", "svg", "iframe", "base"}
    assert len(page.all("img")) == 1
    assert all(not name.startswith("on") for each in page.walk() for name in each.attributes)
    assert all(each["href"].startswith("https://") for each in page.all("a"))
