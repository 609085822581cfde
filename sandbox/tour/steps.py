"""Steps that many scenarios have."""

from __future__ import annotations

from sandbox.tour.checks import (
    card,
    confirmed,
    executed,
    in_discussion,
    recounted,
    requested,
    result,
    said,
    told,
    voted,
)
from sandbox.tour.presses import Click, Command, Confirm, Execute, Fill, PasteSignature, Recount, Turn
from sandbox.tour.presses.click import Below
from sandbox.tour.scenario import WORLD, Step
from sandbox.world.controls.skip_to_end import TO_END_OF_DISCUSSION, TO_END_OF_TIMELOCK, TO_END_OF_VOTE

MODERATOR = "mona"


def set_up(preset: str = "token", sources: str = "erc20_votes {token}", **options: str) -> Step:
    """A moderator makes the server a DAO with the rules of a preset."""
    given = {
        "announcements": "#announcements",
        "discussion": "#proposals",
        "log": "#governance-log",
        "moderators": "@Moderator",
        "guardians": "@Guardian",
        "chain": "local",
        "sources": sources,
        "safe": "{safe}",
        "preset": preset,
        **options,
    }
    return Step(
        MODERATOR,
        "Set up the server",
        "The bot has to know where to post, what gives power, which Safe pays, and by which rules.",
        (Command("gov setup", given, "#governance-log"),),
        "What was set up, line by line, with what is still to mend; and an entry in #governance-log that all can read.",
        said("#governance-log", "set up"),
    )


def prove_the_safe() -> Step:
    """One of the Safe's owners signs that it belongs to this server."""
    return Step(
        MODERATOR,
        "Prove that the Safe is yours",
        "Anybody can type the address of a Safe. One of its owners signs that it belongs to this server.",
        (Command("gov safe prove", {"signer": "{olga}"}, "#governance-log"), PasteSignature("olga")),
        "It is proved; the log says who signed.",
        told(MODERATOR, "it is proved that"),
    )


def link(name: str) -> Step:
    """A member shows that a wallet is theirs."""
    return Step(
        name,
        f"{name.capitalize()} links a wallet",
        "Power is in wallets, votes are by members: a signature says which wallet is whose. It moves nothing.",
        (Command("wallet link", {"address": f"{{{name}}}"}), PasteSignature(name)),
        "The wallet is linked.",
        told(name, f"{{{name}}}", "is linked"),
    )


def propose(name: str, title: str, text: str, *, actions: str = "", choices: str = "") -> Step:
    """A member drafts a proposal, looks at the preview, and submits it."""
    fields = {"Title": title, "Text": text}
    if actions:
        fields["Actions, one per line (optional)"] = actions
    if choices:
        fields["Choices, one per line"] = choices
    return Step(
        name,
        f"{name.capitalize()} proposes: {title}",
        "The preview says what would be voted on: actions are read back from what would be executed.",
        (Command("propose"), Fill(fields), Click("Submit")),
        "A post in #proposals, in which everybody can talk; it says when the vote opens.",
        in_discussion(title),
    )


def open_the_vote(*words: str) -> Step:
    """The discussion ends; the card says so, or what is given instead."""
    return Step(
        WORLD,
        "The discussion is over",
        "In a real server this takes days. Here time is moved on, for the bot, Discord and the chain alike.",
        (Turn(TO_END_OF_DISCUSSION),),
        "The card is in #announcements, with a button for each choice and the block at which power counts.",
        card(*(words or ("Open for voting",))),
    )


def vote_by_button(name: str, choice: str, number: int) -> Step:
    """A member presses a button of the card; so many have voted then."""
    return Step(
        name,
        f"{name.capitalize()} votes {choice}, by button",
        "A vote is acknowledged when it is stored: whatever happens to the bot then, it counts.",
        (Click(choice, Below.CARD),),
        "A receipt that nobody else sees, and a moment later the new count on the card.",
        voted(number),
    )


def vote_by_command(name: str, choice: str, number: int = 0, reason: str = "") -> Step:
    """A member uses /vote cast; so many have voted then, where the card counts them."""
    given = {"proposal": "{proposal}", "choice": choice} | ({"reason": reason} if reason else {})
    return Step(
        name,
        f"{name.capitalize()} votes {choice}, by command",
        "The same vote without the card; whatever a ballot may say can be typed.",
        (Command("vote cast", given),),
        "A receipt, and the reason, if there is one, in the discussion.",
        voted(number) if number else told(name, "your vote on proposal {proposal}:", "receipt"),
    )


def close_the_vote(*words: str) -> Step:
    """The voting period ends."""
    return Step(
        WORLD,
        "The vote is over",
        "It closes at the time that it was opened with, and is counted once.",
        (Turn(TO_END_OF_VOTE),),
        "The result with its record: whoever saves the two files can count again.",
        result(*words),
    )


def count_again(name: str) -> Step:
    """Anybody counts what was posted."""
    return Step(
        name,
        "Count again",
        "Nobody has to believe the bot: the election is a file, and its count a program that asks nobody.",
        (Recount(),),
        "The same result, to the last digit.",
        recounted,
    )


def end_the_timelock() -> Step:
    """Nobody can veto any more."""
    return Step(
        WORLD,
        "The timelock is over",
        "Until now a guardian could have stopped it with /veto.",
        (Turn(TO_END_OF_TIMELOCK),),
        "The Safe transaction, made of exactly what was voted on, and the hashes that owners compare.",
        requested,
    )


def sign(name: str, number: int) -> Step:
    """An owner of the Safe confirms; so many have confirmed then."""
    return Step(
        name,
        f"{name.capitalize()}, who owns the Safe, signs",
        "The bot can propose a transaction, and nothing more: two of the three owners must sign.",
        (Confirm(),),
        "The discussion says who has confirmed.",
        confirmed(number),
    )


def execute(name: str, ether: int) -> Step:
    """An owner executes, and what was voted on happens."""
    return Step(
        name,
        f"{name.capitalize()} executes",
        "With two signatures anybody may send it. When its block is final, the bot looks what came of it.",
        (Execute(),),
        f"The announcement; and the grantee has {ether} ETH more.",
        executed(ether),
    )


def propose_the_well() -> tuple[Step, ...]:
    """The members link their wallets, and Ada proposes to pay for a well."""
    return (
        link("ada"),
        link("ben"),
        link("cleo"),
        propose(
            "ada",
            "Dig a second well",
            "The old well runs dry each August. Two bids came in; the lower one has a warranty of ten years.",
            actions="transfer 12 ETH to {grantee}",
        ),
    )


def vote_on_the_well(in_favour: str) -> tuple[Step, ...]:
    """Ada and Cleo are for it, with so much power; Ben is against it, and counts again."""
    return (
        open_the_vote(),
        vote_by_button("ada", "For", 1),
        vote_by_command("ben", "Against", 2, "The warranty leaves out the pump."),
        vote_by_button("cleo", "For", 3),
        close_the_vote("**Passed**", in_favour),
        count_again("ben"),
    )
