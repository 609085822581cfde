"""The button that drafts a rebalancing of the treasury."""

from typing import Any

import discord
from discord import ui

from bot.domain.treasury.balance import Balance, Unbalanced
from bot.wording.language import Language
from bot.wording.treasury.balance import draft_label
from cogs.components.interactions.custom_ids import CustomId

REBALANCE = CustomId("rebalance")


def draft_button(found: Balance | Unbalanced | None, say: Language) -> ui.Button[Any] | None:
    """None where there is nothing to sell or to buy, or nobody knows what."""
    if not isinstance(found, Balance) or not found.rebalancing.trades:
        return None
    return ui.Button[Any](label=draft_label(say), style=discord.ButtonStyle.primary, custom_id=REBALANCE())
