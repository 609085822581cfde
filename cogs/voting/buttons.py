"""The buttons, menus and forms of cards and receipts. What each means stands in its custom id.

They are read from the raw interaction: discord.py's own way (`DynamicItem`) builds the whole card anew from the
message before it hands over a click, which costs more than everything else that a vote takes here.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from discord.ext import commands

from bot.domain.ballot import CastMethod
from bot.domain.ids import ProposalId
from cogs.components.answers import answer_error
from cogs.voting.casting import Asked, ask_reason, cast, explain, show_details, take_reason
from cogs.voting.modals import approve, rank, weigh


class VoteClicks(commands.Cog):
    @commands.Cog.listener()
    async def on_interaction(self, interaction: Asked) -> None:
        data: Any = interaction.data
        custom_id: str | None = data.get("custom_id") if data else None
        if custom_id is None:
            return
        kind, _, rest = custom_id.partition(":")
        act = _ACTS.get(kind)
        if act is None:
            return
        proposal, _, argument = rest.partition(":")
        try:
            await act(interaction, ProposalId(int(proposal)), argument)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await answer_error(interaction, error)


async def _vote(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    data: Any = interaction.data
    values = data.get("values")
    await cast(interaction, proposal, int(values[0] if values else argument), CastMethod.BUTTON)


async def _reason(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    await ask_reason(interaction, proposal, argument)


async def _reasoned(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    await take_reason(interaction, proposal, argument)


async def _why(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    await explain(interaction, proposal)


async def _details(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    await show_details(interaction, proposal)


_ACTS: dict[str, Callable[[Asked, ProposalId, str], Awaitable[None]]] = {
    "vote": _vote,
    "approve": approve,
    "rank": rank,
    "weigh": weigh,
    "reason": _reason,
    "reasoned": _reasoned,
    "why": _why,
    "details": _details,
}
"""By the first part of the custom id; the second is the proposal, the third what the act needs."""
