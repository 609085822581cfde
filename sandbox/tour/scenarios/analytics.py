"""A space that one member decides alone sees it in numbers."""

from __future__ import annotations

from sandbox.tour.checks import told
from sandbox.tour.presses import Command
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

ANALYTICS = Scenario(
    "analytics",
    "What the votes say",
    "Three of four are for an orchard, and one with more than all of them is not. The numbers say so, with charts "
    "and files; then there is a vote without her.",
    {"ada": 60_000, "ben": 20_000, "cleo": 15_000, "dan": 5_000},
    (
        propose("ben", "Plant an orchard", "Forty apple trees behind the hall."),
        open_the_vote(),
        vote_by_button("ben", "For", 1),
        vote_by_button("cleo", "For", 2),
        vote_by_button("dan", "For", 3),
        vote_by_button("ada", "Against", 4),
        close_the_vote("**Defeated**", "60\u202f000 FOLK"),
        Step(
            "ben",
            "Ben asks how power is distributed",
            "Three of four were for it. How few decide here is one number: the Nakamoto coefficient.",
            (Command("stats concentration"),),
            "That one voter alone held more than half, the usual measures, and a chart. Only Ben sees it.",
            told("ben", "⚠️ **One voter alone** held more than half of what was cast.", "the largest **60.0"),
        ),
        Step(
            "dan",
            "Dan takes the numbers of the vote with him",
            "Whatever is shown comes as a file, too, for a spreadsheet or a program.",
            (Command("stats proposal", {"proposal": "{proposal}", "file": "CSV"}),),
            "Who voted with how much and when, and a CSV file under the chart.",
            told("dan", "It was **defeated**", "**4 voters**"),
        ),
        propose("cleo", "Mend the fence", "Before the goats find the gap."),
        open_the_vote(),
        vote_by_button("cleo", "For", 1),
        vote_by_button("ben", "For", 2),
        close_the_vote("**Passed**", "35\u202f000 FOLK"),
        Step(
            "cleo",
            "Cleo looks at who takes part",
            "By heads and by power, vote by vote: two votes can be told apart at a glance.",
            (Command("stats participation"),),
            "A third of all power was cast, where it was nine tenths before.",
            told("cleo", "**2 votes** were closed", "to 90.9"),
        ),
        Step(
            MODERATOR,
            "Look how the space does",
            "It is held beside its own past, never beside others; this one is young, and has none yet.",
            (Command("stats health"),),
            "How centralized, how engaged and how lasting it is, a short sentence each.",
            told(MODERATOR, "**How centralized**", "**How engaged**", "**How lasting**"),
        ),
    ),
    before=(
        set_up("token", safe="none", quorum="10%"),
        *(link(name) for name in ("ada", "ben", "cleo", "dan")),
    ),
)
