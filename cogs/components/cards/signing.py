"""The button beneath what is to be signed, which leads to the page where it is signed."""

import discord
from discord import ui

from bot.domain.executors import ExecutionRequest
from bot.domain.proposals.proposal import State
from bot.services.container import Services
from bot.services.proposals.cards import Card
from bot.wording.language import Language
from bot.wording.pages.signing.sign import sign_label
from cogs.components.interactions.custom_ids import PROPOSAL, REQUEST, CustomId

SIGN_REQUEST = CustomId("sign_request", proposal=PROPOSAL, request=REQUEST)


def sign_view(services: Services, card: Card, request: ExecutionRequest, say: Language) -> ui.View | None:
    """None where the bot has no pages, and for what isn't to be signed any more."""
    if services.page_links.site is None or request.execution is not None or card.state is not State.EXECUTION:
        return None
    button = ui.Button[ui.View](
        label=sign_label(request.kind, say),
        style=discord.ButtonStyle.primary,
        custom_id=SIGN_REQUEST(proposal=card.proposal.id, request=request.id),
    )
    return ui.View(timeout=None).add_item(button)
