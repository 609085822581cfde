from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Address
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.markup.plain_text import cut, plain

SAY = language(markup=DISCORD)

ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("`*_~|[]()<>@#\\\n\u202e\u200b\u200d\u2066\u0301\u3164 htps:/.")
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("a\u200bd\u2060m\u00adi\ufeffn", "admin"),
        ("bell\x07\x00\x1b[31m", "bell[31m"),
        ("two\r\nlines\u2028three", "two\nlines\nthree"),
        ("filled\u3164\u115f\u2800up", "filledup"),
        ("half \ud800 pair", "half  pair"),
        ("👨\u200d👩\u200d👧 family", "👨\u200d👩\u200d👧 family"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "ab"),
        ("Z" + "\u0335" * 40, "Z" + "\u0335" * 4),
    ],
)
def test_what_is_not_seen_is_not_kept(written, shown):
    assert plain(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold** and `code`", r"\*\*bold\*\* and \`code\`"),
        ("hi @everyone <@&12>", r"hi \@everyone \<\@&12\>"),
        ("[your bank](https://e.vil/a_b)", r"\[your bank\](https://e.vil/a_b)"),
        ("see https://e.org/a_b_c?d=*", "see https://e.org/a_b_c?d=*"),
        ("# head\nline", r"\# head line"),
        ("- item - of", r"\- item - of"),
    ],
)
def test_a_members_words_in_our_sentence_are_only_words(written, shown):
    assert DISCORD.name(written, None) == shown


@given(ANYTHING)
def test_escaped_text_is_one_line_without_live_formatting(written):
    shown = DISCORD.name(written, None)
    assert "\n" not in shown
    for part in [shown] if "http" not in shown else []:
        for index, char in enumerate(part):
            if char in "*_~`|[]<>#@":
                assert part[index - 1] == "\\"


@pytest.mark.attack("text")
@pytest.mark.parametrize("lead", ["", "see ", "_*_*_*", "\u202e"])
@pytest.mark.parametrize(
    "link",
    [
        "https://good.example.evil.example/path",
        "https://good.example/../evil",
        "http://good.example@evil.example/",
        "https://good.example/a_b_c*d*e~~f",
    ],
)
@pytest.mark.parametrize("limit", [*range(8, 40, 4), 60])
def test_a_link_is_shown_whole_or_not_at_all(lead, link, limit):
    for shown in (DISCORD.name(lead + link, limit), DISCORD.body(lead + link, limit + 10)):
        assert link in shown or "http" not in shown
    assert len(DISCORD.name(lead + link, limit)) <= limit


@given(ANYTHING, st.integers(1, 120))
def test_a_name_is_cut_as_it_is_sent_and_loses_no_half_of_an_escape(written, limit):
    shown = DISCORD.name(written, limit)
    assert len(shown) <= limit
    whole = DISCORD.name(written, None)
    assert shown == whole or whole.startswith(shown.removesuffix("…"))
    escapes = shown.removesuffix("…")
    if "http" not in escapes:
        assert (len(escapes) - len(escapes.rstrip("\\"))) % 2 == 0


@given(ANYTHING, st.integers(10, 200))
def test_a_body_never_leaves_a_code_block_open_nor_a_masked_link_nor_grows_over_its_limit(written, limit):
    shown = DISCORD.body(written, limit)
    assert shown.count("```") % 2 == 0
    assert "](" not in shown
    assert len(shown) <= limit


@given(ANYTHING)
def test_code_ends_where_we_end_it(written):
    assert DISCORD.code(written).count("`") == 2
    assert DISCORD.code_block(written).count("```") == 2


@given(ANYTHING, st.integers(1, 50))
def test_cut_text_fits_and_says_that_it_was_cut(written, limit):
    shown = cut(written, limit)
    assert len(shown) <= limit
    assert shown == written or shown.endswith("…")


def test_times_are_shown_by_each_readers_own_clock():
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert SAY.when(noon) == "<t:1795521600:R>"
    assert SAY.moment(noon) == "<t:1795521600:f> (<t:1795521600:R>)"


def test_an_address_is_shown_by_its_ends_where_it_is_told_apart_and_else_whole():
    ada = Address("0x52908400098527886E0F7030069857D2E4169EE7")
    assert DISCORD.telling_apart(ShortForms()).short_account(ada) == "`0x5290…9EE7`"
    assert DISCORD.short_account(ada) == f"`{ada}`"
    assert DISCORD.account(ada) == f"`{ada}`"
