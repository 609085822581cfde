"""A payment by a Governor and its timelock: decided on Discord, then voted on and carried out on chain."""

from __future__ import annotations

from sandbox.tour.checks import executed
from sandbox.tour.governor_steps import build_governor, decided_on_chain
from sandbox.tour.presses import SendPrepared
from sandbox.tour.presses.governor import HEADING
from sandbox.tour.scenario import Scenario, Step
from sandbox.tour.steps import propose_the_well, set_up, vote_on_the_well

GOVERNOR = Scenario(
    "governor",
    "A payment by a Governor",
    "Decided on Discord, proposed and voted on on chain from members' wallets, queued in the timelock, executed.",
    {"ada": 60_000, "ben": 25_000, "cleo": 15_000},
    (
        set_up(safe="governor {governor}"),
        *propose_the_well(),
        *vote_on_the_well("75\u202f000 FOLK"),
        *decided_on_chain(),
        Step(
            "ben",
            "Ben executes it",
            "Anybody may, also who was against it: what is executed is what was voted on twice.",
            (SendPrepared(HEADING),),
            "The announcement; and the grantee has 12 ETH more.",
            executed(12, "the governor executed the proposal"),
        ),
    ),
    build=build_governor,
)
