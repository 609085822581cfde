"""What people write, and exact numbers: there and back."""

from contextlib import suppress
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAmount, BadSetting
from bot.domain.quantities import LONGEST, base_units, duration, percent, share, tokens

AMOUNTS = st.integers(0, 2**256)
DECIMALS = st.integers(0, 77)


@given(AMOUNTS, DECIMALS)
def test_what_is_shown_reads_back_as_the_same_amount(amount: int, decimals: int) -> None:
    assert base_units(tokens(amount, decimals), decimals) == amount


@given(AMOUNTS, DECIMALS, st.integers(0, 80))
def test_a_shortened_amount_never_shows_more_than_there_is(amount: int, decimals: int, places: int) -> None:
    shown = base_units(tokens(amount, decimals, places), decimals)
    assert shown <= amount
    assert amount - shown < 10 ** max(0, decimals - places)


@given(st.text(max_size=60), DECIMALS)
def test_any_text_is_an_amount_or_refused(text: str, decimals: int) -> None:
    with suppress(BadAmount):
        assert base_units(text, decimals) >= 0


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("1.5", 18, 1_500_000_000_000_000_000),
        ("0", 0, 0),
        ("1,000", 0, 1000),
        ("1_000_000.25", 2, 100_000_025),
        ("12 345 678", 0, 12_345_678),
        ("12\u202f345", 1, 123_450),
        (" 7 ", 0, 7),
        ("007", 0, 7),
        ("1000000", 0, 1_000_000),
    ],
)
def test_thousands_may_be_grouped(text: str, decimals: int, expected: int) -> None:
    assert base_units(text, decimals) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".5",
        "5.",
        "1,5",
        "1,2345",
        "1,2345,678",
        "1.500,000",
        "1,00",
        "-1",
        "+1",
        "1e5",
        "0x10",
        "1.2.3",
        "٣",
        "9" * 5000,
        "1,,000",
        "1000,000",
        "NaN",
        "1/2",
        "½",
    ],
)
def test_what_is_no_plain_decimal_number_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        base_units(text, 18)


def test_more_decimals_than_there_are_are_refused() -> None:
    assert base_units("1.123456", 6) == 1_123_456
    with pytest.raises(BadAmount):
        base_units("1.1234560", 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("36h", timedelta(hours=36)),
        ("1d 12h", timedelta(hours=36)),
        ("1D12H", timedelta(hours=36)),
        ("2 w", timedelta(weeks=2)),
        ("0s", timedelta(0)),
    ],
)
def test_durations_are_read(text: str, expected: timedelta) -> None:
    assert duration("voting", text) == expected


@pytest.mark.parametrize(
    "text", ["", "2", "d", "2 days", "-1d", "1.5d", "999999999d", "9" * 5000 + "s", "3661d"]
)
def test_what_is_no_duration_names_its_field(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        duration("voting", text)
    assert (refused.value.field, refused.value.text) == ("voting", text)


@given(st.lists(st.tuples(st.integers(0, 999), st.sampled_from("smhdw")), min_size=1, max_size=4))
def test_a_duration_is_the_sum_of_its_parts(parts: list[tuple[int, str]]) -> None:
    unit = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
    expected = timedelta(seconds=sum(number * unit[letter] for number, letter in parts))
    text = " ".join(f"{number}{letter}" for number, letter in parts)
    if expected > LONGEST:
        with pytest.raises(BadSetting):
            duration("voting", text)
    else:
        assert duration("voting", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4%", Fraction(4, 100)),
        ("0.5 %", Fraction(5, 1000)),
        ("4/100", Fraction(1, 25)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        ("0.04", Fraction(1, 25)),
        ("100%", Fraction(1)),
    ],
)
def test_shares_are_read_exactly(text: str, expected: Fraction) -> None:
    assert share("quorum", text) == expected


@pytest.mark.parametrize(
    "text", ["", "%", "101%", "5/4", "1/0", "-1%", "four", "1e999999999", "nan", "1.5", "4"]
)
def test_what_is_no_share_names_its_field(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        share("quorum", text)
    assert refused.value.field == "quorum"


@given(st.text(max_size=40))
def test_any_text_is_a_duration_and_a_share_or_refused(text: str) -> None:
    for read in (duration, share):
        with suppress(BadSetting):
            assert read("field", text) >= read("field", "0s" if read is duration else "0")


@given(st.integers(0, 10**30), st.integers(1, 10**30))
def test_a_percentage_is_cut_and_never_rounded_up(part: int, whole: int) -> None:
    shown = percent(part, whole).removesuffix("%").strip()
    value = Fraction(shown) / 100
    assert value <= Fraction(part, whole) < value + Fraction(1, 1000)


def test_a_part_of_nothing_is_nothing() -> None:
    assert percent(5, 0) == percent(0, 1)
