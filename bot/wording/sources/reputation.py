"""Reputation, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Reputation
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth


class ReputationWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `reputation`, or with a decay `reputation half-life 90d`.")

    def in_policy(self, source: Reputation, say: Language) -> str:
        if source.half_life is None:
            return say._("reputation in this server")
        return say._("reputation in this server, which halves every {half_life}").format(
            half_life=say.duration(source.half_life)
        )

    def heading(self, source: Reputation, say: Language) -> str:
        if source.half_life is None:
            return say._("**reputation**")
        return say._("**reputation**, which halves every {half_life}").format(
            half_life=say.duration(source.half_life)
        )

    def origin(self, source: Reputation, wallet: Address | None, say: Language) -> str:
        return say._("reputation")

    def each_counts(self, source: Reputation, rule: PowerRule, say: Language) -> str:
        one = source.weight * 10**source.decimals_off_chain
        if one == 10**rule.decimals:
            return ""
        return say._("1 counts {amount}").format(amount=worth(one, rule, say))
