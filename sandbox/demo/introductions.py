"""Who is worth being in the election that was played again."""

from __future__ import annotations

from bot.domain.quantities import tokens
from sandbox.browser import Introduction
from sandbox.demo.election import RealElection
from sandbox.stage import Stage


def voters_introduced(stage: Stage, election: RealElection) -> list[Introduction]:
    """The author, the moderator, the guardian, and members with the most votes, with a usual number, and with the
    fewest. Nobody before members have come."""
    members = list(stage.voters.values())
    if not members:
        return []
    powers = [power for _, power, _ in election.ballots]
    order = sorted(range(1, len(members)), key=lambda number: powers[number])

    def told(number: int, part: str) -> Introduction:
        return Introduction(members[number].person, part, f"Votes with {tokens(powers[number], 18, 6)} UNI.")

    return [
        told(0, "author of the proposal"),
        Introduction(stage.moderator, "moderator", "Changes the rules in the open."),
        Introduction(stage.guardian, "guardian", "Can veto what passed before it is carried out."),
        told(order[-1], "whale"),
        told(order[len(order) // 2], "member"),
        told(order[0], "smallest holder"),
    ]
