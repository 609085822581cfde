"""The button beneath a treasury that has drifted: a draft that says what is to be sold and bought."""

from bot.domain.errors.treasury import NothingToRebalance
from bot.domain.treasury.balance import Balance
from bot.services.proposals.drafting.authorship import DRAFT
from bot.services.proposals.drafting.content import TEXT_LIMIT
from bot.wording.treasury.rebalancing import rebalancing_text, rebalancing_title
from cogs.components.cards.rebalancing import REBALANCE
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.proposals.prefilled import Prefilled, prefilled
from cogs.proposals.views import track_picker_view


@component(REBALANCE, DRAFT)
async def draft_rebalancing(interaction: Interaction) -> None:
    """Let the member choose a track; the form opens with what the treasury asks for now."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor, services, say = actor_of(interaction), interaction.client.services, language_of(interaction)
    found = await services.treasuries.of(actor.guild, actor.channel)
    if not isinstance(found.balance, Balance) or not found.balance.rebalancing.trades:
        raise NothingToRebalance
    names = services.chain_names
    text = rebalancing_text(found, found.balance, names, TEXT_LIMIT, say)
    choices = await services.track_eligibility.tracks(actor)
    token = prefilled(interaction.client).keep(actor.member, Prefilled(rebalancing_title(say), text))
    await answer(interaction, view=track_picker_view(choices, (), say, token))
