"""That a wallet is linked."""

import msgspec

from bot.wording.language import Language


class LinkedWords(msgspec.Struct, frozen=True):
    title: str
    back: str
    now: str


def linked_words(say: Language) -> LinkedWords:
    return LinkedWords(
        title=say._("Your wallet is linked"),
        back=say._("Link another one"),
        now=say._("You can close this page and vote in Discord."),
    )
