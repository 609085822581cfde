"""The first page of the site."""

import msgspec

from bot.wording.language import Language


class StartWords(msgspec.Struct, frozen=True):
    title: str
    text: str
    revoke: str


def start_words(say: Language) -> StartWords:
    return StartWords(
        title=say._("Votes of a DAO, in Discord"),
        text=say._(
            "Everything begins in your Discord server: use `/wallet link` there, and the bot gives you a link to this "
            "site that is yours alone."
        ),
        revoke=say._("Lost your Discord account? Unlink a wallet without it"),
    )
