"""A vote that one holder decides alone: its card says so, and a moderator tries out other rules on it."""

from __future__ import annotations

from sandbox.tour.checks import card, told
from sandbox.tour.presses import Click, Command
from sandbox.tour.presses.click import Below
from sandbox.tour.scenario import Scenario, Step
from sandbox.tour.steps import (
    MODERATOR,
    close_the_vote,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_button,
)

WHALES = Scenario(
    "whales",
    "One who decides alone",
    "One holder has more than all others together. The card warns of it, and says what turning the vote would take; "
    "afterwards a moderator looks what other rules would have made of it.",
    {"ada": 60_000, "ben": 20_000, "cleo": 15_000, "dan": 5_000},
    (
        propose("ben", "Plant an orchard", "Forty apple trees behind the hall."),
        open_the_vote(),
        vote_by_button("ben", "For", 1),
        vote_by_button("cleo", "For", 2),
        Step(
            "ada",
            "Ada votes Against, by button",
            "Whatever she chooses comes out, whichever way the others vote.",
            (Click("Against", Below.CARD),),
            "The card warns that one voter can decide this alone, and says what turning it would take.",
            card("⚠️ **One voter can decide this alone.**"),
        ),
        vote_by_button("dan", "For", 4),
        close_the_vote("**Defeated**", "60\u202f000 FOLK"),
        Step(
            MODERATOR,
            "Try out square roots on what was decided",
            "Rules are tried out on past votes before anybody adopts them. Nothing is changed by it.",
            (Command("policy test", {"preset": "quadratic", "quorum": "10%"}),),
            "By square roots the three had won. Only the moderator sees it.",
            told(MODERATOR, "**1 of 1 vote** would have come out otherwise under quadratic."),
        ),
    ),
    before=(
        set_up("token", safe="none", quorum="10%"),
        *(link(name) for name in ("ada", "ben", "cleo", "dan")),
    ),
)
