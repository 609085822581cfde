"""What a proposal brings beside its actions: seats, rewards of its voters, votes cast elsewhere, changes of the server
and of reputation."""

from collections.abc import Sequence

from bot.domain.proposals.proposal import Proposal
from bot.services.milestones.showing import ShownMilestone
from bot.wording.councils import candidate_lines, seat_danger_lines, seat_lines
from bot.wording.language import Language
from bot.wording.metagovernance import cast_lines
from bot.wording.milestones import milestone_danger_lines
from bot.wording.reputation import granting_lines
from bot.wording.server_acts.listing import act_danger_lines, act_lines
from bot.wording.voter_rewards import rewarding_lines

DANGERS = 1_000
"""Characters of what is dangerous about that and about what is promised, before it is told in short."""


def look_twice_lines(
    proposal: Proposal,
    say: Language,
    milestones: Sequence[ShownMilestone] = (),
    *,
    room: int | None = None,
) -> list[str]:
    """What is dangerous about that, and about what is promised for later. Where there is less room than that takes it
    is told in short, and never cut: so it takes some 1,000 characters, whatever the proposal holds."""
    seats = seat_danger_lines(proposal, say)
    lines = [*seats, *act_danger_lines(proposal, say), *milestone_danger_lines(milestones, say)]
    if room is None or len("\n".join(lines)) <= room:
        return lines
    return [
        *seats,
        *act_danger_lines(proposal, say, in_short=True),
        *milestone_danger_lines(milestones, say, in_short=True),
    ]


def changes_lines(
    proposal: Proposal, say: Language, *, over: bool = False, promised: Sequence[str] = ()
) -> list[str]:
    """All of it, each under its heading, what moves money first; nothing where there is none. `promised`: what is said
    of payments for later."""
    return [
        *rewarding_lines(proposal, say),
        *cast_lines(proposal, say),
        *seat_lines(proposal, say),
        *promised,
        *candidate_lines(proposal, say),
        *act_lines(proposal, say, over=over),
        *granting_lines(proposal, say, over=over),
    ]
