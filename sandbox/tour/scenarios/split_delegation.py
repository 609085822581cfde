"""Power is split among delegates, one of whom is given more than anybody may have."""

from __future__ import annotations

from sandbox.tour.checks import told
from sandbox.tour.presses import Click, Command, Upload
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
)

_POLICY = """
name = "capped"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true
delegation = { depth = "one_hop", cap = "37500000000000000000000" }

[rules]
majority = { kind = "simple", value = "1/2", abstain = "excluded" }

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT0S"
execution = "P14D"
unresolved_after = "PT6H"
"""

SPLIT_DELEGATION = Scenario(
    "split-delegation",
    "Several delegates, and a cap",
    "Ben splits his power between Dan and Ada. Cleo gives Dan all of hers, which is more than one delegate may have "
    "here: what is over it counts for nobody, until she votes.",
    {"ben": 60_000, "cleo": 60_000, "dan": 10_000, "ada": 20_000},
    (
        Step(
            MODERATOR,
            "Bound what one delegate may have",
            "A policy may have a cap: here others delegate 37,500 votes to one member at most.",
            (Upload(_POLICY, "#governance-log"), Click("Apply to main")),
            "The rules that hold from now on.",
            told(MODERATOR, "others may delegate", "to one member"),
        ),
        Step(
            "ben",
            "Ben splits his power",
            "Sixty parts for Dan, forty for Ada: each votes with their part, and Ben takes it all back by voting.",
            (
                Command(
                    "delegate split",
                    {"first": "@dan", "first_parts": "60", "second": "@ada", "second_parts": "40"},
                ),
            ),
            "Who gets which part, and from when on.",
            told("ben", "you split your power", "60 % of it"),
        ),
        Step(
            "cleo",
            "Cleo gives Dan all of hers",
            "Dan has then been given 96,000 votes.",
            (Command("delegate to", {"member": "@dan"}),),
            "Whose vote counts from now on, and how to take it back.",
            told("cleo", "you delegate to"),
        ),
        propose("dan", "Buy the barn", "It is cheap, and dry."),
        open_the_vote(),
        vote_by_button("dan", "For", 1),
        Step(
            "dan",
            "Dan asks what he votes with",
            "37,500 of the 96,000 count with his own 10,000. Ben's and Cleo's are cut alike, whoever came first.",
            (Command("vote why", {"proposal": "{proposal}"}),),
            "Who delegates what to him, and how much of it is over the cap.",
            told("dan", "who delegated to you and have not voted themselves", "58\u202f500 FOLK more"),
        ),
        vote_by_button("ada", "Against", 2),
        vote_by_button("cleo", "Against", 3),
        close_the_vote("**Defeated**", "46\u202f000 FOLK", "104\u202f000 FOLK"),
        count_again("cleo"),
    ),
    parts={"ben": "delegator", "cleo": "delegator", "dan": "delegate", "ada": "delegate"},
    before=(
        set_up("delegated", safe="none"),
        *(link(name) for name in ("ben", "cleo", "dan", "ada")),
    ),
)
