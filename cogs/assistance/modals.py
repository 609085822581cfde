"""The forms in which a question is answered, and another's message is added."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.assistance.arguments import LONGEST_ARGUMENT, Stance
from bot.domain.ids import ArgumentId, MemberId
from bot.services.assistance.arguing import ARGUE, Written
from bot.wording.assistance.arguments import (
    add_title,
    answer_question,
    answer_title,
    argued_line,
    stance_options,
    stance_question,
)
from bot.wording.language import Language
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import ARGUMENT, TOKEN, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field, Option, PersistentModal
from cogs.components.interactions.token_store import TokenStores
from cogs.components.language import language_of

_IN_MEMORY = 1_000
written = TokenStores[Written](_IN_MEMORY)
"""Messages whose menu was used, until it is said how they are meant: nobody can change their words meanwhile."""


@dataclass
class AnswerModal(RetryableModal):
    """Asks for the answer to a question."""

    custom_id = CustomId("answer-modal", argument=ARGUMENT)
    requirement = ARGUE

    argument: ArgumentId
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        field = Field("answer", *answer_question(say), long=True, limit=LONGEST_ARGUMENT)
        return replace(self, title=answer_title(say), fields=(field,))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        arguing, actor = interaction.client.services.arguing, actor_of(interaction)
        question = await arguing.question(actor, self.argument)
        argument = await arguing.argue(
            actor, question.proposal, Stance.ANSWER, self.filled["answer"], answers=question.id
        )
        await answer(interaction, argued_line(argument, language_of(interaction)))


@dataclass
class AddModal(PersistentModal):
    """Asks how another's message is meant."""

    custom_id = CustomId("add-modal", token=TOKEN)
    requirement = ARGUE

    token: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        options = tuple(Option(words, value) for words, value in stance_options(say))
        return replace(
            self, title=add_title(say), fields=(Field("stance", *stance_question(say), options=options),)
        )

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = actor_of(interaction)
        message = written(interaction.client).found(MemberId(interaction.user.id), self.token)
        argument = await interaction.client.services.arguing.add(
            actor, message, Stance(self.filled["stance"])
        )
        await answer(interaction, argued_line(argument, language_of(interaction)))
