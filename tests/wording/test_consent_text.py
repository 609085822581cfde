"""What members agree to: whoever changes what it says has them asked anew."""

from datetime import UTC, datetime

from bot.domain.canonical import content_hash
from bot.domain.consent import EDITION, LONGEST_WORDS, ConsentTerms
from bot.domain.ids import GuildId
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD, MESSAGE_LIMIT
from bot.wording.privacy.consent import consent_text

TEXTS = {1: "32ed6cf3c6574f29", 2: "64d2b33bfd24e5f7"}
"""The hash of the English text of each edition."""
AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_another_text_is_another_edition() -> None:
    text = consent_text(ConsentTerms(GuildId(7), "", AT), language(markup=DISCORD))
    assert content_hash(text.encode())[:16] == TEXTS[EDITION]


def test_other_words_of_moderators_are_another_version() -> None:
    versions = {
        ConsentTerms(GuildId(guild), words, AT).version for guild in (7, 8) for words in ("", "Ask us.")
    }
    assert len(versions) == 2


def test_the_longest_words_leave_the_text_whole() -> None:
    text = consent_text(ConsentTerms(GuildId(7), "*" * LONGEST_WORDS, AT), language(markup=DISCORD))
    assert len(text) <= MESSAGE_LIMIT
    assert "`/privacy erase`" in text
    assert "waits ten minutes" in text
