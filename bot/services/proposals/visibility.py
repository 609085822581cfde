"""Who may see what: a draft exists for its authors and their readers only, and some counts for nobody before the
end."""

from bot.domain.errors import ProposalUnknown
from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import Repositories


def is_hidden(proposal: Proposal) -> bool:
    """Whether choices, totals and reasons are hidden from everybody: from the opening until the result."""
    return (
        proposal.opening is not None and proposal.closing is None and proposal.rules.privacy == "after_close"
    )


async def visible(
    repositories: Repositories, proposal_id: ProposalId, guild: GuildId | None, viewer: MemberId | None
) -> Proposal:
    """The proposal as `viewer` may see it, None standing for everybody.

    Raises ProposalUnknown, also for somebody else's draft: not even that it exists is told.
    """
    proposal = await repositories.proposals.get(proposal_id, guild)
    if not proposal.seen_by(viewer):
        raise ProposalUnknown
    return proposal
