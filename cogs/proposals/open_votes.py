"""The votes in which a member can vote now."""

from bot.wording.proposals.proposal_list import open_vote_list_lines
from bot.wording.voting.own_votes import none_open
from cogs.components.cards.layouts import answer_lines
from cogs.components.cards.start_panel import START_VOTES
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of


async def show_open_votes(interaction: Interaction) -> None:
    """Each with the way to its card, and whether the member has voted."""
    actor, say = actor_of(interaction), language_of(interaction)
    services = interaction.client.services
    found = await services.listing.open_votes(actor.guild, actor.member)
    lines = open_vote_list_lines(found, actor.guild, services.clock.now(), say) if found else none_open(say)
    await answer_lines(interaction, lines)


@component(START_VOTES)
async def votes_from_panel(interaction: Interaction) -> None:
    """What `/proposal list` does with `open_votes`."""
    await show_open_votes(interaction)
