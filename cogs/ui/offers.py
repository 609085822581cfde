"""The choice of a track for a new proposal: where the member may propose, and what is missing elsewhere."""

from collections.abc import Sequence
from typing import cast

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import TrackId
from bot.services.offering import Offer
from cogs.ui.actors import actor_of
from cogs.ui.forms import ProposalForm
from cogs.ui.lasting import LastingItem
from cogs.ui.notes import note_view
from cogs.ui.results import power_text
from cogs.ui.text import CHOICE_LIMIT, cut, escape, one_line

_MENU = "propose:track"


class ChooseTrack(LastingItem, template=_MENU):
    """Opens the form of the chosen track."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        chosen = TrackId(int(cast("ui.Select[ui.LayoutView]", self.item).values[0]))
        track = await interaction.client.folkmoot.tracks.taking_proposals(actor_of(interaction).guild, chosen)
        await ProposalForm.blank(track).open(interaction)


def offers_view(offers: Sequence[Offer]) -> ui.LayoutView:
    """The tracks with what each asks of a proposer, those where it is met first, and a menu of them."""
    lines = ["**On which track?** Each kind of decision has rules of its own."]
    lines += [f"• **{escape(offer.track.name, 40)}**: {_state(offer)}" for offer in offers]
    menu = ui.Select[ui.LayoutView](
        custom_id=_MENU,
        placeholder="Choose a track…",
        options=[
            discord.SelectOption(
                label=cut(one_line(offer.track.name), CHOICE_LIMIT),
                value=str(offer.track.id),
                description=cut(_state(offer), CHOICE_LIMIT),
            )
            for offer in offers
        ],
    )
    return note_view(*lines).add_item(ui.ActionRow(menu))


def _state(offer: Offer) -> str:
    """`you may propose`, or what is missing; plain, since menus show no formatting."""
    policy = offer.track.policy
    if offer.missing == 0:
        return "you may propose" + (" a temperature check" if policy.next_track else "")
    needed = power_text(policy.proposal_threshold, policy.power, exact=True)
    if offer.held is None:
        return f"needs {needed}; what you hold could not be read now"
    return f"needs {needed}, you hold {power_text(offer.held, policy.power)}"
