"""Which proposals a member may look at and change: asked before a form opens or a draft is shown.

The services check again when something is done.
"""

import discord

from bot.client import FolkmootClient
from bot.domain.errors import NotAuthor, WrongState
from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal, State, state
from cogs.components.actors import actor_of

EDITABLE = (State.DRAFT, State.DISCUSSION, State.PENDING)
WITHDRAWABLE = (State.DRAFT, State.DISCUSSION, State.PENDING)


async def visible(interaction: discord.Interaction[FolkmootClient], proposal_id: ProposalId) -> Proposal:
    """A proposal of this server; drafts are seen by their authors only. Raises ProposalUnknown."""
    actor = actor_of(interaction)
    proposal, _ = await interaction.client.services.proposing.get(actor.guild, proposal_id, actor.member)
    return proposal


def withdrawable(proposal: Proposal) -> tuple[State, ...]:
    """The states in which its author may take it back."""
    return (*WITHDRAWABLE, State.VOTING, State.PAUSED) if proposal.rules.open_ended else WITHDRAWABLE


async def own(
    interaction: discord.Interaction[FolkmootClient], proposal_id: ProposalId, states: tuple[State, ...]
) -> Proposal:
    """The asker's own proposal, in one of these states. Raises ProposalUnknown, NotAuthor, WrongState."""
    proposal = await visible(interaction, proposal_id)
    if proposal.author != actor_of(interaction).member:
        raise NotAuthor(proposal_id)
    now = state(proposal, interaction.client.services.clock.now())
    if now not in states:
        raise WrongState(proposal_id, now, states)
    return proposal
