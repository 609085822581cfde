"""What is said of how it is proved that a Safe belongs to a server."""

from collections.abc import Sequence

from bot.domain.ids import Address
from bot.wording.execution.safe.owners import owners_in_short
from bot.wording.language import Language


class SafeProofWords:
    """The part of `SafeWords` that is about whose the Safe is."""

    def how_to_prove(self, say: Language) -> str:
        return say._(
            "A moderator uses `/gov safe prove`; an owner of the Safe signs the text that it shows, and the "
            "signature is pasted there."
        )

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        return say._("Name in `signer` one of its owners ({owners}), or the Safe itself.").format(
            owners=owners_in_short(provers, say)
        )

    def how_to_free(self, say: Language) -> str:
        return say._(
            "If the Safe is yours, the moderators there can let it go with `/gov safe release`, or its owners can "
            "replace the owner who signed for that server."
        )

    def unproved(self, account: Address, say: Language) -> tuple[str, str]:
        wrong = say._(
            "It is not proved that the Safe {safe} belongs to this server, or those who proved it are no owners any "
            "more. Nothing is proposed to it."
        ).format(safe=say.markup.account(account))
        mend = say._("A moderator uses `/gov safe prove`; an owner of the Safe signs the text that it shows.")
        return wrong, mend

    def act(self, what: str, say: Language) -> str | None:
        return {
            "sign": say.pgettext("act", "one signature more for the Safe"),
            "prove": say.pgettext("act", "Safe proved to be this server's"),
            "release": say.pgettext("act", "Safe let go"),
            "claimed": say.pgettext("act", "another server asked for the Safe"),
            "claimed here": say.pgettext("act", "another space of this server asked for the Safe"),
            "lost": say.pgettext("act", "another server has proved the Safe"),
            "lost here": say.pgettext("act", "another space of this server has proved the Safe"),
        }.get(what)
