"""What the buttons of a draft's preview do."""

from collections.abc import Awaitable, Callable
from typing import cast

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal
from bot.wording.text import moment, title_of
from cogs.components.access import EDITABLE, own, visible, withdrawable
from cogs.components.actors import actor_of
from cogs.components.answers import answer, rewrite
from cogs.components.layouts import lines_view
from cogs.components.persistent import PersistentItem
from cogs.proposals.modals import ActionForm, ProposalForm

_Interaction = discord.Interaction[FolkmootClient]


class DraftButton(
    PersistentItem, template=r"draft:(?P<proposal>\d{1,18}):(?P<act>submit|edit|discard|withdraw)"
):
    """Submit, edit or discard, as its author may."""

    async def used(self, interaction: _Interaction) -> None:
        await _ACTS[self.match["act"]](interaction, ProposalId(int(self.match["proposal"])))


class AddAction(PersistentItem, template=r"draft:(?P<proposal>\d{1,18}):add"):
    """Opens the form of the chosen kind of action."""

    async def used(self, interaction: _Interaction) -> None:
        kind = cast("ui.Select[ui.LayoutView]", self.item).values[0]
        proposal = await own(interaction, ProposalId(int(self.match["proposal"])), EDITABLE)
        await ActionForm({"proposal": str(proposal.id), "kind": kind}).open(interaction)


async def submit(interaction: _Interaction, proposal_id: ProposalId) -> None:
    await interaction.response.defer()
    actor, services = actor_of(interaction), interaction.client.services
    proposal = await services.proposing.submit(actor, proposal_id)
    space, _ = await services.space_setup.space(actor.guild)
    await rewrite(interaction, lines_view(*submitted_lines(proposal, space.discussion)))


async def edit(interaction: _Interaction, proposal_id: ProposalId) -> None:
    proposal = await own(interaction, proposal_id, EDITABLE)
    await ProposalForm.of(proposal).open(interaction)


async def ask_to_withdraw(interaction: _Interaction, proposal_id: ProposalId) -> None:
    """Ask once, since it can't be undone."""
    proposal = await own(interaction, proposal_id, withdrawable(await visible(interaction, proposal_id)))
    act = "Withdraw it" if proposal.submission else "Discard it"
    view = lines_view(
        f"**{act}?** Proposal {proposal_id}, {title_of(proposal.content.title)}, can't be taken up again after "
        "that. Its text stays in the history."
    )
    button = ui.Button[ui.LayoutView](
        label=act, style=discord.ButtonStyle.danger, custom_id=f"draft:{proposal_id}:withdraw"
    )
    await answer(interaction, view=view.add_item(ui.ActionRow(button)))


async def withdraw(interaction: _Interaction, proposal_id: ProposalId) -> None:
    await interaction.response.defer()
    await interaction.client.services.proposing.withdraw(actor_of(interaction), proposal_id)
    await rewrite(interaction, lines_view(f"Proposal {proposal_id} is withdrawn."))


_ACTS: dict[str, Callable[[_Interaction, ProposalId], Awaitable[None]]] = {
    "submit": submit,
    "edit": edit,
    "discard": ask_to_withdraw,
    "withdraw": withdraw,
}


def submitted_lines(proposal: Proposal, discussion: int) -> list[str]:
    """What happens now that a draft was submitted."""
    lines = [
        f"✅ **Proposal {proposal.id}, {title_of(proposal.content.title)}, is in discussion.**",
        f"Its thread opens in <#{discussion}> in a moment.",
    ]
    if proposal.opens_at:
        lines.append(f"The vote opens by itself {moment(proposal.opens_at)}.")
    lines.append(
        "Until then you can change it with `/proposal edit` or take it back with `/proposal withdraw`."
    )
    return lines
