"""The only place where errors become sentences.

Each answer says what happened, what was kept, and what to do next. One function for each class of
bot/domain/errors.py; a class that has none is worded by the one above it, and a test refuses that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import singledispatch

from bot.domain import errors
from bot.domain.blocks import BlockRef
from bot.domain.ids import ProposalId
from bot.domain.quantities import tokens
from cogs.ui.form_errors import FormForgotten
from cogs.ui.states import AFTER_VOTING, state_words
from cogs.ui.text import code, escape, full, moment, one_line, when

NOTHING_CHANGED = "Nothing was changed."
BALLOT_KEPT = "Your last ballot in this vote, if there is one, stays as it was."
VOTES_KEPT = "Proposals, ballots and wallets are stored and safe."


@dataclass(frozen=True)
class Words:
    """An error for a person."""

    happened: str
    kept: str
    next: str

    def __str__(self) -> str:
        return f"⚠️ **{self.happened}**\n{self.kept}\n➡️ {self.next}"


def words_for(error: BaseException, kept: str | None = None) -> str:
    """The whole answer to an error. `kept` says better than the error itself what was kept."""
    found = words(error)
    return str(replace(found, kept=kept) if kept else found)


@singledispatch
def words(error: BaseException) -> Words:
    """An error in words. Anything that isn't one of ours is a fault of the program."""
    return Words(
        "Something went wrong in the bot itself.",
        f"{VOTES_KEPT} What you just asked for may not have been done.",
        "Look whether it was done; if not, try again in a minute, and tell the bot's operator when it happens again.",
    )


@words.register
def _(error: errors.FolkmootError) -> Words:
    return Words(
        "This could not be done.",
        VOTES_KEPT,
        "Try again in a minute, and tell a moderator when it happens again.",
    )


@words.register
def _(error: errors.Refused) -> Words:
    return Words("This is not possible here.", NOTHING_CHANGED, "`/help` says what you can do.")


@words.register
def _(error: errors.Unavailable) -> Words:
    return Words(
        "Something that the bot needs did not answer.",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Try again in a minute.",
    )


# -- what a person typed ------------------------------------------------------------------------------------


@words.register
def _(error: errors.BadAddress) -> Words:
    return Words(
        f"{code(_shown(error.text))} is not an address: {escape(error.why, 200)}.",
        NOTHING_CHANGED,
        "Copy the whole address from your wallet or a block explorer and paste it again; don't type it by hand.",
    )


@words.register
def _(error: errors.BadAmount) -> Words:
    decimals = f"at most {error.decimals} decimals" if error.decimals else "no decimals"
    return Words(
        f"{code(_shown(error.text))} is not an amount that can be used: {escape(error.why, 200)}.",
        NOTHING_CHANGED,
        f"Write a plain number with {decimals}, such as {code('25000' if not error.decimals else '1.5')}.",
    )


@words.register
def _(error: errors.BadAction) -> Words:
    return Words(
        f"Line {error.line_number} of the actions can't become a call: {escape(error.why, 600)}",
        f"The line was {code(_shown(error.line, 200))}. {NOTHING_CHANGED}",
        "Correct that line, or leave it away and use “Add action” in the preview, which asks for each part.",
    )


@words.register
def _(error: errors.TextTooLong) -> Words:
    if error.field == "actions":
        return Words(
            f"A proposal may have {error.limit} actions, and this one has {error.length}.",
            NOTHING_CHANGED,
            "Split it into two proposals.",
        )
    return Words(
        f"The {error.field} has {error.length} characters, and {error.limit} are possible.",
        NOTHING_CHANGED,
        f"Shorten it by {error.length - error.limit}; a long text can be linked instead.",
    )


@words.register
def _(error: errors.TextMissing) -> Words:
    return Words(
        f"The {error.field} is empty.", NOTHING_CHANGED, f"Write a {error.field} and send the form again."
    )


@words.register
def _(error: FormForgotten) -> Words:
    return Words(
        "What was typed there is no longer in memory: the bot was restarted since, or it is somebody else's form.",
        "Nothing of it was stored.",
        "Open the form again with the command.",
    )


# -- spaces and roles ---------------------------------------------------------------------------------------


