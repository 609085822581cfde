"""An election in which members rank the candidates for two seats, and nobody sees who leads."""

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
    "Two seats in the council",
    "Three candidates, ranked. The last is taken out, and whoever had them first is counted for their next choice; "
    "the second seat is for those who are left.",
    {"ada": 40_000, "ben": 35_000, "cleo": 25_000},
    (
        propose("ada", "The first seat", "For a year, from January.", choices="Iris\nJonas\nKim"),
        open_the_vote("Hidden until the end"),
        vote_by_command("ada", "Iris > Kim > Jonas"),
        vote_by_command("ben", "Jonas > Kim > Iris"),
        vote_by_command("cleo", "Kim > Jonas > Iris"),
        close_the_vote("**Winner: Jonas**"),
        propose("ben", "The second seat", "For a year, beside Jonas.", choices="Iris\nKim"),
        open_the_vote("Hidden until the end"),
        vote_by_command("ada", "Iris > Kim"),
        vote_by_command("ben", "Kim > Iris"),
        vote_by_command("cleo", "Kim > Iris"),
        close_the_vote("**Winner: Kim**"),
        count_again("cleo"),
    ),
    before=(set_up("council-election", safe="none"), *(link(name) for name in ("ada", "ben", "cleo"))),
)
