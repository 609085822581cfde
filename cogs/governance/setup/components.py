"""What the menus and buttons of setting up do."""

from bot.domain.errors import SetupMoved
from bot.services.actors import MODERATE
from bot.services.governance.policies.policy_changes import NO_EXECUTOR
from bot.services.governance.setup.guided_setup import Step
from bot.wording.governance.setup.setup import given_up_line
from bot.wording.governance.spaces import set_up_lines
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.cards.pages import pages
from cogs.components.interactions.actors import actor_of, server_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.interaction import Interaction, selected
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.governance.channels import check_channels
from cogs.governance.setup.answers import keeping_answers, show
from cogs.governance.setup.forms import NumbersModal, PowerModal, filled_with
from cogs.governance.setup.pages import (
    KEEP,
    SETUP_ADDRESSES,
    SETUP_CHOICE,
    SETUP_GIVE_UP,
    SETUP_NO_SAFE,
    SETUP_NUMBERS,
    SETUP_PAGE,
    SETUP_POWER_ROLE,
    SETUP_SAVE,
)


@component(SETUP_CHOICE, MODERATE)
async def choose(interaction: Interaction, draft: str, field: str) -> None:
    """Keep what was chosen, and show what comes next."""
    await interaction.response.defer()
    # A menu in which nothing need be chosen may come back empty.
    chosen = next(iter(selected(interaction)), KEEP)
    value = "" if chosen == KEEP else chosen
    async with keeping_answers(interaction):
        guided = interaction.client.services.guided_setup
        await show(interaction, await guided.answer(actor_of(interaction), draft, field, value))


@component(SETUP_POWER_ROLE, MODERATE)
async def choose_power_role(interaction: Interaction, draft: str) -> None:
    """Let each who has the role have one vote."""
    await interaction.response.defer()
    (role,) = selected(interaction)
    async with keeping_answers(interaction):
        guided = interaction.client.services.guided_setup
        await show(interaction, await guided.answer(actor_of(interaction), draft, "sources", f"role {role}"))


@component(SETUP_NO_SAFE, MODERATE)
async def go_on_without_safe(interaction: Interaction, draft: str) -> None:
    """Let proposals decide, and nothing be executed."""
    await interaction.response.defer()
    async with keeping_answers(interaction):
        guided = interaction.client.services.guided_setup
        await show(interaction, await guided.answer(actor_of(interaction), draft, "executor", NO_EXECUTOR))


@component(SETUP_ADDRESSES, MODERATE)
async def enter_addresses(interaction: Interaction, draft: str) -> None:
    """Open the form for contract and Safe."""
    found = await interaction.client.services.guided_setup.draft(actor_of(interaction), draft)
    await PowerModal(draft, filled=filled_with(found)).open(interaction)


@component(SETUP_NUMBERS, MODERATE)
async def enter_numbers(interaction: Interaction, draft: str) -> None:
    """Open the form for periods, quorum and threshold."""
    found = await interaction.client.services.guided_setup.draft(actor_of(interaction), draft)
    await NumbersModal(draft, filled=filled_with(found)).open(interaction)


@component(SETUP_PAGE, MODERATE)
async def turn_to(interaction: Interaction, draft: str, page: str) -> None:
    """Show another page, with what is answered there."""
    await interaction.response.defer()
    guided = interaction.client.services.guided_setup
    progress = await guided.progress(actor_of(interaction), draft)
    wanted = Step(page)
    # The summary is only there when everything is answered; until then what is missing comes first.
    await show(interaction, progress, None if wanted == Step.SUMMARY else wanted)


@component(SETUP_SAVE, MODERATE)
async def save(interaction: Interaction, draft: str, seen: str) -> None:
    """Set the space up as the summary showed it."""
    await interaction.response.defer()
    actor, guided = actor_of(interaction), interaction.client.services.guided_setup
    async with keeping_answers(interaction):
        try:
            found = await guided.save(actor, draft, seen)
        except SetupMoved as moved:
            await show(interaction, await guided.progress(actor, draft), why=moved)
            return
        say = language_of(interaction)
        first, *more = pages(
            set_up_lines(found, check_channels(server_of(interaction), found.space.channels), say),
            LAYOUT_LIMIT,
        )
        await rewrite(interaction, lines_view(first, say=say))
        await answer_lines(interaction, more)


@component(SETUP_GIVE_UP, MODERATE)
async def give_up(interaction: Interaction, draft: str) -> None:
    """Forget what was answered."""
    await interaction.response.defer()
    await interaction.client.services.guided_setup.give_up(actor_of(interaction), draft)
    say = language_of(interaction)
    await rewrite(interaction, lines_view(given_up_line(say), say=say))


SETUP_COMPONENTS = (
    choose,
    choose_power_role,
    go_on_without_safe,
    enter_addresses,
    enter_numbers,
    turn_to,
    save,
    give_up,
    PowerModal,
    NumbersModal,
)
