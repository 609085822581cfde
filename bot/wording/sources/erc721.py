"""NFTs, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Erc721
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth
from bot.wording.sources.token_ids import ids_words, shows_all_ids


class Erc721Wording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `erc721 0x…`, or with single tokens `erc721 0x… ids 1, 7=5`.")

    def in_policy(self, source: Erc721, say: Language) -> str:
        contract = say.markup.account(source.contract)
        if not source.ids:
            return say._("number of NFTs held of {contract} on chain {chain}").format(
                contract=contract, chain=source.chain
            )
        return say._("number of NFTs held of {contract} on chain {chain}, only ids {ids}").format(
            contract=contract, chain=source.chain, ids=ids_words(source.ids, say)
        )

    def shows_all(self, source: Erc721) -> bool:
        return shows_all_ids(source.ids)

    def heading(self, source: Erc721, say: Language) -> str:
        contract = say.markup.account(source.contract)
        if not source.ids:
            return say._("**NFTs of** {contract}").format(contract=contract)
        return say._("**NFTs of** {contract}, only ids {ids}").format(
            contract=contract, ids=ids_words(source.ids, say)
        )

    def origin(self, source: Erc721, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("NFTs of {contract}, wallet {wallet}").format(
            contract=say.markup.short_account(source.contract), wallet=say.markup.short_account(wallet)
        )

    def each_counts(self, source: Erc721, rule: PowerRule, say: Language) -> str:
        amount = worth(source.weight, rule, say)
        if source.ids:
            return say._("a weight of 1 counts {amount}").format(amount=amount)
        return say._("each counts {amount}").format(amount=amount)

    def found(self, source: Erc721, raw: int, say: Language) -> str:
        if source.ids:
            return say._("a weight of {weight}").format(weight=say.number(raw))
        return say.ngettext("{number} NFT", "{number} NFTs", raw).format(number=say.number(raw))
