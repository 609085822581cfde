"""What a voter must have, in words."""

from collections.abc import Sequence

from bot.domain.policy.model import PowerRule
from bot.domain.power import AnySource
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.sources.registry import source_words


def things_required(sources: Sequence[AnySource], rule: PowerRule, say: Language) -> str:
    """All that is required of these sources, in a row."""
    return say.both([required_words(source, rule, say) for source in sources])


def required_words(source: AnySource, rule: PowerRule, say: Language) -> str:
    """How much of the source a voter must have; of what is counted only its name where one is enough."""
    required = source.least_required or 0
    if not source.counts_items:
        amount = power_text(required, rule, say, exact=True)
    elif required > source.weight:
        amount = say.number(-(-required // source.weight))
    else:
        return source_words(source, say)
    return say._("at least {amount} of {source}").format(amount=amount, source=source_words(source, say))
