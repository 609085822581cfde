"""The choice of a track for a new proposal: where the member may propose, and what is missing elsewhere."""

from collections.abc import Sequence
from typing import cast

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import TrackId
from bot.services.proposals.track_eligibility import TrackChoice
from bot.wording.results import power_text
from bot.wording.text import CHOICE_LIMIT, cut, escape, one_line
from cogs.components.actors import actor_of
from cogs.components.layouts import lines_view
from cogs.components.persistent import PersistentItem
from cogs.proposals.modals import ProposalForm

_MENU = "propose:track"


class TrackPicker(PersistentItem, template=_MENU):
    """Opens the form of the chosen track."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        chosen = TrackId(int(cast("ui.Select[ui.LayoutView]", self.item).values[0]))
        track = await interaction.client.services.tracks.taking_proposals(actor_of(interaction).guild, chosen)
        await ProposalForm.blank(track).open(interaction)


def track_picker_view(track_choices: Sequence[TrackChoice]) -> ui.LayoutView:
    """The tracks with what each asks of a proposer, those where it is met first, and a menu of them."""
    lines = ["**On which track?** Each kind of decision has rules of its own."]
    lines += [
        f"• **{escape(track_choice.track.name, 40)}**: {_state(track_choice)}"
        for track_choice in track_choices
    ]
    menu = ui.Select[ui.LayoutView](
        custom_id=_MENU,
        placeholder="Choose a track…",
        options=[
            discord.SelectOption(
                label=cut(one_line(track_choice.track.name), CHOICE_LIMIT),
                value=str(track_choice.track.id),
                description=cut(_state(track_choice), CHOICE_LIMIT),
            )
            for track_choice in track_choices
        ],
    )
    return lines_view(*lines).add_item(ui.ActionRow(menu))


def _state(track_choice: TrackChoice) -> str:
    """`you may propose`, or what is missing; plain, since menus show no formatting."""
    policy = track_choice.track.policy
    if track_choice.missing == 0:
        return "you may propose" + (" a temperature check" if policy.next_track else "")
    needed = power_text(policy.proposal_threshold, policy.power, exact=True)
    if track_choice.held is None:
        return f"needs {needed}; what you hold could not be read now"
    return f"needs {needed}, you hold {power_text(track_choice.held, policy.power)}"
