"""A proposal without its author's words, for servers whose filters let no message with them pass: the vote goes on."""

from msgspec.structs import replace

from bot.services.proposals.cards import Card
from bot.wording.language import Language
from bot.wording.proposals.cards.cards import withheld_text, withheld_title


def withheld(card: Card, say: Language) -> Card:
    """The card with a title of ours, and instead of the text a sentence that says where it can be read. What would be
    executed stays, and what can be voted for."""
    title, text = withheld_title(card.proposal.number, say), withheld_text(say)
    content = replace(card.proposal.content, title=title, text=text)
    return replace(card, proposal=replace(card.proposal, content=content), summary=None)
