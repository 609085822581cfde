"""Roles for who holds enough, in words."""

from bot.domain.holder_roles.holding import Holding
from bot.wording.holder_roles.condition_wording import ConditionWording
from bot.wording.language import Language
from bot.wording.sources.registry import source_words

_SOURCES_SHOWN = 5


class HoldingWording(ConditionWording):
    def rule(self, condition: Holding, role: str, say: Language) -> str:
        return say._("{role}: who holds at least {amount} in linked wallets, of: {sources}").format(
            role=role, amount=_amount(condition, say), sources=_sources(condition, say)
        )

    def mend(self, condition: Holding, say: Language) -> str:
        return say._(
            "Hold at least {amount} until then in the wallets that you have linked, or link the wallet that holds it, "
            "with `/wallet link`."
        ).format(amount=_amount(condition, say))


def _amount(condition: Holding, say: Language) -> str:
    return say.power(condition.least, condition.power.decimals, condition.power.symbol)


def _sources(condition: Holding, say: Language) -> str:
    sources = condition.power.sources
    shown = [source_words(source, say) for source in sources[:_SOURCES_SHOWN]]
    if (more := len(sources) - len(shown)) > 0:
        shown.append(say.npgettext("value", "{number} more", "{number} more", more).format(number=more))
    return "; ".join(shown)