@words.register
def _(error: errors.NotSetUp) -> Words:
    return Words(
        "Folkmoot is not set up in this server yet.",
        NOTHING_CHANGED,
        "Somebody with Discord's Manage Server permission runs `/gov setup` first.",
    )


@words.register
def _(error: errors.NotModerator) -> Words:
    return Words(
        "This is for moderators of the space.",
        NOTHING_CHANGED,
        "Ask one of them; `/gov space` shows which role they have.",
    )


@words.register
def _(error: errors.NotGuardian) -> Words:
    return Words(
        "Only guardians of the space may veto.",
        NOTHING_CHANGED,
        "Ask one of them; `/gov space` shows which role they have.",
    )


@words.register
def _(error: errors.ReasonMissing) -> Words:
    return Words(
        "This act needs a reason, which everyone can read.",
        NOTHING_CHANGED,
        "Use the command again and say why in `reason`.",
    )


@words.register
def _(error: errors.BadSetting) -> Words:
    return Words(
        f"{code(_shown(error.text))} can't be read as {escape(error.field)}.",
        "The space is as it was before.",
        f"Write {one_line(error.expected)}, and use `/gov setup` again.",
    )


@words.register
def _(error: errors.UnknownChain) -> Words:
    known = (
        ", ".join(code(name) for name in error.known)
        or "none: the bot's operator adds them to FOLKMOOT_CHAINS"
    )
    return Words(
        f"There is no chain {code(_shown(error.name))} here.",
        NOTHING_CHANGED,
        f"Choose one of those that are configured: {known}.",
    )


@words.register
def _(error: errors.NoCode) -> Words:
    return Words(
        f"There is no contract at {full(error.address)} on chain {error.chain}.",
        NOTHING_CHANGED,
        "Check the address and the chain in a block explorer: a contract has a “Contract” tab there.",
    )


@words.register
def _(error: errors.WrongContract) -> Words:
    return Words(
        f"The contract {full(error.address)} does not answer as {escape(error.expected, 100)} does: "
        f"{escape(error.why, 300)}",
        NOTHING_CHANGED,
        "Check the address and the kind: `erc20`, `erc20_votes` (has delegation), `erc721` (NFTs), or a Safe.",
    )


# -- wallets ------------------------------------------------------------------------------------------------


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
    which = f"{code(_shown(error.wallet))} is not" if error.wallet.strip() else "This is not"
    return Words(
        f"{which} one of your linked wallets in this server.",
        "Your linked wallets are as they were.",
        "`/wallet list` shows them; choose one of the suggestions.",
    )


@words.register
def _(error: errors.TooManyWallets) -> Words:
    return Words(
        f"You have linked {error.limit} wallets, and more are not possible.",
        "Your linked wallets are as they were.",
        "Use `/wallet unlink` for one that you don't need any more.",
    )


# -- proposals ----------------------------------------------------------------------------------------------


