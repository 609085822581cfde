"""Items, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Erc1155
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth
from bot.wording.sources.token_ids import ids_words, shows_all_ids


class Erc1155Wording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._(
            "Write `erc1155 0x… ids 1, 2=5`: at least one id, where 2=5 makes each token 2 count five times."
        )

    def in_policy(self, source: Erc1155, say: Language) -> str:
        return say._("items held of {contract} on chain {chain}, only ids {ids}").format(
            contract=say.markup.account(source.contract),
            chain=source.chain,
            ids=ids_words(source.ids, say),
        )

    def shows_all(self, source: Erc1155) -> bool:
        return shows_all_ids(source.ids)

    def heading(self, source: Erc1155, say: Language) -> str:
        return say._("**items of** {contract}, only ids {ids}").format(
            contract=say.markup.account(source.contract), ids=ids_words(source.ids, say)
        )

    def origin(self, source: Erc1155, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("items of {contract}, wallet {wallet}").format(
            contract=say.markup.short_account(source.contract), wallet=say.markup.short_account(wallet)
        )

    def each_counts(self, source: Erc1155, rule: PowerRule, say: Language) -> str:
        return say._("a weight of 1 counts {amount}").format(amount=worth(source.weight, rule, say))

    def found(self, source: Erc1155, raw: int, say: Language) -> str:
        return say._("a weight of {weight}").format(weight=say.number(raw))
