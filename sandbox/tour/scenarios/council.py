"""An election in which members rank the candidates, and nobody sees who leads."""

from __future__ import annotations

from sandbox.tour.scenario import Scenario
from sandbox.tour.steps import (
    close_the_vote,
    count_again,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_command,
)

COUNCIL = Scenario(
    "council",
    "A seat in the council",
    "Three candidates, ranked. The last is taken out, and whoever had them first is counted for their next choice.",
    {"ada": 40_000, "ben": 35_000, "cleo": 20_000, "dan": 5_000},
    (
        propose(
            "ada", "Who looks after the treasury?", "For a year, from January.", choices="Iris\nJonas\nKim"
        ),
        open_the_vote("Hidden until the end"),
        vote_by_command("ada", "Iris > Kim > Jonas"),
        vote_by_command("ben", "Jonas > Kim > Iris"),
        vote_by_command("cleo", "Kim > Jonas > Iris"),
        vote_by_command("dan", "Kim > Iris > Jonas"),
        close_the_vote("**Winner: Jonas**"),
        count_again("dan"),
    ),
    before=(
        set_up("council-election", safe="none"),
        *(link(name) for name in ("ada", "ben", "cleo", "dan")),
    ),
)