@words.register
def _(error: errors.ProposalUnknown) -> Words:
    return Words(
        f"There is no proposal {code(_shown(error.proposal))} in this server.",
        NOTHING_CHANGED,
        "Choose one of the suggestions, or look it up with `/proposal list`.",
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
        f"Proposal #{error.proposal} is in the state *{state_words(error.state)}*; "
        f"this is possible only in {_or(state_words(state) for state in error.needed)}.",
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
        f"Read from {wallets} that you have linked, {_at(error.at)}. Your draft is kept.",
        "Link another wallet with `/wallet link`, have votes delegated to yours, or let somebody who holds enough "
        "propose it; then press “Submit” again.",
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
    choices = _or(escape(choice, 80) for choice in error.choices)
    return Words(
        f"{code(_shown(error.given))} is not on the ballot of proposal #{error.proposal}.",
        BALLOT_KEPT,
        f"Choose {choices}.",
    )


@words.register
def _(error: errors.VotingNotOpen) -> Words:
    after = "Its vote is over." if error.state in AFTER_VOTING else "Its vote has not begun."
    then = "`/proposal list` shows what is open now."
    if error.opens_at and error.state not in AFTER_VOTING:
        then = f"It opens {moment(error.opens_at)}; vote then."
    return Words(
        f"Proposal #{error.proposal} is in the state *{state_words(error.state)}*. {after}", BALLOT_KEPT, then
    )


@words.register
def _(error: errors.VotingOver) -> Words:
    return Words(
        f"The vote on proposal #{error.proposal} ended {when(error.ended_at)}, before you voted.",
        BALLOT_KEPT,
        "The result is posted in a moment; `/vote mine` shows the ballot that counts.",
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
        "You have no linked wallet in this server, so there is no power to vote or propose with.",
        "Nothing was counted, and a draft is kept.",
        "Use `/wallet link` (it takes a minute and moves nothing), then try again.",
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
        f"Proposal #{error.proposal} is in the state *{state_words(error.state)}*: a veto is possible only in the "
        "timelock, after it has passed and before it is executed.",
        NOTHING_CHANGED,
        "`/proposal view` shows when that is.",
    )


# -- the world outside --------------------------------------------------------------------------------------


@words.register
def _(error: errors.ChainUnavailable) -> Words:
    return Words(
        f"Chain {error.chain} gave no answer that can be trusted: {escape(error.why, 300)}",
        f"Nothing was guessed, and nothing was changed. {VOTES_KEPT}",
        "Try again in a minute; a moderator sees with `/gov doctor` which part is ill.",
    )


@words.register
def _(error: errors.ServiceUnavailable) -> Words:
    return Words(
        f"There was no answer from {escape(error.service, 60)}: {escape(error.why, 300)}",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Try again in a minute; a moderator sees with `/gov doctor` which part is ill.",
    )


@words.register
def _(error: errors.ServiceRefused) -> Words:
    return Words(
        f"This was refused by {escape(error.service, 60)} (status {error.status}): {escape(error.why, 300)}",
        f"{NOTHING_CHANGED} {VOTES_KEPT}",
        "Trying again is no use: a moderator looks at `/gov doctor`, which says what to mend.",
    )


@words.register
def _(error: errors.SafeHashMismatch) -> Words:
    return Words(
        f"The Safe computes another hash for this transaction ({code(error.contract)}) than the bot "
        f"({code(error.computed)}).",
        "Nothing was signed, and nothing was sent.",
        "Don't sign anything for this proposal; tell the moderators and the bot's operator.",
    )


@words.register
def _(error: errors.StoredDataInvalid) -> Words:
    return Words(
        f"What the database holds was changed from outside: {escape(error.what, 200)}",
        "Nothing was counted from it, and nothing was changed.",
        "Tell the bot's operator: `folkmoot doctor` and a backup help.",
    )


# -- refusals that are told later, when only the kind of error is still known --------------------------------


def reaction_refused(error: str, proposal: ProposalId) -> str:
    """Why a reaction on a card did not become a ballot; `error` is the name of the error's class."""
    match error:
        case "NoWallet":
            found = words(errors.NoWallet())
        case "ReactionsOff":
            found = words(errors.ReactionsOff(proposal))
        case "ProposalUnknown":
            found = words(errors.ProposalUnknown(str(proposal)))
        case "WalletsClaimed":
            found = words(errors.WalletsClaimed(proposal, ()))
        case "VotingPaused":
            found = words(errors.VotingPaused(proposal, "the thread says why"))
        case "VotingOver":
            found = Words(
                f"The vote on proposal #{proposal} ended before your reaction arrived.",
                BALLOT_KEPT,
                "`/vote mine` shows the ballot that counts.",
            )
        case "VotingNotOpen":
            found = Words(
                f"The vote on proposal #{proposal} is not open.",
                BALLOT_KEPT,
                "`/proposal view` shows when it is.",
            )
        case _:
            found = Words(
                f"Your reaction on proposal #{proposal} could not be counted.",
                BALLOT_KEPT,
                "Use the buttons on the card, or `/vote cast`.",
            )
    return str(found)


# -- parts of sentences -------------------------------------------------------------------------------------


def _shown(text: str, limit: int = 80) -> str:
    text = one_line(text)
    return (text if len(text) <= limit else text[: limit - 1] + "…") or " "


def _or(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _at(blocks: tuple[BlockRef, ...]) -> str:
    return ", ".join(
        f"at block {block.number} of chain {block.chain} ({when(block.time)})" for block in blocks
    )
