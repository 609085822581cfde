"""Power sources in words, for a message of Discord."""

from bot.domain.policy.model import PowerRule
from bot.domain.power import AnySource, Contribution
from bot.wording.discord_markup import DISCORD
from bot.wording.language import language
from bot.wording.sources import registry as words


def source_words(source: AnySource) -> str:
    """Where power comes from, for a policy."""
    return words.source_words(source, language(markup=DISCORD))


def heading(source: AnySource) -> str:
    """What was looked at, with the contract in full where there is one."""
    return words.heading(source, language(markup=DISCORD))


def origin(part: Contribution) -> str:
    """Where a part of somebody's power comes from, in few words."""
    return words.origin(part, language(markup=DISCORD))


def each_counts(source: AnySource, rule: PowerRule) -> str:
    """`each counts 100 VOTE` for what is counted, nothing for amounts."""
    return words.each_counts(source, rule, language(markup=DISCORD))


def counted(source: AnySource, raw: int) -> str:
    """What was found of something that is counted, before what it weighs; nothing for amounts."""
    found = words.found_words(source, raw, language(markup=DISCORD))
    return f"{found}, " if found else ""
