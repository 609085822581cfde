"""Refusals of who has no power in a vote."""

from bot.domain import errors
from bot.domain.accounts.mandate import Uncovered
from bot.wording.accounts.mandates import uncovered_lines
from bot.wording.errors.base import Message, message
from bot.wording.language import Language
from bot.wording.voting.unreadable_wallets import why_unreadable


@message.register
def _(error: errors.NoWallet, say: Language) -> Message:
    return Message(
        say._(
            "Link a wallet to vote: you have none in this server, and nothing else that gives power to vote or propose "
            "with."
        ),
        kept=say._("Nothing was counted, and a draft is kept."),
        next=say._(
            "The button below links one, as `/wallet link` does: it takes a minute, costs nothing and moves nothing. "
            "Then try again."
        ),
    )


@message.register
def _(error: errors.NoPower, say: Language) -> Message:
    return Message(
        say._(
            "You have no power in the vote on #{proposal}: wallets don't count there, nor does anything you have."
        ).format(proposal=error.number),
        kept=say._("Nothing was counted."),
        next=say._(
            "`/vote why` for #{proposal} shows what does: a role, or reputation that is earned here."
        ).format(proposal=error.number),
    )


@message.register
def _(error: errors.WalletsClaimed, say: Language) -> Message:
    if error.wallets:
        happened = say._(
            "Your wallets already count for another member in the vote on #{proposal}: {wallets}"
        ).format(
            proposal=error.number,
            wallets=", ".join(say.markup.account(wallet) for wallet in error.wallets[:10]),
        )
    else:
        happened = say._("Your wallets already count for another member in the vote on #{proposal}.").format(
            proposal=error.number
        )
    return Message(
        happened,
        kept=say._("The ballot that was cast first with them stands; a wallet counts once per vote."),
        next=say._(
            "Link a wallet that has not voted here yet, or tell a moderator if somebody else uses yours."
        ),
    )


@message.register
def _(error: errors.NotMandated, say: Language) -> Message:
    if error.expired or error.short:
        wallets = {
            **dict.fromkeys(error.expired, Uncovered.EXPIRED),
            **dict.fromkeys(error.short, Uncovered.TRUST),
        }
        happened = " ".join(uncovered_lines(wallets, error.trust, say))
    else:
        happened = say._(
            "Your linked wallets do not count here: what you signed for them has ended, or doesn't reach the trust "
            "level of this track."
        )
    return Message(
        happened,
        kept=say._("Nothing was counted, and your linked wallets are as they were."),
        next=say._(
            "The button below, or `/wallet link`, signs for a wallet anew; then try again. `/wallet list` shows what "
            "each is good for."
        ),
    )


@message.register
def _(error: errors.WalletsUnreadable, say: Language) -> Message:
    line = say.ngettext(
        "Your wallet {wallets} does not count in the vote on proposal #{proposal}.",
        "Your wallets {wallets} do not count in the vote on proposal #{proposal}.",
        len(error.wallets),
    ).format(
        wallets=say.both([say.markup.account(wallet) for wallet in error.wallets]), proposal=error.number
    )
    return Message(
        f"{line} {why_unreadable(error.failure, say)}",
        kept=say._("Nothing was counted, and your linked wallets are as they were."),
        next=say._("Link another wallet whose power can be read, and vote again."),
    )
