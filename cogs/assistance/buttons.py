"""The buttons beneath what a member put into the digest."""

from bot.domain.ids import ArgumentId, ProposalId
from bot.services.assistance import arguing
from bot.services.assistance.arguing import ARGUE
from bot.wording.assistance.arguments import taken_out_line
from bot.wording.assistance.digests import digest_lines
from cogs.assistance.modals import AnswerModal
from cogs.components.cards.arguments import ANSWER_QUESTION, SHOW_DIGEST, TAKE_OUT
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of


async def tell_digest(interaction: Interaction, proposal: ProposalId) -> None:
    """The digest, for the member alone; that they looked is kept, and nothing else."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = actor_of(interaction)
    digest = await interaction.client.services.thread_digests.of(actor.guild, proposal, actor.member)
    await answer_lines(interaction, digest_lines(digest, actor.guild, language_of(interaction)))


@component(SHOW_DIGEST)
async def show_digest(interaction: Interaction, proposal: ProposalId) -> None:
    """What `/proposal digest` shows."""
    await tell_digest(interaction, proposal)


@component(ANSWER_QUESTION, ARGUE)
async def answer_the_question(interaction: Interaction, argument: ArgumentId) -> None:
    """Open the form of an answer."""
    await interaction.client.services.arguing.question(actor_of(interaction), argument)
    await AnswerModal(argument).open(interaction)


@component(TAKE_OUT, arguing.TAKE_OUT)
async def take_out(interaction: Interaction, argument: ArgumentId) -> None:
    """For whose words they are, and for who added them."""
    await interaction.client.services.arguing.take_out(actor_of(interaction), argument)
    await answer(interaction, taken_out_line(language_of(interaction)))
