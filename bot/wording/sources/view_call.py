"""What a contract says of an account, in words."""

from bot.domain.ids import Address
from bot.domain.power import ViewCall
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording


class ViewCallWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._(
            "Write `call 0x… stakedOf($)`, where `$` is the wallet, and ` of totalStaked()` and ` decimals 18` after "
            "it where needed."
        )

    def in_policy(self, source: ViewCall, say: Language) -> str:
        return say._("{function} of {contract} on chain {chain}").format(
            function=say.markup.code(source.function),
            contract=say.markup.account(source.contract),
            chain=source.chain,
        )

    def shows_all(self, source: ViewCall) -> bool:
        return source.total is None and source.decimals is None

    def heading(self, source: ViewCall, say: Language) -> str:
        return say._("**{function} of** {contract}").format(
            function=say.markup.code(source.function), contract=say.markup.account(source.contract)
        )

    def origin(self, source: ViewCall, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("{function} of {contract}, wallet {wallet}").format(
            function=say.markup.code(source.function),
            contract=say.markup.short_account(source.contract),
            wallet=say.markup.short_account(wallet),
        )
