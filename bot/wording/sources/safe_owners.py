"""The owners of a Safe, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import SafeOwners
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth


class SafeOwnersWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `safe_owners 0x…`, the Safe whose owners have one vote each.")

    def in_policy(self, source: SafeOwners, say: Language) -> str:
        return say._("ownership of the Safe {contract} on chain {chain}").format(
            contract=say.markup.account(source.contract), chain=source.chain
        )

    def heading(self, source: SafeOwners, say: Language) -> str:
        return say._("**ownership of the Safe** {contract}").format(
            contract=say.markup.account(source.contract)
        )

    def origin(self, source: SafeOwners, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("ownership of the Safe {contract}, wallet {wallet}").format(
            contract=say.markup.short_account(source.contract), wallet=say.markup.short_account(wallet)
        )

    def each_counts(self, source: SafeOwners, rule: PowerRule, say: Language) -> str:
        return say._("it counts {amount}").format(amount=worth(source.weight, rule, say))

    def found(self, source: SafeOwners, raw: int, say: Language) -> str:
        return say._("yes") if raw else say._("no")
