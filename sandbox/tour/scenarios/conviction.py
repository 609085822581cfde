"""Stakes that grow with time spend a pool; nobody closes the vote."""

from __future__ import annotations

from sandbox.tour.checks import result, told
from sandbox.tour.presses import Command, Turn
from sandbox.tour.scenario import WORLD, Scenario, Step
from sandbox.tour.steps import (
    end_the_timelock,
    execute,
    link,
    open_the_vote,
    propose,
    prove_the_safe,
    set_up,
    sign,
)
from sandbox.world.controls.pass_time import DAY


def _stake(name: str) -> Step:
    return Step(
        name,
        f"{name.capitalize()} stakes on it",
        "There is no end to wait for: whoever wants it sets tokens on it, and what they weigh grows with time.",
        (Command("stake add", {"proposal": "{proposal}", "amount": "all"}),),
        "How much is staked, and how much that weighs in a day and in a week.",
        told(name, "staked"),
    )


CONVICTION = Scenario(
    "conviction",
    "Stakes that grow with time",
    "Three members stake on a well. After three days it isn't enough; after twelve it is, and the pool pays.",
    {"ada": 40_000, "ben": 40_000, "cleo": 20_000},
    (
        propose("ada", "A well", "For everybody who passes by.", actions="transfer 1 ETH to {grantee}"),
        open_the_vote("Open for"),
        _stake("ada"),
        _stake("ben"),
        _stake("cleo"),
        Step(
            WORLD,
            "Twelve days pass",
            "With a half-life of three days a stake weighs half of its full weight after three days.",
            (Turn(DAY, 12),),
            "The result: what is staked outgrew what was asked of the pool.",
            result("**Passed**"),
        ),
        end_the_timelock(),
        sign("olga", 1),
        sign("otto", 2),
        execute("otto", 1),
    ),
    before=(set_up("conviction"), prove_the_safe(), *(link(name) for name in ("ada", "ben", "cleo"))),
)
