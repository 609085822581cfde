"""The main job, from an empty server to the executed payment."""

from __future__ import annotations

from sandbox.tour.checks import said, voted
from sandbox.tour.presses import React, Say
from sandbox.tour.scenario import Scenario, Step
from sandbox.tour.steps import (
    close_the_vote,
    count_again,
    end_the_timelock,
    execute,
    open_the_vote,
    propose_the_well,
    prove_the_safe,
    set_up,
    sign,
    vote_by_button,
    vote_by_command,
)

_OBJECTION = "Twelve and a half is a lot. What does the warranty cover?"

PAYMENT = Scenario(
    "payment",
    "A payment, from an empty server",
    "Set up, link, propose, discuss, vote, close, sign, execute, count again.",
    {"ada": 60_000, "ben": 25_000, "cleo": 15_000},
    (
        set_up(),
        prove_the_safe(),
        *propose_the_well(),
        Step(
            "ben",
            "Ben asks a question",
            "A proposal is talked about before anybody votes; its author may still change it.",
            (Say(_OBJECTION),),
            "The question in the discussion of the proposal.",
            said("#the discussion", _OBJECTION),
        ),
        open_the_vote(),
        vote_by_button("ada", "For", 1),
        vote_by_command("ben", "Against", 2, "The warranty leaves out the pump."),
        Step(
            "cleo",
            "Cleo votes For, by reaction",
            "Who just likes the card with 👍 has voted too, where the rules allow it.",
            (React("👍"),),
            "The new count on the card.",
            voted(3),
        ),
        close_the_vote("**Passed**", "75\u202f000 FOLK"),
        count_again("ben"),
        end_the_timelock(),
        sign("olga", 1),
        sign("otto", 2),
        execute("olga", 12),
    ),
)
