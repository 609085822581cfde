"""The votes of a token, in words."""

from bot.domain.ids import Address
from bot.domain.power import Erc20Votes
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording


class Erc20VotesWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `erc20_votes 0x…`.")

    def in_policy(self, source: Erc20Votes, say: Language) -> str:
        return say._("votes (own and delegated) of the token {contract} on chain {chain}").format(
            contract=say.markup.account(source.contract), chain=source.chain
        )

    def heading(self, source: Erc20Votes, say: Language) -> str:
        return say._("**voting power in** {contract}").format(contract=say.markup.account(source.contract))

    def origin(self, source: Erc20Votes, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("voting power in {contract}, wallet {wallet}").format(
            contract=say.markup.short_account(source.contract), wallet=say.markup.short_account(wallet)
        )
