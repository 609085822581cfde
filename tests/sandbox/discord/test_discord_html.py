"""Messages as HTML: what Discord would show, and nothing that was written becomes a tag."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.discord.html import Reading, markdown_html, page
from sandbox.discord.html.components import components_html
from sandbox.discord.world.components import published
from tests.sandbox.discord.html_rules import assert_well_formed

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


class People:
    """`Names`."""

    def member(self, user_id: int) -> str | None:
        return {7: "Ada <b>"}.get(user_id)

    def role(self, role_id: int) -> str | None:
        return {8: "Guardians"}.get(role_id)

    def channel(self, channel_id: int) -> str | None:
        return {9: "announcements"}.get(channel_id)


READING = Reading(People(), NOW)


def _time(shown: str, whole: str) -> str:
    return f'<p><time title="{whole} UTC">{shown}</time></p>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold** and *slanted*", "<p><strong>bold</strong> and <em>slanted</em></p>"),
        (
            "__under__ ~~struck~~ ||hidden||",
            '<p><u>under</u> <s>struck</s> <span class="spoiler" role="button" tabindex="0">hidden</span></p>',
        ),
        ("`code **no bold**`", "<p><code>code **no bold**</code></p>"),
        ("## Heading", "<h2>Heading</h2>"),
        ("-# small", "<small>small</small>"),
        ("> said", "<blockquote>said</blockquote>"),
        (
            "```\na < b\n```",
            '<pre><code>a &lt; b</code><button type="button" class="copy">Copy</button></pre>',
        ),
        ("1. one", '<div class="item depth0"><span>1.</span><div>one</div></div>'),
        ("<@7>", '<p><span class="mention">@Ada &lt;b&gt;</span></p>'),
        (
            "<@&8> <#9>",
            '<p><span class="mention">@Guardians</span> <span class="mention"># announcements</span></p>',
        ),
        ("<t:1795867200:R>", _time("in 0 seconds", "Saturday, 28 November 2026 at 12:00")),
        ("<t:1795953600:R>", _time("in a day", "Sunday, 29 November 2026 at 12:00")),
        ("<t:1795867200:f>", _time("28 November 2026 at 12:00", "Saturday, 28 November 2026 at 12:00")),
        ("a\\_b\\*c", "<p>a_b*c</p>"),
        (
            "[`0x12…34`](https://e.example/a)",
            '<p><a href="https://e.example/a" rel="noreferrer" target="_blank"><code>0x12…34</code></a></p>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
    ],
)
def test_a_text_looks_as_discord_shows_it(written: str, shown: str) -> None:
    assert markdown_html(written, READING) == shown


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "**<svg onload=alert(1)>**",
        "`</code><script>`",
        "```</code></pre><script>```",
        '[<b>](https://e.example/"onmouseover=alert)',
        "https://e.example/'><script>",
        "<t:99999999999999:R>",
        "<t:-99999999999999:F>",
        "<@99999999999999999999>",
        "||" * 900,
        "**_~~" * 400,
        "`" * 2000,
    ],
)
def test_no_text_becomes_a_tag(written: str) -> None:
    html = markdown_html(written, READING)
    assert_well_formed(html)
    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html


MARKS = st.text(alphabet="*_`|~<>&\\[]()#@-:/tahps.0123456789 \n\"'", max_size=300) | st.text(max_size=200)


@pytest.mark.attack("text")
@given(MARKS)
def test_any_text_is_a_well_formed_page(written: str) -> None:
    assert_well_formed(markdown_html(written, READING))


@pytest.mark.attack("text")
def test_what_a_button_says_or_carries_stays_in_it() -> None:
    row = {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": '"><script>', "custom_id": '"><script>'},
            {"type": 2, "style": 5, "label": "out", "url": "javascript:alert(1)"},
        ],
    }
    html = components_html(published([row], lambda url: {"url": url}), READING)
    assert_well_formed(html)
    assert "<script" not in html
    assert "href" not in html


def test_a_container_shows_all_that_is_in_it() -> None:
    pressed = {"type": 2, "style": 2, "label": "Press", "custom_id": "p"}
    options = [{"label": "Ada", "value": "1"}, {"label": "Ben", "value": "2"}]
    parts = [
        {
            "type": 17,
            "accent_color": 0x3B82F6,
            "components": [
                {"type": 10, "content": "# Title"},
                {"type": 14, "spacing": 2},
                {"type": 9, "components": [{"type": 10, "content": "beside"}], "accessory": pressed},
                {
                    "type": 1,
                    "components": [{"type": 3, "custom_id": "m", "options": options, "placeholder": "Whom?"}],
                },
                {
                    "type": 12,
                    "items": [{"media": {"url": "https://e.example/p.png"}, "description": "a chart"}],
                },
            ],
        }
    ]
    html = components_html(published(parts, lambda url: {"url": url}), READING)
    text = assert_well_formed(html)
    assert all(word in text for word in ("Title", "beside", "Press", "Whom?", "Ada", "Ben"))
    assert 'style="border-left-color:#3b82f6"' in html
    assert 'alt="a chart"' in html


def test_a_page_runs_no_script_and_loads_nothing_but_pictures() -> None:
    shown = page("a < b", "<p>text</p>", theme="light")
    assert "default-src 'none'" in shown
    assert "<title>a &lt; b</title>" in shown
    assert '<html lang="en" class="light">' in shown
    assert "<script" not in shown
