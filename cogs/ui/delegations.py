"""Delegations in words."""

from bot.domain.ids import MemberId
from bot.domain.proposal import State
from bot.services.showing import Card
from cogs.ui.results import choice_name
from cogs.ui.text import member, moment, title_of


def told_text(card: Card, delegate: MemberId, choice: str) -> str:
    """What a delegator who asked for it is told: how their delegate voted, and that their own ballot goes before."""
    proposal = card.proposal
    head = f"**{title_of(proposal.content.title)}** (proposal {proposal.id}) in {_server(card)}"
    if choice == "withdrawn":
        said = f"{member(delegate)}, to whom you delegate, has taken their vote back."
    else:
        said = f"{member(delegate)}, to whom you delegate, voted **{choice_name(choice)}**."
    lines = [head, said]
    if card.state is State.VOTING and card.ends_at:
        lines.append(
            f"Your own vote goes before theirs, until {moment(card.ends_at)}: use the buttons on the card, or "
            "`/vote cast` in the server."
        )
    lines.append("-# You asked to be told. `/delegate to` with `tell_me` false ends it.")
    return "\n".join(lines)


def _server(card: Card) -> str:
    place = card.card
    if place is None:
        return f"<#{card.space.announcements}>"
    return f"https://discord.com/channels/{card.space.guild}/{place.channel}/{place.message}"
