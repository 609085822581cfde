"""The coin of a chain, in words."""

from bot.domain.ids import Address
from bot.domain.power import Native
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording


class NativeWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `native` without a contract: it is the coin of the chain.")

    def in_policy(self, source: Native, say: Language) -> str:
        return say._("balance of the coin of chain {chain}").format(chain=source.chain)

    def heading(self, source: Native, say: Language) -> str:
        return say._("**coin of chain {chain}**").format(chain=source.chain)

    def origin(self, source: Native, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("coin of chain {chain}, wallet {wallet}").format(
            chain=source.chain, wallet=say.markup.short_account(wallet)
        )
