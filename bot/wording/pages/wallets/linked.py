"""That a wallet is linked."""

from dataclasses import dataclass

from bot.wording.language import Language


@dataclass(frozen=True)
class LinkedWords:
    title: str
    back: str
    now: str


def linked_words(say: Language) -> LinkedWords:
    return LinkedWords(
        title=say._("Your wallet is linked"),
        back=say._("Link another one"),
        now=say._("You can close this page and vote in Discord."),
    )
