"""Who plays in a tour, for the first page."""

from __future__ import annotations

from sandbox.browser.introductions import Introduction
from sandbox.tour import Play, Scenario
from sandbox.tour.play import OWNERS


def players_introduced(scenario: Scenario, play: Play) -> list[Introduction]:
    """Everybody who can do something in the tour, with what they are and hold."""
    stage, total = play.stage, sum(scenario.powers.values())
    found = [
        Introduction(stage.moderator, "moderator", "Sets the server up, and changes its rules in the open."),
        Introduction(stage.guardian, "guardian", "Can veto what passed before it is carried out."),
    ]
    for name, tokens in scenario.powers.items():
        part = scenario.parts.get(name) or ("whale" if 2 * tokens > total else "member")
        about = f"Has a wallet with {tokens:,} of {total:,} votes."
        found.append(Introduction(play.person(name), part, about))
    for name in OWNERS:
        about = "Signs what passed; two of three owners are enough."
        found.append(Introduction(play.person(name), "owner of the Safe", about))
    return found
