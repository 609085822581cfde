"""The buttons beneath what a member put into the digest of a discussion."""

from typing import Any

import discord
from discord import ui

from bot.domain.assistance.arguments import Argument, Stance
from bot.wording.assistance.arguments import answer_label, digest_label, take_out_label
from bot.wording.language import Language
from cogs.components.interactions.custom_ids import ARGUMENT, PROPOSAL, CustomId

SHOW_DIGEST = CustomId("digest", proposal=PROPOSAL)
ANSWER_QUESTION = CustomId("answer-question", argument=ARGUMENT)
TAKE_OUT = CustomId("take-out", argument=ARGUMENT)


def argument_buttons(argument: Argument, say: Language) -> ui.View:
    """Answer, where it is a question; the digest; and take it out."""
    offered: list[ui.Button[Any]] = []
    if argument.stance is Stance.QUESTION:
        style = discord.ButtonStyle.primary
        offered.append(
            ui.Button(label=answer_label(say), style=style, custom_id=ANSWER_QUESTION(argument=argument.id))
        )
    offered.append(ui.Button(label=digest_label(say), custom_id=SHOW_DIGEST(proposal=argument.proposal)))
    offered.append(take_out_button(argument, say))
    view = ui.View(timeout=None)
    for button in offered:
        view.add_item(button)
    return view


def take_out_button(argument: Argument, say: Language) -> ui.Button[Any]:
    return ui.Button(label=take_out_label(say), custom_id=TAKE_OUT(argument=argument.id))
