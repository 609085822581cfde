"""The demo shows what stands in Discord as Discord shows it."""

from datetime import UTC, datetime

import pytest

from sandbox.demo.discord_text import as_shown

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
NAMES = {7: "ada", 8: "announcements", 9: "Moderator"}


def shown(text: str) -> str:
    return as_shown(text, lambda identifier: NAMES.get(identifier, str(identifier)), NOW).plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("## A **well**\n-# Proposal 1", "A well\nProposal 1"),
        ("**Open** by <@7> in <#8>, for <@&9>", "Open by @ada in #announcements, for @Moderator"),
        (f"ends <t:{AT + 90}:f> (<t:{AT + 90}:R>)", "ends 24 November 2026 12:01 UTC (in 1 minute)"),
        (f"<t:{AT - 7200}:R>, <t:{AT}:R>", "2 hours ago, in 0 seconds"),
        (r"2 \* 3 \#1 `a \* b`", r"2 * 3 #1 a \* b"),
        ("no marks: <@ 7> ** ` <t:x:R>", "no marks: <@ 7> ** ` <t:x:R>"),
        ("<@77>", "@77"),
        ("to [0xAb…01](https://explorer.example/address/0xAb) (A)", "to 0xAb…01 (A)"),
        ("[not a link] (https://explorer.example)", "[not a link] (https://explorer.example)"),
    ],
)
def test_marks_become_what_they_mean(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_bold_and_code_are_styled() -> None:
    text = as_shown("**bold `code`** plain", str, NOW)
    styles = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert styles["bold code"] == "bold"
    assert styles["code"] == "cyan"
