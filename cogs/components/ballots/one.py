"""A ballot of one choice: a button for each, or menus where there are more than five."""

from typing import Any

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.voting.ballots import one_of_many
from bot.wording.voting.choices import label_of
from cogs.components.ballots.parts import Row, choice_options
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId

VOTE = CustomId("vote", proposal=PROPOSAL, choice=NUMBER)
"""A button: the number of its choice."""
VOTE_MENU = CustomId("vote-menu", proposal=PROPOSAL, menu=NUMBER)
"""The menus of a card are counted, since no two components of a message may have the same custom id."""

BUTTONS_IN_A_ROW = 5
OPTIONS_IN_A_MENU = 25
MENUS = 4
_STYLES = {"For": discord.ButtonStyle.success, "Against": discord.ButtonStyle.danger}


def rows(proposal: ProposalId, policy: Policy, say: Language, mine: int | None = None) -> list[Row]:
    """What the card offers; `/vote cast` takes any number of choices."""
    choices = policy.choices
    if len(choices) <= BUTTONS_IN_A_ROW:
        return [ui.ActionRow(*buttons(proposal, policy, say))]
    options = choice_options(choices, say)
    menus = [options[at : at + OPTIONS_IN_A_MENU] for at in range(0, len(options), OPTIONS_IN_A_MENU)]
    return [
        ui.ActionRow(
            ui.Select(
                custom_id=VOTE_MENU(proposal=proposal, menu=number),
                placeholder=one_of_many(len(choices), say),
                options=menu,
            )
        )
        for number, menu in enumerate(menus[:MENUS], start=1)
    ]


def changing(proposal: ProposalId, policy: Policy, choice: int, say: Language) -> list[ui.Item[Any]]:
    """Nothing: what the card offers is pressed again."""
    return []


def buttons(proposal: ProposalId, policy: Policy, say: Language) -> list[ui.Button[ui.LayoutView]]:
    """One for each choice."""
    return [_button(proposal, number, name, say) for number, name in enumerate(policy.choices, start=1)]


def _button(proposal: ProposalId, number: int, name: str, say: Language) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=label_of(name, number, say),
        style=_STYLES.get(name, discord.ButtonStyle.secondary),
        custom_id=VOTE(proposal=proposal, choice=number),
    )
