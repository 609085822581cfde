"""Members are told of a vote in time, each what they chose; who hasn't voted is asked once more."""

from __future__ import annotations

from dataclasses import replace

from sandbox.discord.world.permissions import P
from sandbox.discord.world.scheduled_events import EventStatus
from sandbox.stage import BOT_PERMISSIONS
from sandbox.tour.checks import in_private, told
from sandbox.tour.play import Play
from sandbox.tour.presses import Choose, Command, Turn
from sandbox.tour.scenario import WORLD, Scenario, Seen, Step
from sandbox.tour.steps import (
    MODERATOR,
    close_the_vote,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_button,
)
from sandbox.world.controls.pass_time import DAY

_TITLE = "Mend the roof of the hall"
_REMINDER = "and you haven't voted"
_WEEK = ("the week until", "**decided**", _TITLE)


async def _build(play: Play) -> None:
    """The bot may make events, which its invitation doesn't ask for."""
    stage = play.stage
    stage.guild.bot(stage.app).roles[-1].allow(BOT_PERMISSIONS | P.CREATE_EVENTS)


def _in_the_calendar(play: Play) -> Seen:
    """The vote is open, and the server's calendar has it, with the way to its card."""
    card = play.card
    events = play.stage.guild.scheduled_events.values()
    there = any(
        _TITLE in event.name and event.status is EventStatus.ACTIVE and event.location.endswith(f"/{card.id}")
        for event in events
        if card is not None
    )
    return card if there and card is not None and "Open for voting" in card.text else None


def _reminded(play: Play) -> Seen:
    """Ben was, and Ada, who chose the same and has voted, was not; everybody is told who holds what is missing."""
    if not in_private("ben", _TITLE, _REMINDER)(play) or in_private("ada", _REMINDER)(play):
        return None
    holder = play.person("ben").mention
    return play.said(
        play.stage.announcements,
        "more votes are needed",
        f"{holder}, who votes for others and hasn't voted, holds",
    )


def _summed_up(play: Play) -> Seen:
    """In the channel, and to Ben and Ada, who asked for it."""
    if not all(in_private(name, *_WEEK)(play) for name in ("ada", "ben")):
        return None
    return play.said(play.stage.announcements, *_WEEK)


def _chooses(name: str) -> Step:
    return Step(
        name,
        f"{name.capitalize()} chooses what to be told",
        "Nobody is written to who hasn't asked for it. Each message has a button that ends it.",
        (Command("notify"), Choose("Before a vote ends", "Choose what you want to be told", ("The week",))),
        "What the bot will write, in private.",
        told(name, "✅ Before a vote ends", "✅ The week"),
    )


PARTICIPATION = Scenario(
    "participation",
    "Told in time",
    "Members choose what they are told. A vote is in the calendar; near its end the one is reminded who hasn't voted, "
    "all hear what is missing, and one tap decides. Then the week is summed up.",
    {"ada": 20_000, "ben": 10_000, "cleo": 60_000, "dan": 10_000},
    (
        Step(
            MODERATOR,
            "Put votes into the calendar",
            "Discord itself then tells whoever marks an event as interesting.",
            (Command("announce events", {"votes": "each vote has an event"}),),
            "That each vote has an event from now on.",
            told(MODERATOR, "each vote has an event"),
        ),
        Step(
            MODERATOR,
            "Have each week summed up",
            "In one message, on a day and at an hour that the server chooses.",
            (Command("announce digest", {"day": "monday", "zone": "Berlin"}),),
            "When the first one comes.",
            told(MODERATOR, "each Monday at 09:00"),
        ),
        _chooses("ada"),
        _chooses("ben"),
        propose("dan", _TITLE, "It leaks above the stage."),
        replace(
            open_the_vote(),
            sees="The card, and in the server's calendar an event that lasts as long as the vote.",
            check=_in_the_calendar,
        ),
        vote_by_button("ada", "For", 1),
        Step(
            WORLD,
            "The last day of the vote begins",
            "It lacks its quorum, of 30 %. Ben has been delegated Cleo's votes, and votes with most of what there is.",
            (Turn(DAY, 4),),
            "#announcements says what is missing and who holds it; a message to Ben, and none to Ada, who has voted.",
            _reminded,
        ),
        vote_by_button("ben", "For", 2),
        close_the_vote("**Passed**", "90\u202f000 FOLK"),
        Step(
            WORLD,
            "Monday comes",
            "Who was away for a week reads one message.",
            (Turn(DAY, 7),),
            "What was decided, in #announcements; and in private to Ada and Ben, who asked for it.",
            _summed_up,
        ),
    ),
    parts={"cleo": "delegator", "ben": "delegate"},
    build=_build,
    before=(
        set_up("delegated", safe="none", quorum="30%"),
        *(link(name) for name in ("ada", "ben", "cleo", "dan")),
        Step(
            "cleo",
            "Cleo lets Ben vote",
            "She has no time for it.",
            (Command("delegate to", {"member": "@ben"}),),
            "Whose vote counts from now on.",
            told("cleo", "you delegate to"),
        ),
    ),
)
