"""Refusals around linking wallets."""

from bot.domain import errors
from bot.wording.errors.words import (
    Words,
    shown,
    words,
)
from bot.wording.text import code, escape, full


@words.register
def _(error: errors.NonceExpired) -> Words:
    return Words(
        "This message to sign is too old, was used already, or isn't yours.",
        "Your linked wallets are as they were.",
        "Use `/wallet link` again and sign the new message within 15 minutes.",
    )


@words.register
def _(error: errors.WrongSignature) -> Words:
    by = (
        f"It was made by {full(error.signed_by)}."
        if error.signed_by
        else "The wallet's contract did not accept it."
    )
    return Words(
        f"This is not a signature by {full(error.wallet)} of this message. {by}",
        "The message can still be signed: nothing was used up.",
        "Choose the right account in your wallet, sign the whole text exactly as it stands, and press “I have signed "
        "it” again.",
    )


@words.register
def _(error: errors.MalformedSignature) -> Words:
    return Words(
        f"This can't be read as a signature: {escape(error.why, 300)}",
        "The message can still be signed: nothing was used up.",
        "Paste the whole signature: it begins with `0x` and usually has 130 digits after it.",
    )


@words.register
def _(error: errors.WalletTaken) -> Words:
    return Words(
        f"Another member of this server has linked {full(error.wallet)}.",
        "Your linked wallets are as they were.",
        "If it is you with another account, use `/wallet unlink` there first; if not, tell a moderator.",
    )


@words.register
def _(error: errors.WalletUnknown) -> Words:
    which = f"{code(shown(error.wallet))} is not" if error.wallet.strip() else "This is not"
    return Words(
        f"{which} one of your linked wallets in this server.",
        "Your linked wallets are as they were.",
        "`/wallet list` shows them; choose one of the suggestions.",
    )


@words.register
def _(error: errors.TooManyRequests) -> Words:
    return Words(
        f"{error.limit} messages wait for your signature already.",
        "They stay as they are, and so do your linked wallets.",
        "Sign one of them, or wait a quarter of an hour: then they expire, and `/wallet link` gives a new one.",
    )


@words.register
def _(error: errors.TooManyWallets) -> Words:
    return Words(
        f"You have linked {error.limit} wallets, and more are not possible.",
        "Your linked wallets are as they were.",
        "Use `/wallet unlink` for one that you don't need any more.",
    )
