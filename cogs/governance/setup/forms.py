"""The two forms of setting up: addresses, and times and numbers. What was refused stands in them again."""

from dataclasses import dataclass, replace
from typing import Self

from msgspec.structs import asdict

from bot.domain.spaces.setup import SetupDraft
from bot.services.actors import MODERATE
from bot.wording.governance.setup import setup as words
from bot.wording.language import Language
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.custom_ids import TOKEN, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.governance.setup.answers import keeping_answers, show

_SOURCES_LIMIT, _SAFE_LIMIT, _NUMBER_LIMIT = 1000, 100, 60


@dataclass
class PowerModal(PersistentModal):
    """Takes the contract that gives power, and the Safe."""

    custom_id = CustomId("setup-power", draft=TOKEN)
    requirement = MODERATE

    draft: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        sources, safe = words.sources_field(say), words.safe_field(say)
        asked = (
            Field("sources", *sources, required=False, limit=_SOURCES_LIMIT, placeholder="0x…"),
            Field("executor", *safe, required=False, limit=_SAFE_LIMIT, placeholder="0x…"),
        )
        return replace(self, title=words.power_form_title(say), fields=asked)

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        guided = interaction.client.services.guided_setup
        async with keeping_answers(interaction):
            progress = await guided.answer_power(
                actor_of(interaction), self.draft, self.filled["sources"], self.filled["executor"]
            )
            await show(interaction, progress)


@dataclass
class NumbersModal(PersistentModal):
    """Takes periods, quorum and threshold."""

    custom_id = CustomId("setup-times", draft=TOKEN)
    requirement = MODERATE

    draft: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        asked = tuple(
            Field(name, *said, required=False, limit=_NUMBER_LIMIT)
            for name, said in words.number_fields(say).items()
        )
        return replace(self, title=words.numbers_label(say), fields=asked)

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        guided = interaction.client.services.guided_setup
        async with keeping_answers(interaction):
            progress = await guided.answer_numbers(actor_of(interaction), self.draft, self.filled)
            await show(interaction, progress)


def filled_with(draft: SetupDraft) -> dict[str, str]:
    """What stands in a form: what was typed into it last, or else what is answered."""
    answered = {name: value for name, value in asdict(draft.answers).items() if isinstance(value, str)}
    return {**answered, **draft.typed}
