"""What is said of how it is proved that a delegate's wallet casts for a server."""

from collections.abc import Sequence

from bot.domain.ids import Address
from bot.wording.language import Language


class WalletProofWords:
    """The part of `DelegateWalletWords` that is about whose the wallet is."""

    def how_to_prove(self, say: Language) -> str:
        return say._(
            "A moderator uses `/gov safe prove`; the delegate signs the text that it shows with the wallet, and the "
            "signature is pasted there."
        )

    def never_proved(self, account: str, say: Language) -> str:
        return say._(
            "It is not proved that the wallet {wallet} casts for this server. Nothing is asked of it."
        ).format(wallet=account)

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        return say._("Name in `signer` the wallet itself: nobody else can sign for it.")

    def how_to_free(self, say: Language) -> str:
        return say._("If the wallet is yours, the moderators there can let it go with `/gov safe release`.")

    def act(self, what: str, say: Language) -> str | None:
        return {
            "sign": say.pgettext("act", "the delegate's wallet has signed"),
            "prove": say.pgettext("act", "delegate's wallet proved to cast for this server"),
            "release": say.pgettext("act", "delegate's wallet let go"),
            "claimed": say.pgettext("act", "another server asked for the delegate's wallet"),
            "claimed here": say.pgettext(
                "act", "another space of this server asked for the delegate's wallet"
            ),
            "lost": say.pgettext("act", "another server has proved the delegate's wallet"),
            "lost here": say.pgettext("act", "another space of this server has proved the delegate's wallet"),
        }.get(what)
