"""What every page says while a wallet of the browser is asked."""

from bot.wording.language import Language


def browser_wallet_words(say: Language) -> dict[str, str]:
    """By the names that the scripts know; without marks, since a script sets them as text."""
    plain = say.plain()
    return {
        "asking": plain._("Your wallet asks you now: look at it."),
        "checking": plain._("The signature is being checked."),
        "declined": plain._("You declined in your wallet. Nothing was changed."),
        "busy": plain._("Your wallet has a question open already: answer that one first."),
        "failed": plain._("Your wallet could not do it:"),
        "unnamed": plain._("Wallet of this browser"),
    }
