"""The accounts that a policy lists, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Allowlist
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth


class AllowlistWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `allowlist 0x…=10, 0x…=5`, accounts with whole numbers of votes.")

    def in_policy(self, source: Allowlist, say: Language) -> str:
        return say._("amounts of the {number} accounts that the policy lists").format(
            number=len(source.entries)
        )

    def shows_all(self, source: Allowlist) -> bool:
        return False

    def heading(self, source: Allowlist, say: Language) -> str:
        return say._("**the list in the policy**")

    def origin(self, source: Allowlist, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("listed in the policy, wallet {wallet}").format(wallet=say.markup.short_account(wallet))

    def each_counts(self, source: Allowlist, rule: PowerRule, say: Language) -> str:
        return say._("1 counts {amount}").format(amount=worth(source.weight, rule, say))

    def found(self, source: Allowlist, raw: int, say: Language) -> str:
        if raw:
            return say._("listed with {amount}").format(amount=say.number(raw))
        return say._("not on the list")
