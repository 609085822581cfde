"""Acts that can't be undone: they are asked for once more, with the reason that everyone will read."""

import discord

from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from cogs.ui.actors import actor_of
from cogs.ui.answers import answer
from cogs.ui.kept import KeptForm
from cogs.ui.lasting import Field
from cogs.ui.options import REASON_LIMIT

PUBLIC = "The thread, the announcements and the public log say so, with your reason."
_TITLES = {"cancel": "Cancel", "veto": "Veto"}
_DONE = {"cancel": "is cancelled.", "veto": "is vetoed: nothing of it is executed."}


class FinalAct(KeptForm):
    """Cancels or vetoes a proposal, when it is sent."""

    template = r"act:(?P<act>cancel|veto):(?P<proposal>\d{1,18})"

    @property
    def title(self) -> str:
        return f"{_TITLES[self.about['act']]} proposal {self.about['proposal']}?"

    @property
    def key(self) -> str:
        return f"act:{self.about['act']}:{self.about['proposal']}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return (
            Field(
                "reason", "Reason", "Everyone reads it. This can't be undone.", long=True, limit=REASON_LIMIT
            ),
        )

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        moderation, proposal = interaction.client.folkmoot.moderation, ProposalId(int(self.about["proposal"]))
        act = {"cancel": moderation.cancel, "veto": moderation.veto}[self.about["act"]]
        await act(actor_of(interaction), proposal, self.filled["reason"])
        await answer(interaction, f"Proposal {proposal} {_DONE[self.about['act']]} {PUBLIC}")


async def ask_for(
    interaction: discord.Interaction[FolkmootClient], act: str, proposal: ProposalId, reason: str
) -> None:
    """Ask once more. Raises ProposalUnknown."""
    await interaction.client.folkmoot.proposing.get(actor_of(interaction).guild, proposal)
    await FinalAct({"act": act, "proposal": str(proposal)}, {"reason": reason}).open(interaction)
