"""Refusals around linking wallets."""

from bot.domain import errors
from bot.domain.errors import wallets
from bot.wording.errors.base import Message, clause, message, typed
from bot.wording.language import Language


def _wallets_kept(say: Language) -> str:
    return say._("Your linked wallets are as they were.")


def _message_kept(say: Language) -> str:
    return say._("The message can still be signed: nothing was used up.")


@message.register
def _(error: errors.NonceExpired, say: Language) -> Message:
    return Message(
        say._("This message to sign is too old, was used already, or isn't yours."),
        kept=_wallets_kept(say),
        next=say._(
            "Use `/wallet link` again and sign the new message within 15 minutes, with a contract within 7 days."
        ),
    )


@message.register
def _(error: errors.WrongSignature, say: Language) -> Message:
    wallet = say._("This is not a signature by {wallet} of this message.").format(
        wallet=say.markup.account(error.wallet)
    )
    if error.signed_by:
        by = say._("It was made by {account}.").format(account=say.markup.account(error.signed_by))
    else:
        by = say._("The wallet's contract did not accept it.")
    return Message(
        f"{wallet} {by}",
        kept=_message_kept(say),
        next=say._(
            "Choose the right account in your wallet, sign the whole text exactly as it stands, and hand the new "
            "signature in."
        ),
    )


@message.register
def _(error: errors.AcceptsAnything, say: Language) -> Message:
    return Message(
        say._("The contract {wallet} takes this signature for any text, so that it proves nothing.").format(
            wallet=say.markup.account(error.wallet)
        ),
        kept=_message_kept(say),
        next=say._("Sign with another account, or tell whoever looks after that contract."),
    )


@message.register
def _(error: errors.MalformedSignature, say: Language) -> Message:
    return Message(
        say._("This can't be read as a signature: {why}").format(why=clause(error.fault, say)),
        kept=_message_kept(say),
        next=say._("Paste the whole signature: it begins with `0x` and usually has 130 digits after it."),
    )


@message.register
def _(error: errors.WalletTaken, say: Language) -> Message:
    return Message(
        say._("Another member of this server has linked {wallet} with its key.").format(
            wallet=say.markup.account(error.wallet)
        ),
        kept=_wallets_kept(say),
        next=say._("If it is yours, sign with its key; if not, tell a moderator."),
    )


@message.register
def _(error: errors.WalletUnknown, say: Language) -> Message:
    if error.wallet.strip():
        happened = say._("{wallet} is not one of your linked wallets in this server.").format(
            wallet=say.markup.code(typed(error.wallet))
        )
    else:
        happened = say._("This is not one of your linked wallets in this server.")
    return Message(
        happened,
        kept=_wallets_kept(say),
        next=say._("`/wallet list` shows them; choose one of the suggestions."),
    )


@message.register
def _(error: errors.NothingToRevoke, say: Language) -> Message:
    return Message(
        say._(
            "No Discord account of that server had linked {wallet} before the time of this message."
        ).format(wallet=say.markup.account(error.wallet)),
        kept=_wallets_kept(say),
        next=say._(
            "Check the number of the server, which is in the message that linked the wallet. A contract signs on the "
            "chain on which it is linked."
        ),
    )


@message.register
def _(error: errors.RevocationExpired, say: Language) -> Message:
    return Message(
        say._("This message to sign is too old."),
        kept=_wallets_kept(say),
        next=say._("Begin again, and sign the new message within 7 days."),
    )


@message.register
def _(error: errors.ServerNumberInvalid, say: Language) -> Message:
    return Message(
        say._("This is not the number of a Discord server."),
        kept=_wallets_kept(say),
        next=say._("It stands in brackets behind the server's name, in the message that linked the wallet."),
    )


@message.register
def _(error: errors.BadMandate, say: Language) -> Message:
    return Message(
        say._("So long, or up to such a level, nothing can be signed."),
        kept=_wallets_kept(say),
        next=say._("Choose one of those that are offered."),
    )


@message.register
def _(error: errors.WalletLinkedOften, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{wallet} was linked {number} time within a week in this server, and stays where it is for now.",
            "{wallet} was linked {number} times within a week in this server, and stays where it is for now.",
            error.limit,
        ).format(wallet=say.markup.account(error.wallet), number=error.limit),
        kept=_message_kept(say),
        next=say._(
            "It can be linked again from {moment} on. If somebody else signs with it, it is not yours alone: move what "
            "it holds to another wallet."
        ).format(moment=say.moment(error.until)),
    )


@message.register
def _(error: errors.LinkedTooMuch, say: Language) -> Message:
    return Message(
        say.ngettext(
            "You have linked {number} wallet within a week, and more are not possible for now.",
            "You have linked {number} wallets within a week, and more are not possible for now.",
            error.limit,
        ).format(number=error.limit),
        kept=_message_kept(say),
        next=say._("You can link another one from {moment} on.").format(moment=say.moment(error.until)),
    )


@message.register
def _(error: errors.TooManyRequests, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{number} message waits for your signature already.",
            "{number} messages wait for your signature already.",
            error.limit,
        ).format(number=error.limit),
        kept=say._("They stay as they are, and so do your linked wallets."),
        next=say._(
            "Sign one of them, or wait until they expire: after 15 minutes, those for a contract after 7 days."
        ),
    )


@message.register
def _(error: errors.TooManyWallets, say: Language) -> Message:
    return Message(
        say.ngettext(
            "You have linked {number} wallet, and more are not possible.",
            "You have linked {number} wallets, and more are not possible.",
            error.limit,
        ).format(number=error.limit),
        kept=_wallets_kept(say),
        next=say._("Use `/wallet unlink` for one that you don't need any more."),
    )


@clause.register
def _(fault: wallets.NotHexadecimal, say: Language) -> str:
    return say._("it is not hexadecimal")


@clause.register
def _(fault: wallets.SignatureTooLong, say: Language) -> str:
    return say.ngettext("it is {number} byte long", "it is {number} bytes long", fault.length).format(
        number=fault.length
    )


@clause.register
def _(fault: wallets.BadlyWrapped, say: Language) -> str:
    return say._("it ends like a wrapped signature (ERC-6492), and nothing can be unwrapped")


@clause.register
def _(fault: wallets.WalletNotDeployed, say: Language) -> str:
    return say._("it is by a contract wallet that is not deployed yet (ERC-6492)")


@clause.register
def _(fault: wallets.WrongLastByte, say: Language) -> str:
    return say._("its last byte is {value}, and not 27 or 28").format(value=fault.value)


@clause.register
def _(fault: wallets.SignatureLength, say: Language) -> str:
    return say.ngettext(
        "it has {number} byte, and a signature by a key has 65",
        "it has {number} bytes, and a signature by a key has 65",
        fault.length,
    ).format(number=fault.length)


@clause.register
def _(fault: wallets.GreaterOfTwo, say: Language) -> str:
    return say._("its s is the larger one of two (EIP-2)")


@clause.register
def _(fault: wallets.NoKeysSignature, say: Language) -> str:
    return say._("no key can have made it")
