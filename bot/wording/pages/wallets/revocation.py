"""The text by which a wallet takes itself off a Discord account, on its page, and that it has done so."""

import msgspec

from bot.domain.accounts.revocation import Revocation
from bot.wording.language import Language
from bot.wording.pages.wallets.message import ways_to_sign


class RevocationWords(msgspec.Struct, frozen=True):
    title: str
    lines: tuple[str, ...]
    message: str = ""
    how: tuple[str, ...] = ()
    signature: str = ""
    hand_in: str = ""


def revocation_words(revocation: Revocation, say: Language) -> RevocationWords:
    what = say._(
        "**Sign this message with** {wallet} to unlink it from whichever Discord account has linked it in the server "
        "{server}. It can be signed until {moment}, and ends nothing that is linked later."
    ).format(
        wallet=say.markup.account(revocation.address),
        server=say.markup.code(str(revocation.guild)),
        moment=say.moment(revocation.expires_at),
    )
    return RevocationWords(
        title=say._("Sign and paste"),
        lines=(what,),
        message=say._("The message, to the letter"),
        how=ways_to_sign(say),
        signature=say._("Signature"),
        hand_in=say._("Unlink this wallet"),
    )


def revoked_words(revocation: Revocation, say: Language) -> RevocationWords:
    done = say._("✅ **{wallet} is unlinked.** The account that had it and the public log are told.")
    return RevocationWords(
        title=say._("Your wallet is unlinked"),
        lines=(
            done.format(wallet=say.markup.account(revocation.address)),
            say._("To vote with it again, link it from your Discord account with `/wallet link`."),
        ),
    )
