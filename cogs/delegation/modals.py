"""The modal in which a delegate writes what they stand for."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.delegation.delegation import Profile
from bot.services.delegation.delegating import ACCEPTED_LIMIT, CONFLICTS_LIMIT, STATEMENT_LIMIT, TOPICS_LIMIT
from bot.wording.delegation.delegate_profiles import (
    accepted_question,
    conflicts_question,
    profile_form_title,
    statement_question,
    topics_example,
    topics_question,
)
from bot.wording.language import Language
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.language import language_of
from cogs.delegation.views import profile_view


@dataclass
class ProfileModal(RetryableModal):
    """What a delegate says of themself; everything may be left empty."""

    custom_id = CustomId("profile-modal")

    title: str = ""
    fields: tuple[Field, ...] = ()

    @classmethod
    def of(cls, profile: Profile | None) -> "ProfileModal":
        """Filled in with what stands in the profile now."""
        if profile is None:
            return cls()
        return cls(
            filled={
                "statement": profile.statement,
                "topics": profile.topics,
                "conflicts": profile.conflicts,
                "accepts": profile.accepts or "",
            }
        )

    def worded(self, say: Language) -> Self:
        fields = (
            Field("statement", *statement_question(say), required=False, long=True, limit=STATEMENT_LIMIT),
            Field(
                "topics",
                *topics_question(say),
                required=False,
                limit=TOPICS_LIMIT,
                placeholder=topics_example(say),
            ),
            Field("conflicts", *conflicts_question(say), required=False, long=True, limit=CONFLICTS_LIMIT),
            Field("accepts", *accepted_question(say), required=False, limit=ACCEPTED_LIMIT),
        )
        return replace(self, title=profile_form_title(say), fields=fields)

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor, services = actor_of(interaction), interaction.client.services
        await services.delegating.describe(
            actor,
            self.filled["statement"],
            self.filled["topics"],
            self.filled["conflicts"],
            self.filled["accepts"],
        )
        portrait = await services.delegating.portrait(actor.guild, actor.member, actor.channel)
        reputation = await services.reputation.of_member(actor.guild, actor.member, actor.channel)
        view = profile_view(portrait, reputation, language_of(interaction), own=True)
        await answer(interaction, view=view)
