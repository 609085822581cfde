"""What a proposal brings beside its actions: seats, rewards of its voters, votes cast elsewhere, changes of the server
and of reputation."""

from bot.domain.proposals.proposal import Proposal
from bot.wording.councils import candidate_lines, seat_danger_lines, seat_lines
from bot.wording.language import Language
from bot.wording.metagovernance import cast_lines
from bot.wording.reputation import granting_lines
from bot.wording.server_acts.listing import act_danger_lines, act_lines
from bot.wording.voter_rewards import rewarding_lines


def look_twice_lines(proposal: Proposal, say: Language) -> list[str]:
    """What is dangerous about that."""
    return [*seat_danger_lines(proposal, say), *act_danger_lines(proposal, say)]


def changes_lines(proposal: Proposal, say: Language, *, over: bool = False) -> list[str]:
    """All of it, each under its heading; nothing where there is none."""
    return [
        *rewarding_lines(proposal, say),
        *cast_lines(proposal, say),
        *candidate_lines(proposal, say),
        *seat_lines(proposal, say),
        *act_lines(proposal, say, over=over),
        *granting_lines(proposal, say, over=over),
    ]
