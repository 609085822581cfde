"""Members let somebody vote for them, and vote themselves when it matters to them."""

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


def _delegate(name: str) -> Step:
    return Step(
        name,
        f"{name.capitalize()} lets Dan vote",
        "A delegate's vote counts with the power of all who let them vote, until one of them votes.",
        (Command("delegate to", {"member": "@dan"}),),
        "Whose vote counts from now on, and how to take it back.",
        told(name, "you delegate to"),
    )


DELEGATION = Scenario(
    "delegation",
    "A delegate, and who overrules him",
    "Dan votes with 101,000 tokens, of which 1,000 are his; then Cleo votes herself.",
    {"ben": 60_000, "cleo": 40_000, "dan": 1_000},
    (
        _delegate("ben"),
        _delegate("cleo"),
        propose("dan", "Buy the barn", "It is cheap, and dry."),
        open_the_vote(),
        vote_by_button("dan", "For", 1),
        vote_by_button("cleo", "Against", 2),
        close_the_vote("**Passed**", "61\u202f000 FOLK", "40\u202f000 FOLK"),
        count_again("cleo"),
    ),
    parts={"ben": "delegator", "cleo": "delegator", "dan": "delegate"},
    before=(set_up("delegated", safe="none"), *(link(name) for name in ("ben", "cleo", "dan"))),
)
