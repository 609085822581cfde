"""An association decides as its statutes ask: notice, quorum, gates, a conflict of interest, minutes and a register."""

from __future__ import annotations

from sandbox.tour.checks import told
from sandbox.tour.presses import Click, Command, Fill, Upload
from sandbox.tour.presses.click import Below
from sandbox.tour.scenario import Scenario, Step
from sandbox.tour.steps import (
    MODERATOR,
    close_the_vote,
    count_again,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_button,
    vote_by_command,
)

_POLICY = """
name = "statutes"
mechanism = "headcount"
choices = ["For", "Against", "Abstain"]
proposal_threshold = "1000000000000000000"
reactions = true

[rules]
quorum = { kind = "headcount", value = 2 }
majority = { kind = "simple", value = "1/2", abstain = "excluded" }

[legal]
notice = "PT4H"
voters = 3
retention = "P3652D"

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT0S"
execution = "P14D"
unresolved_after = "PT6H"
"""

LEGAL = Scenario(
    "legal",
    "As the statutes ask",
    "An association buys a bakery. Its statutes ask for a notice, for three voters at least, and for minutes; one of "
    "the members owns a share of what is bought, and says so.",
    {"ada": 30_000, "ben": 20_000, "cleo": 10_000, "dan": 500},
    (
        Step(
            MODERATOR,
            "Write the statutes into the policy",
            "A policy may have a part for the law. What stands there is added to what members set for themselves.",
            (Upload(_POLICY, "#governance-log"), Click("Apply to main")),
            "Notice, quorum by law and how long minutes are kept, each in a sentence.",
            told(
                MODERATOR, "**Quorum by law**: at least 3", "**Notice**: a text is announced 4 hours before"
            ),
        ),
        propose("ada", "Buy the bakery", "It has an oven of stone."),
        Step(
            "ada",
            "Ada changes the text",
            "Who read the announcement read another text: the notice begins anew.",
            (
                Command("proposal edit", {"proposal": "{proposal}"}),
                Fill({"Text": "It has an oven of stone, and a debt of 300."}),
            ),
            "What changed, in the discussion; and the vote opens four hours from now.",
            told("ada", "changed"),
        ),
        open_the_vote(),
        Step(
            "ben",
            "Ben declares a conflict of interest",
            "He may vote all the same. Whoever reads his vote finds beside it what he said.",
            (
                Command("vote conflict", {"proposal": "{proposal}"}),
                Fill({"Your interest in this decision": "A tenth of the bakery is mine."}),
            ),
            "What stands now, and in the discussion what all can read.",
            told("ben", "you declared a conflict of interest"),
        ),
        vote_by_button("ada", "For", 1),
        vote_by_button("ben", "For", 2),
        Step(
            "dan",
            "Dan is no member",
            "Whoever holds less than a thousand tokens is none here: a gate asks for that.",
            (Click("For", Below.CARD),),
            "What this vote asks of voters: his weighs nothing, or isn't taken where that is known already.",
            told("dan", "asks of voters: at least 1"),
        ),
        vote_by_command("cleo", "Against"),
        close_the_vote("**Passed**", "**Quorum by law reached**"),
        Step(
            "cleo",
            "Cleo takes the minutes",
            "For the association's files: the notice given and required, both quorums, and how many had a conflict.",
            (Command("proposal minutes", {"proposal": "{proposal}"}),),
            "The same document twice, as Markdown and as a PDF. Only Cleo sees it.",
            told("cleo", "the minutes of proposal", "The PDF says the same"),
        ),
        Step(
            "cleo",
            "Cleo takes the register",
            "All decisions of the association in one table, each with the hash of its record.",
            (Command("proposal register"),),
            "A table with one decision.",
            told("cleo", "1 decision"),
        ),
        count_again("cleo"),
    ),
    parts={"ada": "member", "ben": "member", "cleo": "member", "dan": "guest"},
    before=(
        set_up("token", "erc20_votes {token} + erc20 {token} gate 1000", safe="none"),
        *(link(name) for name in ("ada", "ben", "cleo", "dan")),
    ),
)
