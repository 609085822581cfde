"""Acts that can't be undone are asked for once: what will happen, the reason that everyone will read, and a button.

Nothing is kept between the question and the click: the reason stands in the question itself, so that what is done
is what was shown, also after a restart.
"""

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.errors import ReasonMissing
from bot.domain.ids import ProposalId
from bot.wording.text import code_block, plain, title_of
from cogs.components.actors import actor_of
from cogs.components.answers import answer, rewrite
from cogs.components.layouts import lines_view
from cogs.components.persistent import PersistentItem

PUBLIC = "The thread, the announcements and the public log say so, with your reason."
_LABELS = {"cancel": "Cancel proposal {}", "veto": "Veto proposal {}"}
_EFFECTS = {
    "cancel": "it ends without a result, takes no votes any more, and nothing of it is executed",
    "veto": "it has passed, but nothing of it is executed",
}
_DONE = {"cancel": "is cancelled.", "veto": "is vetoed: nothing of it is executed."}
_REASON = 100
"""The number of the component that shows the reason."""

_Interaction = discord.Interaction[FolkmootClient]


class Confirmation(PersistentItem, template=r"act:(?P<act>cancel|veto):(?P<proposal>\d{1,18})"):
    """Cancels or vetoes, for the reason that stands above the button."""

    async def used(self, interaction: _Interaction) -> None:
        await interaction.response.defer()
        moderation, proposal = interaction.client.services.moderation, ProposalId(int(self.match["proposal"]))
        act = {"cancel": moderation.cancel, "veto": moderation.veto}[self.match["act"]]
        await act(actor_of(interaction), proposal, _reason_shown(interaction.message))
        await rewrite(interaction, lines_view(f"Proposal {proposal} {_DONE[self.match['act']]} {PUBLIC}"))


async def ask_confirmation(interaction: _Interaction, act: str, proposal_id: ProposalId, reason: str) -> None:
    """Ask once. Raises what the act itself would raise now."""
    moderation, reason = interaction.client.services.moderation, plain(reason).strip()
    check = {"cancel": moderation.check_cancel, "veto": moderation.check_veto}[act]
    proposal = await check(actor_of(interaction), proposal_id, reason)
    label = _LABELS[act].format(proposal_id)
    view = lines_view(
        f"**{label}?** That is {title_of(proposal.content.title)}. If you do, {_EFFECTS[act]}. This can't be undone.",
        f"{PUBLIC} Your reason:",
    )
    view.add_item(ui.TextDisplay(code_block(reason), id=_REASON))
    button = ui.Button[ui.LayoutView](
        label=label, style=discord.ButtonStyle.danger, custom_id=f"act:{act}:{proposal_id}"
    )
    await answer(interaction, view=view.add_item(ui.ActionRow(button)))


def _reason_shown(message: discord.Message | None) -> str:
    """The reason in a question. Raises ReasonMissing."""
    for part in message.components if message else ():
        if isinstance(part, discord.TextDisplay) and part.id == _REASON:
            return part.content.removeprefix("```\n").removesuffix("\n```")
    raise ReasonMissing
