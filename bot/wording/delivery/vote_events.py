"""What the event of a vote says in Discord's calendar, which renders no markup in names."""

from typing import NamedTuple

from bot.services.proposals.cards import Card
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from bot.wording.markup.plain_text import cut, one_line

_NAME = 100
"""Discord's own limit."""


class EventWords(NamedTuple):
    head: str
    """With which the name begins, and that of no other vote of the server."""
    name: str
    description: str
    location: str


def event_words(card: Card, say: Language) -> EventWords:
    """`location` is where one votes, or talks before the vote; empty where nothing stands yet."""
    proposal, guild = card.proposal, card.space.guild
    head = f"#{proposal.number} "
    title = one_line(proposal.content.title) or say.pgettext("value", "Untitled")
    description = say._("Vote on proposal {number} in this server.").format(number=proposal.number)
    place = ""
    if card.card is not None:
        place = message_url(guild, card.card.channel, card.card.message)
    elif card.thread is not None:
        place = channel_url(guild, card.thread.channel)
    else:
        place = channel_url(guild, card.space.announcements)
    return EventWords(head, cut(f"{head}{title}", _NAME), description, place)


def events_line(on: bool, say: Language) -> str:
    """Whether votes have events."""
    if on:
        return say._("Each vote has an event in this server's calendar, from its opening to its end.")
    return say._("Votes have no events in this server's calendar.")
