"""A ballot that wallets sign: one button, which leads to the page where that is done."""

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.wording.language import Language
from bot.wording.pages.signing.vote import vote_label
from cogs.components.ballots.parts import Row
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId

SIGN_VOTE = CustomId("sign-vote", proposal=PROPOSAL)


def rows(proposal: ProposalId, say: Language) -> list[Row]:
    return [
        ui.ActionRow(
            ui.Button(
                label=vote_label(say),
                style=discord.ButtonStyle.primary,
                custom_id=SIGN_VOTE(proposal=proposal),
            )
        )
    ]
