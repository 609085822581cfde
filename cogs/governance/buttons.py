"""The buttons under what can't be undone, and under an uploaded policy."""

import discord

from bot.connection_state import message_of
from bot.domain.errors import ReasonMissing
from bot.domain.ids import ProposalId
from bot.services.actors import MODERATE
from bot.services.governance.offices import moderation
from bot.wording.governance.offices.moderation import cancelled_line, vetoed_line
from bot.wording.governance.tracks.tracks import set_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.governance.modals import ProofModal
from cogs.governance.uploads import uploads
from cogs.governance.views import APPLY_POLICY, CANCEL, PROVE, REASON, VETO


@component(CANCEL, moderation.CANCEL)
async def cancel(interaction: Interaction, proposal: ProposalId) -> None:
    """Cancel, for the reason that stands above the button."""
    await interaction.response.defer()
    reason = _reason_shown(message_of(interaction))
    cancelled = await interaction.client.services.moderation.cancel(actor_of(interaction), proposal, reason)
    await rewrite(
        interaction,
        lines_view(cancelled_line(cancelled.number, language_of(interaction)), say=language_of(interaction)),
    )


@component(VETO, moderation.VETO)
async def veto(interaction: Interaction, proposal: ProposalId) -> None:
    """Veto, for the reason that stands above the button."""
    await interaction.response.defer()
    reason = _reason_shown(message_of(interaction))
    vetoed = await interaction.client.services.moderation.veto(actor_of(interaction), proposal, reason)
    await rewrite(
        interaction,
        lines_view(vetoed_line(vetoed.number, language_of(interaction)), say=language_of(interaction)),
    )


@component(APPLY_POLICY, MODERATE)
async def apply_policy(interaction: Interaction, token: str) -> None:
    """Give the track the policy that stands above the button."""
    actor = actor_of(interaction)
    upload = uploads(interaction.client).found(actor.member, token)
    await interaction.response.defer()
    done = await interaction.client.services.tracks.upload(actor, upload.track, upload.data)
    await rewrite(
        interaction, lines_view(*set_lines(done, language_of(interaction)), say=language_of(interaction))
    )


@component(PROVE, MODERATE)
async def prove(interaction: Interaction, nonce: str) -> None:
    """Open the modal for the signature, if the message can still be signed."""
    request = await interaction.client.services.executor_proofs.pending(actor_of(interaction), nonce)
    await ProofModal(request.nonce).open(interaction)


def _reason_shown(message: discord.Message | None) -> str:
    """The reason in a question. Raises ReasonMissing."""
    for part in message.components if message else ():
        if isinstance(part, discord.TextDisplay) and part.id == REASON:
            return part.content.removeprefix("```\n").removesuffix("\n```")
    raise ReasonMissing
