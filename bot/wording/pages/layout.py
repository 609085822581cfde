"""What stands on every page."""

import msgspec

from bot.wording.language import Language


class LayoutWords(msgspec.Struct, frozen=True):
    name: str
    skip: str
    log_out: str


def layout_words(say: Language) -> LayoutWords:
    return LayoutWords(name="Folkmoot", skip=say._("Skip to the content"), log_out=say._("Log out"))


def log_in_label(say: Language) -> str:
    return say._("Log in with Discord")


def back_label(say: Language) -> str:
    return say._("Back to your wallets")
