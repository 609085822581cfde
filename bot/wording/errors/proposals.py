"""Refusals around proposals and votes."""

from bot.domain import errors
from bot.domain.proposal import BEFORE_THE_END
from bot.domain.quantities import tokens
from bot.wording.discord_markup import DISCORD
from bot.wording.errors.words import (
    BALLOT_KEPT,
    NOTHING_CHANGED,
    Words,
    at_blocks,
    either,
    shown,
    words,
)
from bot.wording.language import language
from bot.wording.states import state_words
from bot.wording.text import code, escape, full, moment, when

_ENGLISH = language(markup=DISCORD)


@words.register
def _(error: errors.ProposalUnknown) -> Words:
    return Words(
        f"There is no proposal {code(shown(error.proposal))} in this server.",
        NOTHING_CHANGED,
        "Choose one of the suggestions, or look it up with `/proposal list`.",
    )


@words.register
def _(error: errors.TooManyDrafts) -> Words:
    return Words(
        f"You have {error.limit} drafts, and more are not possible.",
        "Your drafts are as they were.",
        "Submit one of them, or discard it with `/proposal withdraw`; `/proposal list` shows them.",
    )


@words.register
def _(error: errors.TextAgreed) -> Words:
    return Words(
        f"Proposal #{error.proposal} follows the temperature check #{error.check}, and is voted on as it passed there.",
        NOTHING_CHANGED,
        "Say in its discussion what you would change; or take it back with `/proposal withdraw`, and propose anew.",
    )


@words.register
def _(error: errors.NotAuthor) -> Words:
    return Words(
        f"Proposal #{error.proposal} belongs to another member: only its author can do this.",
        NOTHING_CHANGED,
        "Say in its discussion what you would change, or propose something yourself with `/propose`.",
    )


@words.register
def _(error: errors.WrongState) -> Words:
    return Words(
        f"Proposal #{error.proposal} is in the state *{state_words(error.state, _ENGLISH)}*; "
        f"this is possible only while it is {either(state_words(state, _ENGLISH) for state in error.needed)}.",
        NOTHING_CHANGED,
        f"`/proposal view` shows what can be done with #{error.proposal} now.",
    )


@words.register
def _(error: errors.BelowThreshold) -> Words:
    unit = escape(error.symbol, 20)
    missing = tokens(error.needed - error.held, error.decimals)
    held, needed = tokens(error.held, error.decimals), tokens(error.needed, error.decimals)
    wallets = "the wallet" if error.wallets == 1 else f"the {error.wallets} wallets"
    return Words(
        f"{missing} {unit} are missing: a proposer needs {needed}, and you hold {held}.",
        f"Read from {wallets} that you have linked, {at_blocks(error.at)}. Your draft is kept.",
        "Link another wallet with `/wallet link`, have votes delegated to yours, or let somebody who holds enough "
        "propose it; then press “Submit” again.",
    )


@words.register
def _(error: errors.ExecutorChanged) -> Words:
    return Words(
        f"The actions of proposal {error.proposal} were written for another chain than that of this space's Safe.",
        "The proposal is kept; its vote does not open like this.",
        "The author edits the actions with `/proposal edit`, or a moderator names a Safe on their chain.",
    )


@words.register
def _(error: errors.NoExecutor) -> Words:
    return Words(
        "This space has no Safe that could carry out actions.",
        NOTHING_CHANGED,
        "Propose it without actions, or ask a moderator to name a Safe in `/gov setup`.",
    )


@words.register
def _(error: errors.NotOnBallot) -> Words:
    choices = either(escape(choice, 80) for choice in error.choices)
    return Words(
        f"{code(shown(error.given))} is not on the ballot of proposal #{error.proposal}.",
        BALLOT_KEPT,
        f"Choose {choices}.",
    )


@words.register
def _(error: errors.VotingNotOpen) -> Words:
    after = "Its vote is over." if error.state not in BEFORE_THE_END else "Its vote has not begun."
    then = "`/proposal list` shows what is open now."
    if error.opens_at and error.state in BEFORE_THE_END:
        then = f"It opens {moment(error.opens_at)}; vote then."
    return Words(
        f"Proposal #{error.proposal} is in the state *{state_words(error.state, _ENGLISH)}*. {after}",
        BALLOT_KEPT,
        then,
    )


@words.register
def _(error: errors.VotingOver) -> Words:
    return Words(
        f"The vote on proposal #{error.proposal} ended {when(error.ended_at)}, before you voted.",
        BALLOT_KEPT,
        "The result is posted in a moment; `/vote mine` shows the ballot that counts.",
    )


@words.register
def _(error: errors.OnlyObjections) -> Words:
    return Words(
        f"The vote on proposal #{error.proposal} takes only objections since {when(error.since)}.",
        BALLOT_KEPT,
        f"You may still vote {either(escape(choice, 80) for choice in error.choices)}.",
    )


@words.register
def _(error: errors.VotedAlready) -> Words:
    return Words(
        f"You have voted on proposal #{error.proposal} already, and votes on it can't be changed.",
        f"Your ballot counts as it is: {escape(error.choice, 200)}.",
        "`/vote mine` shows it with its receipt.",
    )


@words.register
def _(error: errors.VotingPaused) -> Words:
    return Words(
        f"The vote on proposal #{error.proposal} is paused by a moderator: {escape(error.reason, 300)}",
        f"{BALLOT_KEPT} The end moves by as much as the pause takes.",
        "Vote when it goes on; the thread will say so.",
    )


@words.register
def _(error: errors.NoWallet) -> Words:
    return Words(
        "You have no linked wallet in this server, and nothing else that gives power to vote or propose with.",
        "Nothing was counted, and a draft is kept.",
        "Use `/wallet link` (it takes a minute and moves nothing), then try again.",
    )


@words.register
def _(error: errors.NoPower) -> Words:
    return Words(
        f"You have no power in the vote on #{error.proposal}: wallets don't count there, nor does anything you have.",
        "Nothing was counted.",
        f"`/vote why` for #{error.proposal} shows what does: a role, or reputation that is earned here.",
    )


@words.register
def _(error: errors.WalletsClaimed) -> Words:
    wallets = ", ".join(full(wallet) for wallet in error.wallets[:10])
    return Words(
        f"Your wallets already count for another member in the vote on #{error.proposal}"
        + (f": {wallets}" if wallets else "."),
        "The ballot that was cast first with them stands; a wallet counts once per vote.",
        "Link a wallet that has not voted here yet, or tell a moderator if somebody else uses yours.",
    )


@words.register
def _(error: errors.ReactionsOff) -> Words:
    return Words(
        f"Reactions don't count in the vote on proposal #{error.proposal}.",
        BALLOT_KEPT,
        "Use the buttons on the card, or `/vote cast`.",
    )


@words.register
def _(error: errors.VotingStillOpen) -> Words:
    return Words(
        f"The vote on proposal #{error.proposal} is open until {moment(error.ends_at)}.",
        NOTHING_CHANGED,
        "Wait for its end: it closes by itself.",
    )


@words.register
def _(error: errors.NotInTimelock) -> Words:
    return Words(
        f"Proposal #{error.proposal} is in the state *{state_words(error.state, _ENGLISH)}*: a veto is possible only "
        "in the timelock, after it has passed and before it is executed.",
        NOTHING_CHANGED,
        "`/proposal view` shows when that is.",
    )
