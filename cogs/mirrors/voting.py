"""/vote chain, and the button of a card: where a member votes on what the server mirrors, from their own wallet."""

from discord import app_commands

from bot.domain.errors import MirroredUnknown, PagesUnserved
from bot.domain.ids import MirroredId
from bot.wording.pages.signing.chain_vote import chain_vote_offer_lines
from bot.wording.pages.wallets.link import open_page_label
from cogs.components.autocomplete import mirrored_votes
from cogs.components.cards.layouts import page_view
from cogs.components.cards.mirrored import VOTE_ON_CHAIN
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of

_LONGEST_NUMBER = 18


@app_commands.command(name="chain")
@app_commands.describe(proposal="What takes votes on a contract that this server mirrors, as it is suggested")
@app_commands.autocomplete(proposal=mirrored_votes)
async def vote_on_chain(interaction: Interaction, proposal: app_commands.Range[str, 1, 100]) -> None:
    """Vote on chain, from your own wallet, on what this server mirrors"""
    await interaction.response.defer(ephemeral=True, thinking=True)
    if not (proposal.isascii() and proposal.isdigit() and len(proposal) <= _LONGEST_NUMBER):
        raise MirroredUnknown
    await offer_page(interaction, MirroredId(int(proposal)))


@component(VOTE_ON_CHAIN)
async def vote_on_this(interaction: Interaction, mirrored: MirroredId) -> None:
    """The same, from the card."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await offer_page(interaction, mirrored)


async def offer_page(interaction: Interaction, mirrored: MirroredId) -> None:
    """Answer a deferred interaction with a link to the page, for this member alone."""
    actor, services = actor_of(interaction), interaction.client.services
    mirror, _ = await services.voting_on_chain.known(actor.guild, mirrored)
    if services.page_links.site is None:
        raise PagesUnserved
    url, say = (
        services.page_links.to_chain_vote(actor, str(interaction.locale), mirrored),
        language_of(interaction),
    )
    lines = chain_vote_offer_lines(mirror.address, mirror.rules.name, mirror.chain, url, say)
    await answer(interaction, view=page_view(lines, open_page_label(say), url, say))
