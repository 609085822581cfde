"""The button of one's own profile."""

from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.delegation.modals import ProfileModal
from cogs.delegation.views import EDIT_PROFILE


@component(EDIT_PROFILE)
async def edit_profile(interaction: Interaction) -> None:
    """Open the modal with what stands in the profile now."""
    actor = actor_of(interaction)
    portrait = await interaction.client.services.delegating.portrait(actor.guild, actor.member)
    await ProfileModal.of(portrait.profile).open(interaction)
