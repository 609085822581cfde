"""Many small holders outvote a whale."""

from __future__ import annotations

from sandbox.tour.scenario import Scenario
from sandbox.tour.steps import (
    close_the_vote,
    count_again,
    link,
    open_the_vote,
    propose,
    set_up,
    vote_by_button,
)

QUADRATIC = Scenario(
    "quadratic",
    "The square root of tokens counts",
    "A whale has 10,000 tokens and 100 votes; three members with 2,500 each have 150 together.",
    {"wanda": 10_000, "ada": 2_500, "ben": 2_500, "cleo": 2_500},
    (
        propose(
            "ada", "A public garden", "Wanda wants a parking lot there. Small holders would like a garden."
        ),
        open_the_vote(),
        vote_by_button("wanda", "Against", 1),
        vote_by_button("ada", "For", 2),
        vote_by_button("ben", "For", 3),
        vote_by_button("cleo", "For", 4),
        close_the_vote("**Passed**", "**For** 60.0"),
        count_again("wanda"),
    ),
    before=(
        set_up("quadratic", quorum="3 voters"),
        *(link(name) for name in ("wanda", "ada", "ben", "cleo")),
    ),
)
