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


def chain_words(say: Language) -> dict[str, str]:
    """The same where the wallet has to be on one chain."""
    return {
        **browser_wallet_words(say),
        "elsewhere": say.plain()._(
            "Your wallet is on another chain. Choose the right one in it, and try again."
        ),
    }


def site_words(say: Language) -> dict[str, str]:
    """The same where the site makes the message first."""
    plain = say.plain()
    return {
        "signing": plain._("Read the message in your wallet, and sign it."),
        "away": plain._("This site did not answer. Try again in a minute."),
    }


def no_wallet_words(say: Language) -> str:
    return say._(
        "No wallet was found in this browser. Open your link in the browser of your wallet's app, or sign elsewhere as "
        "below."
    )


def no_wallet_to_do_it_words(say: Language) -> str:
    """The same where something is signed or sent."""
    return say._(
        "No wallet was found in this browser. Open your link in the browser of your wallet's app, or do it elsewhere "
        "as below."
    )
