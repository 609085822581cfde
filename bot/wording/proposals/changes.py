"""What a proposal brings beside its actions: votes that are cast elsewhere, and changes of reputation."""

from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language
from bot.wording.metagovernance import cast_lines
from bot.wording.reputation import granting_lines


def changes_lines(proposal: Proposal, say: Language, *, over: bool = False) -> list[str]:
    """All of it, each under its heading; nothing where there is none."""
    return [*cast_lines(proposal, say), *granting_lines(proposal, say, over=over)]
