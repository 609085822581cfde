"""What doesn't fit an option, a menu or a form is refused in the words of Discord, and reaches no bot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.browser.commands import LARGEST, Option, value_of
from sandbox.discord.people.options import INTEGER, NUMBER
from tests.sandbox.browser.conftest import Visit
from tests.sandbox.browser.exhibition import Exhibition

REQUIRED = "This field is required"
FAILED = "This interaction failed"


@pytest.mark.attack("commands")
async def test_what_does_not_fit_an_option_is_refused_in_discords_words(
    here: Exhibition, visit: Visit
) -> None:
    window = visit(here.ada, here.hall)
    refusals = [
        ({}, "count: This option is required. Specify a value."),
        *(({"count": each}, "count: Input a valid integer.") for each in ("x", "1.5", "٣", "1_0", "9" * 30)),
        ({"count": "0"}, "count: int value should be greater than or equal to 1."),
        ({"count": "11"}, "count: int value should be less than or equal to 10."),
        *(({"share": each}, "share: Input a valid number.") for each in ("x", "nan", "inf", "1e3", "0x1")),
        ({"sure": "maybe"}, "sure: Input a valid boolean."),
        *(({"who": each}, "who: Input a valid user.") for each in ("1", "x", "-1", "٣", str(here.hall.id))),
        ({"role": str(here.ben.id)}, "role: Input a valid role."),
        ({"place": "1"}, "place: Input a valid channel."),
        ({"place": str(here.forum.id)}, "place: Input a valid channel."),
    ]
    for options, said in refusals:
        filled = {"count": "1", **options} if options else {}
        fields = {f"option-{name}": value for name, value in filled.items()}
        assert await window.refused("use", {"path": "kinds", **fields}) == said, options
    fields = {"option-proposal": "dig-a-new-well", "option-choice": "Perhaps"}
    said = await window.refused("use", {"path": "vote cast", **fields})
    assert said == "choice: Input a valid choice."
    assert here.hall.messages == []


@pytest.mark.attack("commands")
async def test_what_a_menu_does_not_offer_is_refused_in_discords_words(
    here: Exhibition, visit: Visit
) -> None:
    await here.hang()
    (card,) = here.hall.messages
    window = visit(here.ada, here.hall)
    offered = "'apple', 'banana', 'cherry', 'damson', 'elderberry'"
    refusals: list[tuple[str, list[Any], str]] = [
        ("one", [], REQUIRED),
        ("one", ["apple", "banana"], "Must be between 1 and 1 in length."),
        ("some", ["apple", "banana", "cherry", "damson"], "Must be between 1 and 3 in length."),
        ("one", ["zebra"], f"Value must be one of {{{offered}}}."),
        ("user", ["1"], "Unknown User"),
        ("user", ["ben"], "Unknown User"),
        ("user", [here.guardian.id], "Unknown User"),
        ("role", [here.ben.id], "Unknown Role"),
        ("anybody", ["0"], "Unknown Mentionable"),
        ("place", [here.forum.id], "Unknown Channel"),
        ("nothing", ["apple"], FAILED),
    ]
    for menu, values, said in refusals:
        fields = [("message", card.id), ("custom_id", menu), *(("values", each) for each in values)]
        assert await window.refused("select", fields) == said, (menu, values)
    for button in ("closed", "nothing", ""):
        assert await window.refused("click", {"message": card.id, "custom_id": button}) == FAILED
    written = await here.ada.say(here.hall, "mine")
    assert await window.refused("click", {"message": written.id, "custom_id": "press:success"}) == FAILED
    assert (await window.get()).all("article", klass="ephemeral") == []


@pytest.mark.attack("commands")
async def test_what_does_not_fit_a_form_is_refused_in_discords_words(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    await window.done("use", {"path": "fill"})
    good = [("words", "a few words"), ("fruit", "apple"), ("kind", "plain")]
    kinds = "Value must be one of {'plain', 'fancy'}."
    refusals = [
        ("words", [], REQUIRED),
        ("words", ["ab"], "Must be between 3 and 40 in length."),
        ("words", ["a" * 41], "Must be between 3 and 40 in length."),
        ("fruit", [], REQUIRED),
        ("fruit", ["apple", "banana", "cherry"], "Must be between 1 and 2 in length."),
        ("kind", [], REQUIRED),
        ("kind", ["plain", "fancy"], "Must be between 1 and 1 in length."),
        ("kind", ["odd"], kinds),
        ("marks", ["z"], "Value must be one of {'x', 'y'}."),
    ]
    for name, values, said in refusals:
        fields = [each for each in good if each[0] != name] + [(name, value) for value in values]
        assert await window.refused("submit", fields) == said, (name, values)
    assert (await window.get()).one("form", id="form").inside != []
    await window.done("submit", good)


NUMBERS = st.integers(-(2**70), 2**70).map(str) | st.decimals(-999, 999, places=2).map(str)
TYPED = NUMBERS | st.text(alphabet="0123456789+-._eE٣x ", max_size=20)


@given(st.sampled_from([INTEGER, NUMBER]), TYPED)
def test_a_number_is_what_a_person_reads_as_one_and_not_beyond_what_discord_takes(
    kind: int, text: str
) -> None:
    option = Option({"name": "count", "type": kind}, shown=True)
    try:
        number = value_of(option, text)
    except ValueError:
        digits = text.removeprefix("-").removeprefix("+")
        assert not (digits.isascii() and digits.isdecimal() and int(digits) < LARGEST)
        return
    assert abs(number) <= LARGEST
    assert text.isascii()
    assert set(text) <= set("+-.0123456789")
    assert number == Decimal(text) or kind == NUMBER
