"""Power from tokens on two chains, read at the same moment."""

from __future__ import annotations

from sandbox.tour.checks import told
from sandbox.tour.presses import Command
from sandbox.tour.scenario import Scenario, Step
from sandbox.tour.steps import (
    close_the_vote,
    count_again,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_button,
)

TWO_CHAINS = Scenario(
    "two-chains",
    "Power on two chains",
    "The same token on two chains: what a wallet holds on both is one power, read at one moment.",
    {"ada": 30_000, "ben": 20_000},
    (
        propose("ada", "Move the office", "Nearer to the station."),
        open_the_vote(),
        vote_by_button("ada", "For", 1),
        vote_by_button("ben", "Against", 2),
        Step(
            "ada",
            "Ada asks what counts for her",
            "Each part of a vote's power can be looked up: which wallet, which contract, which block.",
            (Command("vote why", {"proposal": "{proposal}"}),),
            "30,000 on each of the two chains.",
            told("ada", "chain 137", "60\u202f000"),
        ),
        close_the_vote("**Passed**", "60\u202f000"),
        count_again("ben"),
    ),
    before=(
        set_up(sources="erc20_votes {token} + erc20_votes {elsewhere} on polygon", safe="none"),
        link("ada"),
        link("ben"),
    ),
)
