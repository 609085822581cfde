"""The start panel: what everybody needs, each behind a button. The features behind them say what the buttons do."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.policy.model import Policy
from bot.domain.spaces.space import Space
from bot.wording.accounts.wallets import link_label
from bot.wording.language import Language
from bot.wording.start_panel import (
    delegates_label,
    help_label,
    notices_label,
    power_label,
    start_lines,
    votes_label,
)
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.notices import NOTICE_SETTINGS
from cogs.components.interactions.custom_ids import CustomId
from cogs.components.interactions.offers import LINK

START_VOTES = CustomId("start-votes")
START_POWER = CustomId("start-power")
START_DELEGATES = CustomId("start-delegates")
START_HELP = CustomId("start-help")
_ROW = 5


def start_view(space: Space, policies: Sequence[Policy], say: Language) -> ui.LayoutView:
    """The buttons for what the rules have: nothing to link where no wallet counts, and no delegates where nobody may
    delegate."""
    guild = space.guild
    wallets = any(source.needs_wallet for policy in policies for source in policy.power.sources)
    offered: list[ui.Button[Any]] = [
        *([_button(link_label(say), LINK(guild=guild), first=True)] if wallets else []),
        _button(votes_label(say), START_VOTES(), first=not wallets),
        _button(power_label(say), START_POWER()),
        *(
            [_button(delegates_label(say), START_DELEGATES())]
            if any(policy.delegation for policy in policies)
            else []
        ),
        _button(notices_label(say), NOTICE_SETTINGS(guild=guild)),
        _button(help_label(say), START_HELP()),
    ]
    view = lines_view(*start_lines(space, say, wallets=wallets), say=say)
    for first in range(0, len(offered), _ROW):
        view.add_item(ui.ActionRow(*offered[first : first + _ROW]))
    return view


def _button(label: str, custom_id: str, *, first: bool = False) -> ui.Button[Any]:
    style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
    return ui.Button(label=label, custom_id=custom_id, style=style)
