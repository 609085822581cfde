"""The buttons of a proposal on which members stake."""

from typing import Any

import discord
from discord import ui

from bot.domain.proposal import Proposal, State


def stake_rows(proposal: Proposal, state: State) -> list[ui.ActionRow[Any]]:
    """The buttons of an open proposal: nothing is put on one that is paused."""
    stake: ui.Button[Any] = ui.Button(
        label="Stake",
        style=discord.ButtonStyle.success,
        custom_id=f"stake:{proposal.id}",
        disabled=state is State.PAUSED,
    )
    withdraw: ui.Button[Any] = ui.Button(label="Withdraw", custom_id=f"unstake:{proposal.id}")
    return [ui.ActionRow(stake, withdraw)]
