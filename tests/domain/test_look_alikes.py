"""Choices that a reader can't tell apart stand on no ballot, whoever wrote them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.accounts.look_alikes import Names, folded, skeleton
from bot.domain.ballot_formats.authors_choices import authors_choices
from bot.domain.errors import BadChoices
from bot.domain.policy.model import Policy, preset
from tests.said import raises_saying, said

ALIKE = [
    pytest.param("Bridge", "bRIDGE", id="capitals"),
    pytest.param("Bridge", "Ｂｒｉｄｇｅ", id="full width"),
    pytest.param("Bridge", "𝐁𝐫𝐢𝐝𝐠𝐞", id="mathematical bold"),
    pytest.param("Bridge", "Ⓑⓡⓘⓓⓖⓔ", id="letters in circles"),
    pytest.param("Bridge", "Bri\u200bdge", id="a space of no width"),
    pytest.param("Bridge", "Bri\u00addge", id="a soft hyphen"),
    pytest.param("Bridge", "\u202eBridge", id="a mark of direction"),
    pytest.param("Bridge", "Bri\u034fdge", id="a grapheme joiner"),
    pytest.param("Bridge", "Bridge\ufe0f", id="a variation selector"),
    pytest.param("Bridge", "Bridge\U000e0101", id="a late variation selector"),
    pytest.param("Bridge", "Bridge\u3164", id="a filler of Hangul"),
    pytest.param("Bridge", "Bridge\u2800", id="an empty braille cell"),
    pytest.param("Bridge", "Bridge\U000e0061", id="a tag"),
    pytest.param("A well", "A\u00a0well", id="a space that doesn't break"),
    pytest.param("A well", "A\u2003well", id="a wide space"),
    pytest.param("A well", "Awell", id="no space"),
    pytest.param("Bridge", "Вridge", id="a Cyrillic capital"),
    pytest.param("peace", "реасе", id="a Cyrillic word"),
    pytest.param("ACME", "АСМЕ", id="Cyrillic capitals"),
    pytest.param("KHAKI", "ΚΗΑΚΙ", id="Greek capitals"),
    pytest.param("oak", "οαk", id="small Greek letters"),
    pytest.param("Ναι", "ναι", id="Greek in capitals and not"),
    pytest.param("Café", "Сafe\u0301", id="an accent of its own"),
    pytest.param("so", "ѕօ", id="Cyrillic and Armenian"),
    pytest.param("Option O", "Option 0", id="a zero"),
    pytest.param("Option 1", "Option l", id="a small L for a one"),
    pytest.param("Option 1", "Option I", id="a capital i for a one"),
    pytest.param("Bill", "BiII", id="a capital i for an l"),
    pytest.param("Plan |", "Plan l", id="a bar"),
    pytest.param("10", "lO", id="no digit at all"),
    pytest.param("A-B", "A\u2013B", id="another dash"),
    pytest.param("Ann's", "Ann\u2019s", id="another apostrophe"),
    pytest.param("ıstanbul", "Istanbul", id="an i without a dot"),
    pytest.param("Straße", "STRASSE", id="a sharp s"),
    pytest.param("ﬁne", "fine", id="a ligature"),
    pytest.param("For", "Dafür", id="what German calls For"),
    pytest.param("Abstain", "Abstenсión", id="what Spanish calls Abstain, in part Cyrillic"),
]


def with_choices(*choices: str) -> Policy:
    fields = {"choices": choices, "rules": {}}
    return Policy.model_validate({**preset("token").model_dump(), **fields})


@pytest.mark.attack("files")
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_policy_has_no_two_choices_that_look_alike(one: str, other: str) -> None:
    with raises_saying(ValidationError, "should be another choice than those before"):
        with_choices(one, other)
    with raises_saying(ValidationError, "should be another choice than those before"):
        with_choices(other, "Neither", one)


@pytest.mark.attack("text")
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_an_author_names_no_two_choices_that_look_alike(one: str, other: str) -> None:
    with pytest.raises(BadChoices) as refused:
        authors_choices(f"{one}\n{other}")
    assert "looks like" in said(refused.value.fault)


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "nothing", ["\u200b", "\u3164", "\u2800", "\ufe0f", "\u00ad\u00ad", " \u2003", "\u115f"]
)
def test_a_choice_that_shows_nothing_is_none(nothing: str) -> None:
    with raises_saying(ValidationError, "should have 1 to 100 characters"):
        with_choices("For", nothing)
    with pytest.raises(BadChoices):
        authors_choices(f"For\n{nothing}.\n{nothing}\u200b")


@pytest.mark.parametrize(
    "choices",
    [
        ("For", "Against", "Abstain"),
        ("0", "1", "2", "3"),
        ("Option 1", "Option 2", "Option 11", "Option 12"),
        ("За", "Против", "Воздержаться"),
        ("Ναι", "Όχι", "Λευκό"),
        ("賛成", "反対", "棄権"),
        ("👍", "👎", "🤷"),
        ("Café", "Cafe"),
        ("A", "B", "C", "D"),
        ("$5", "$50", "$500"),
        ("more", "less", "a well", "wells"),
    ],
)
def test_choices_that_people_can_tell_apart_stand_together(choices: tuple[str, ...]) -> None:
    assert with_choices(*choices).choices == choices
    assert authors_choices("\n".join(choices)) == choices


@given(st.text(max_size=60))
def test_a_name_looks_like_itself_however_it_is_written(name: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert skeleton(unicodedata.normalize(form, name)) == skeleton(name)
    assert folded(f" \u200b{name}\u00ad ") == folded(name)
    names = Names()
    assert names.add(name) is None
    assert names.add(name) == name
    assert names.add(name.casefold()) == name
