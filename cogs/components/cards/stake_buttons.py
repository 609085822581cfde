"""The buttons of a proposal on which members stake."""

from typing import Any

import discord
from discord import ui

from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.wording.conviction.stakes import stake_label, withdraw_label
from bot.wording.language import Language
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId

STAKE = CustomId("stake", proposal=PROPOSAL)
UNSTAKE = CustomId("unstake", proposal=PROPOSAL)


def stake_rows(proposal: Proposal, state: State, say: Language) -> list[ui.ActionRow[Any]]:
    """The buttons of an open proposal: nothing is put on one that is paused."""
    stake: ui.Button[Any] = ui.Button(
        label=stake_label(say),
        style=discord.ButtonStyle.success,
        custom_id=STAKE(proposal=proposal.id),
        disabled=state is State.PAUSED,
    )
    withdraw: ui.Button[Any] = ui.Button(label=withdraw_label(say), custom_id=UNSTAKE(proposal=proposal.id))
    return [ui.ActionRow(stake, withdraw)]
