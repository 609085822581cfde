"""The button beneath what is to be signed: to the page where it is signed, or to have it asked for again."""

import discord
from discord import ui

from bot.domain.executors import ExecutionRequest
from bot.domain.proposals.state import State
from bot.services.container import Services
from bot.services.proposals.cards import Card
from bot.wording.execution.asking_again import ask_again_label
from bot.wording.language import Language
from bot.wording.pages.signing.sign import sign_label
from cogs.components.interactions.custom_ids import PROPOSAL, REQUEST, CustomId

SIGN_REQUEST = CustomId("sign_request", proposal=PROPOSAL, request=REQUEST)
ASK_AGAIN = CustomId("ask_again", proposal=PROPOSAL, request=REQUEST)


def sign_view(services: Services, card: Card, request: ExecutionRequest, say: Language) -> ui.View | None:
    """The way to the page on which it is signed, where the bot has pages; once it has failed, the button with which it
    is asked for again. None where nothing is to be done any more."""
    named = {"proposal": card.proposal.id, "request": request.id}
    if card.proposal.may_be_asked_again(request, services.clock.now()):
        return _view(ask_again_label(say), discord.ButtonStyle.secondary, ASK_AGAIN(**named))
    if services.page_links.site is None or request.execution is not None or card.state is not State.EXECUTION:
        return None
    return _view(sign_label(request.kind, say), discord.ButtonStyle.primary, SIGN_REQUEST(**named))


def _view(label: str, style: discord.ButtonStyle, custom_id: str) -> ui.View:
    button = ui.Button[ui.View](label=label, style=style, custom_id=custom_id)
    return ui.View(timeout=None).add_item(button)
