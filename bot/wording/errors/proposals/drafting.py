"""Refusals on the way from a draft to its vote."""

from bot.domain import errors
from bot.wording.delegation.delegated_power import undelegated_words
from bot.wording.errors.base import Message, at_blocks, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words


def _kept_closed(say: Language) -> str:
    return say._("The proposal is kept; its vote does not open like this.")


@message.register
def _(error: errors.ProposalUnknown, say: Language) -> Message:
    happened = (
        say._("There is no proposal {proposal} in this server.").format(
            proposal=say.markup.code(typed(error.typed))
        )
        if error.typed
        else say._("There is no such proposal in this server.")
    )
    return Message(
        happened,
        kept=nothing_changed(say),
        next=say._("Choose one of the suggestions, or look it up with `/proposal list`."),
    )


@message.register
def _(error: errors.NothingToFind, say: Language) -> Message:
    return Message(
        say._("There is no word in that to look for."),
        kept=nothing_changed(say),
        next=say._("Use letters or digits: the beginnings of words are enough."),
    )


@message.register
def _(error: errors.ChangedSince, say: Language) -> Message:
    return Message(
        say._("Something has changed since this was shown."),
        kept=nothing_changed(say),
        next=say._("See it as it is now with `/proposal view`, and go on from there."),
    )


@message.register
def _(error: errors.TooManyDrafts, say: Language) -> Message:
    return Message(
        say.ngettext(
            "You have {number} draft, and more are not possible.",
            "You have {number} drafts, and more are not possible.",
            error.limit,
        ).format(number=error.limit),
        kept=say._("Your drafts are as they were."),
        next=say._(
            "Submit one of them, or discard it with `/proposal withdraw`; `/proposal list` shows them."
        ),
    )


@message.register
def _(error: errors.TooManyEdits, say: Language) -> Message:
    return Message(
        say._("This proposal has been edited {number} times, and more edits are not possible.").format(
            number=error.limit
        ),
        kept=nothing_changed(say),
        next=say._("Submit it as it is, or take it back with `/proposal withdraw` and propose it anew."),
    )


@message.register
def _(error: errors.TooManyUndecided, say: Language) -> Message:
    if error.of_one:
        happened = say.ngettext(
            "{number} proposal of yours is undecided, and more at once are not possible here.",
            "{number} proposals of yours are undecided, and more at once are not possible here.",
            error.limit,
        )
    else:
        happened = say.ngettext(
            "{number} proposal is undecided in this server, and more at once are not possible here.",
            "{number} proposals are undecided in this server, and more at once are not possible here.",
            error.limit,
        )
    return Message(
        happened.format(number=error.limit),
        kept=say._("Your draft is kept."),
        next=say._("Submit it when one of them is decided or withdrawn; `/proposal list` shows them."),
    )


@message.register
def _(error: errors.TextAgreed, say: Language) -> Message:
    return Message(
        say._(
            "Proposal #{proposal} follows the temperature check #{check}, and is voted on as it passed there."
        ).format(proposal=error.number, check=error.check),
        kept=nothing_changed(say),
        next=say._(
            "Say in its discussion what you would change; or take it back with `/proposal withdraw`, and propose anew."
        ),
    )


@message.register
def _(error: errors.NotAuthor, say: Language) -> Message:
    if error.number is None:
        return Message(
            say._("Only the author of this draft can do this."),
            kept=nothing_changed(say),
            next=say._("Ask them to; co-authors can change the draft and discard it."),
        )
    return Message(
        say._("Proposal #{proposal} belongs to another member: only its author can do this.").format(
            proposal=error.number
        ),
        kept=nothing_changed(say),
        next=say._(
            "Say in its discussion what you would change, or propose something yourself with `/propose`."
        ),
    )


@message.register
def _(error: errors.WrongState, say: Language) -> Message:
    now = state_words(error.state, say)
    needed = say.either([state_words(state, say) for state in error.needed])
    if error.number is None:
        words = say._("This draft is in the state *{state}*; this is possible only while it is {needed}.")
        return Message(
            words.format(state=now, needed=needed),
            kept=nothing_changed(say),
            next=say._("`/proposal list` shows your drafts; `/propose` begins another."),
        )
    return Message(
        say._(
            "Proposal #{proposal} is in the state *{state}*; this is possible only while it is {needed}."
        ).format(proposal=error.number, state=now, needed=needed),
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows what can be done with #{proposal} now.").format(
            proposal=error.number
        ),
    )


@message.register
def _(error: errors.BelowThreshold, say: Language) -> Message:
    missing, decimals = error.needed - error.held, error.decimals
    if not error.wallets and error.sponsoring:
        return Message(
            say._(
                "{missing} are missing: a proposal needs {needed}, and author and sponsors hold {held}."
            ).format(
                missing=say.power(missing, decimals, error.symbol),
                needed=say.tokens(error.needed, decimals),
                held=say.tokens(error.held, decimals),
            ),
            kept=f"{say._('Read {where}.').format(where=at_blocks(error.at, say))} {say._('Your draft is kept.')}",
            next=say._("It is submitted by itself as soon as enough sponsor it."),
        )
    where = at_blocks(error.at, say)
    undelegated = [
        undelegated_words(say.power(each.amount, decimals, error.symbol), each.token, say)
        for each in error.undelegated
    ]
    read = say.ngettext(
        "Read from the wallet that you have linked, {where}.",
        "Read from the {number} wallets that you have linked, {where}.",
        error.wallets,
    ).format(number=error.wallets, where=where)
    return Message(
        say._("{missing} are missing: a proposer needs {needed}, and you hold {held}.").format(
            missing=say.power(missing, decimals, error.symbol),
            needed=say.tokens(error.needed, decimals),
            held=say.tokens(error.held, decimals),
        ),
        kept="\n".join([f"{read} {say._('Your draft is kept.')}", *undelegated]),
        next=say._(
            "Press “Ask for sponsors”: everybody sees the draft then, and what its sponsors hold counts with yours."
        )
        if error.sponsoring
        else say._(
            "Link another wallet with `/wallet link`, have votes delegated to yours, or let somebody who holds enough "
            "propose it; then press “Submit” again."
        ),
    )


@message.register
def _(error: errors.ExecutorChanged, say: Language) -> Message:
    return Message(
        say._(
            "The actions of proposal {proposal} were written for another chain than that of this space's Safe."
        ).format(proposal=error.number),
        kept=_kept_closed(say),
        next=say._(
            "The author edits the actions with `/proposal edit`, or a moderator names a Safe on their chain."
        ),
    )


@message.register
def _(error: errors.NoExecutor, say: Language) -> Message:
    return Message(
        say._("This space has no Safe that could carry out actions."),
        kept=nothing_changed(say),
        next=say._("Propose it without actions, or ask a moderator to name a Safe in `/gov setup`."),
    )


@message.register
def _(error: errors.TotalUnknown, say: Language) -> Message:
    return Message(
        say._("A rule is a share of all power, and nothing tells how much {source} gives in all.").format(
            source=say.markup.name(error.source, 100)
        ),
        kept=_kept_closed(say),
        next=say._("A moderator gives the quorum as an amount with `/gov setup`, such as `1000 votes`."),
    )
