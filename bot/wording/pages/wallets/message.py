"""A message to sign, on its page."""

import msgspec

from bot.domain.accounts.wallet import LinkRequest
from bot.wording.accounts.wallets import sign_line
from bot.wording.language import Language


class MessageWords(msgspec.Struct, frozen=True):
    title: str
    what: str
    caution: str
    message: str
    how: tuple[str, ...]
    signature: str
    hand_in: str


def message_words(request: LinkRequest, say: Language) -> MessageWords:
    return MessageWords(
        title=say._("Sign and paste"),
        what=sign_line(request, say),
        caution=say._("Only sign it if the Discord account and the server in it are yours."),
        message=say._("The message, to the letter"),
        how=ways_to_sign(say),
        signature=say._("Signature"),
        hand_in=say._("Link this wallet"),
    )


def ways_to_sign(say: Language) -> tuple[str, ...]:
    """How the text is signed elsewhere."""
    return (
        say._("**A wallet or hardware wallet**: “sign message”, with the whole text."),
        say._(
            '**Foundry**: save the text as a file, and run `cast wallet sign --interactive "$(cat FILE)"`.'
        ),
        say._(
            "**A Safe**: sign the text as an off-chain message with as many owners as it asks for, and paste the "
            "signatures together. If the Safe has signed it on chain, paste `0x`."
        ),
    )
