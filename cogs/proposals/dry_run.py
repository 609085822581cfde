"""/dryrun: a whole vote in virtual time, by the rules of a track, before anything depends on them."""

from collections.abc import Iterator

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.dry_run.pretend_votes import pretend_votes
from bot.domain.proposals.facts import Closing
from bot.services.dry_run.dry_runs import DRY_RUN, DryRun, DryRuns
from bot.services.dry_run.playing import Moment, Step
from bot.services.proposals.cards import Card
from bot.wording.execution.requests import request_text
from bot.wording.governance import dry_runs as words
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.voting.results import result_text
from cogs.components.autocomplete import open_tracks
from cogs.components.cards.cards import card_view
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.pages import pages
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import NUMBER, TOKEN, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.proposals.views import draft_view

NEXT = CustomId("dry-run", token=TOKEN, number=NUMBER)
END = CustomId("dry-run-end", token=TOKEN)


class DryRunCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.runs = DryRuns(bot.services)

    @requires(DRY_RUN)
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        track="By whose rules; main if left out",
        votes="Who votes how, such as: For 30% x20, Against 10% (20 voters hold 30 % of all power together)",
        actions="What it would do if it passes, one line as in a proposal",
    )
    @app_commands.autocomplete(track=open_tracks)
    async def dryrun(
        self,
        interaction: Interaction,
        track: str = "main",
        votes: app_commands.Range[str, 1, 500] = "",
        actions: app_commands.Range[str, 1, 1000] = "",
    ) -> None:
        """Play a whole vote through in virtual time, for you alone; nothing of it is real"""
        pretended = pretend_votes(votes)
        await interaction.response.defer(ephemeral=True)
        actor, say = actor_of(interaction), language_of(interaction)
        chosen = await interaction.client.services.tracks.named(actor.guild, track, actor.channel)
        run = await self.runs.begin(
            actor,
            track,
            pretended,
            title=words.dry_run_title(chosen, say),
            text=words.dry_run_text(say),
            actions=actions,
        )
        await _show(interaction, run, 0)


def _runs(client: FolkmootClient) -> DryRuns:
    cog = client.get_cog(DryRunCommand.__name__)
    assert isinstance(cog, DryRunCommand), "it is loaded with its buttons"
    return cog.runs


@component(NEXT, DRY_RUN)
async def go_on(interaction: Interaction, token: str, number: int) -> None:
    """The next step, and the button that led to it is gone."""
    run = await _runs(interaction.client).found(actor_of(interaction), token)
    say = language_of(interaction)
    await interaction.response.defer()
    await rewrite(interaction, lines_view(*_said(run, number - 1, say), say=say))
    await _show(interaction, run, min(number, len(run.steps) - 1))


@component(END, DRY_RUN)
async def end(interaction: Interaction, token: str) -> None:
    """Forget the rest of it."""
    await _runs(interaction.client).end(actor_of(interaction), token)
    say = language_of(interaction)
    await interaction.response.defer()
    await rewrite(interaction, lines_view(words.over_line(say), say=say))


async def _show(interaction: Interaction, run: DryRun, number: int) -> None:
    """What members would see, and below it what it is."""
    say, step = language_of(interaction), run.steps[number]
    for view in _seen(step, say):
        await answer(interaction, view=_without_effect(view))
    view = lines_view(*_said(run, number, say), say=say)
    if number + 1 < len(run.steps):
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        go_on_id = NEXT(token=run.token, number=number + 1)
        row.add_item(
            ui.Button(label=words.next_label(say), style=discord.ButtonStyle.primary, custom_id=go_on_id)
        )
        row.add_item(ui.Button(label=words.end_label(say), custom_id=END(token=run.token)))
        view.add_item(row)
    await answer(interaction, view=view)


def _seen(step: Step, say: Language) -> Iterator[ui.LayoutView]:
    if step.preview is not None:
        yield draft_view(step.preview, say, own=False)
    if step.card is None:
        return
    yield card_view(step.card, say)
    closing = step.card.proposal.closing
    if step.moment is Moment.RESULT and closing is not None:
        yield from _result(step.card, closing, say)
    for to_sign in step.to_sign:
        text = request_text(step.card, to_sign, say)
        # Without what one signs by: nobody is to sign what no vote passed.
        asked = words.asked_line(to_sign.request.executor, say)
        for page in pages([asked, *text.warned, *text.deeds], LAYOUT_LIMIT):
            yield lines_view(page, say=say)


def _result(card: Card, closing: Closing, say: Language) -> Iterator[ui.LayoutView]:
    yield lines_view(result_text(card, closing, "", say), say=say)


def _without_effect(view: ui.LayoutView) -> ui.LayoutView:
    """Its proposal has the number of another one: nothing that is pressed here may reach that."""
    for number, item in enumerate(view.walk_children()):
        if isinstance(item, ui.Button | ui.Select):
            item.disabled = True
            if item.url is None if isinstance(item, ui.Button) else True:
                item.custom_id = f"no-effect/{number}"
    return view


def _said(run: DryRun, number: int, say: Language) -> list[str]:
    step = run.steps[number]
    last = [words.over_line(say)] if number + 1 == len(run.steps) else []
    return [words.step_head(number + 1, len(run.steps), say), *_told(run, step, say), *last]


def _told(run: DryRun, step: Step, say: Language) -> list[str]:
    if step.error is not None:
        return words.refused_words(step.error, say)
    if step.card is None:
        return words.draft_words(run.track.policy, say)
    proposal = step.card.proposal
    match step.moment:
        case Moment.DISCUSSION:
            return words.discussion_words(proposal, say)
        case Moment.OPEN:
            return words.open_words(proposal, say)
        case Moment.VOTED:
            return words.voted_words(run.votes, say)
        case Moment.HANDED_OVER:
            return words.handed_over_words(proposal, say)
        case _:
            return words.result_words(proposal, say)
