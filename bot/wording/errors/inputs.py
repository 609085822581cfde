"""Refusals of what a person typed or set up."""

from bot.domain import errors
from bot.domain.errors import ModalForgotten
from bot.wording.errors.words import (
    NOTHING_CHANGED,
    Words,
    shown,
    words,
)
from bot.wording.text import code, escape, full, one_line


@words.register
def _(error: errors.BadAddress) -> Words:
    return Words(
        f"{code(shown(error.text))} is not an address: {escape(error.why, 200)}.",
        NOTHING_CHANGED,
        "Copy the whole address from your wallet or a block explorer and paste it again; don't type it by hand.",
    )


@words.register
def _(error: errors.BadAmount) -> Words:
    decimals = f"at most {error.decimals} decimals" if error.decimals else "no decimals"
    return Words(
        f"{code(shown(error.text))} is not an amount that can be used: {escape(error.why, 200)}.",
        NOTHING_CHANGED,
        f"Write a plain number with {decimals}, such as {code('25000' if not error.decimals else '1.5')}.",
    )


@words.register
def _(error: errors.BadAction) -> Words:
    return Words(
        f"Line {error.line_number} of the actions can't become a call: {escape(error.why, 600)}",
        f"The line was {code(shown(error.line, 200))}. {NOTHING_CHANGED}",
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
def _(error: ModalForgotten) -> Words:
    return Words(
        "What was typed there is no longer in memory: the bot was restarted since, or it is somebody else's form.",
        "Nothing of it was stored.",
        "Open the form again with the command.",
    )


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
        "Ask one of them; `/help` names their role.",
    )


@words.register
def _(error: errors.NotGuardian) -> Words:
    return Words(
        "Only guardians of the space may veto.",
        NOTHING_CHANGED,
        "Ask one of them; `/help` names their role.",
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
        f"{code(shown(error.text))} can't be read as {escape(error.field)}.",
        NOTHING_CHANGED,
        f"Write {one_line(error.expected)}, and use the command again.",
    )


@words.register
def _(error: errors.BadPolicy) -> Words:
    faults = "\n".join(f"• {escape(str(fault), 200)}" for fault in error.faults[:8])
    more = f"\n• … and {len(error.faults) - 8} more" if len(error.faults) > 8 else ""
    return Words(
        "This policy can't be used.",
        f"{NOTHING_CHANGED} What is wrong:\n{faults}{more}",
        "Mend the file and send it again; `/gov policy show` gives one that works, and `folkmoot policy check` tells "
        "the same without Discord.",
    )


@words.register
def _(error: errors.TotalUnknown) -> Words:
    return Words(
        f"A rule is a share of all power, and nothing tells how much {escape(error.source, 100)} gives in all.",
        "The proposal is kept; its vote does not open like this.",
        "A moderator gives the quorum as an amount with `/gov setup`, such as `1000 votes`.",
    )


@words.register
def _(error: errors.TrackUnknown) -> Words:
    known = ", ".join(escape(name, 40) for name in error.known[:20]) or "none"
    return Words(
        f"There is no track {code(shown(error.name))} in this server.",
        NOTHING_CHANGED,
        f"Choose one of its tracks: {known}.",
    )


@words.register
def _(error: errors.TrackExists) -> Words:
    return Words(
        f"There is a track {code(shown(error.name))} already.",
        NOTHING_CHANGED,
        "Choose another name, or change that track with `/gov track edit` or `/gov policy apply`.",
    )


@words.register
def _(error: errors.TrackRetired) -> Words:
    return Words(
        f"The track {code(shown(error.name))} was retired: nothing new is proposed on it.",
        "What was typed or drafted is kept.",
        "Use `/propose` on another track, or ask a moderator to take this one up again with `/gov track add`.",
    )


@words.register
def _(error: errors.UnknownChain) -> Words:
    known = (
        ", ".join(code(name) for name in error.known)
        or "none: the bot's operator adds them to FOLKMOOT_CHAINS"
    )
    return Words(
        f"There is no chain {code(shown(error.name))} here.",
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
        "Check the address and the kind: `erc20`, `erc20_votes` (has delegation), `erc721` (NFTs), `erc1155` (items), "
        "`call` (a view function), or a Safe.",
    )
