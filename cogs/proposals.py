"""/propose and /proposal: from a first draft to a proposal that everyone can read."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposal import Proposal, State
from cogs.autocomplete import AnyProposal, ProposalIn, newest
from cogs.tracks import open_tracks
from cogs.ui.access import EDITABLE, visible, withdrawable
from cogs.ui.actors import actor_of
from cogs.ui.answers import answer
from cogs.ui.cards import card_view
from cogs.ui.draft_buttons import AddAction, DraftButton, ask_to_withdraw, edit
from cogs.ui.drafts import draft_view
from cogs.ui.forms import ActionForm, ProposalForm
from cogs.ui.kept import Correct
from cogs.ui.lasting import catch_forms
from cogs.ui.notes import answer_lines
from cogs.ui.offers import ChooseTrack, offers_view
from cogs.ui.proposal_texts import actions_answer, diff_answer, list_lines

OwnEditable = app_commands.Transform[ProposalId, ProposalIn(*EDITABLE, own=True)]


class WithdrawableIn(ProposalIn):
    """An option that takes a proposal by its number, and suggests to its author what can be taken back."""

    def _offers(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return proposal.author == asker and now in withdrawable(proposal)


OwnWithdrawable = app_commands.Transform[ProposalId, WithdrawableIn()]
_Interaction = discord.Interaction[FolkmootClient]


class Propose(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.folkmoot = bot.folkmoot

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(track="Which kind of decision; you choose among them if left out")
    @app_commands.autocomplete(track=open_tracks)
    async def propose(self, interaction: _Interaction, track: str = "") -> None:
        """Write a proposal; you see it first, nothing is posted before you submit it"""
        actor = actor_of(interaction)
        if chosen := await self.folkmoot.tracks.for_proposals(actor.guild, track):
            await ProposalForm.blank(chosen).open(interaction)
        else:
            await interaction.response.defer(ephemeral=True)
            await answer(interaction, view=offers_view(await self.folkmoot.offering.tracks(actor)))


@app_commands.guild_only()
class Proposals(commands.GroupCog, group_name="proposal", group_description="Proposals of this server"):
    def __init__(self, bot: FolkmootClient) -> None:
        self.folkmoot = bot.folkmoot

    @app_commands.command(name="list")
    async def list_(self, interaction: _Interaction) -> None:
        """Show the newest proposals and where they stand"""
        lines = list_lines(await newest(interaction), self.folkmoot.clock.now())
        await answer_lines(interaction, lines)

    @app_commands.command()
    @app_commands.describe(proposal="The proposal's number")
    async def view(self, interaction: _Interaction, proposal: AnyProposal) -> None:
        """Show a proposal as it stands now"""
        await interaction.response.defer(ephemeral=True)
        actor, seen = actor_of(interaction), await visible(interaction, proposal)
        if seen.submission is None:
            preview = await self.folkmoot.proposing.preview(actor, proposal)
            await answer(interaction, view=draft_view(preview, self.folkmoot.clock.now()))
        else:
            await answer(interaction, view=card_view(await self.folkmoot.showing.card(proposal, actor.guild)))

    @app_commands.command()
    @app_commands.describe(proposal="Your draft, or your proposal while it is discussed")
    async def edit(self, interaction: _Interaction, proposal: OwnEditable) -> None:
        """Change a proposal of yours until its vote opens"""
        await edit(interaction, proposal)

    @app_commands.command()
    @app_commands.describe(
        proposal="Your draft, or your proposal until its vote opens (until it passes, where members stake)"
    )
    async def withdraw(self, interaction: _Interaction, proposal: OwnWithdrawable) -> None:
        """Take a proposal of yours back until its vote opens"""
        await ask_to_withdraw(interaction, proposal)

    @app_commands.command()
    @app_commands.describe(proposal="The proposal's number", revision="Which edit; the last one if left out")
    async def diff(
        self,
        interaction: _Interaction,
        proposal: AnyProposal,
        revision: app_commands.Range[int, 1, 100_000] | None = None,
    ) -> None:
        """Show what an edit changed"""
        actor = actor_of(interaction)
        revisions = await self.folkmoot.proposing.revisions(actor.guild, proposal, actor.member)
        shown, files = diff_answer(proposal, revisions, revision)
        await answer(interaction, view=shown, files=files)

    @app_commands.command()
    @app_commands.describe(proposal="The proposal's number")
    async def actions(self, interaction: _Interaction, proposal: AnyProposal) -> None:
        """Show what a proposal does if it passes, decoded and to the byte"""
        await interaction.response.defer(ephemeral=True)
        seen = await visible(interaction, proposal)
        shown, files = actions_answer(seen, await self.folkmoot.proposing.decoded(seen))
        await answer(interaction, view=shown, files=files)


async def setup(bot: FolkmootClient) -> None:
    bot.add_dynamic_items(DraftButton, AddAction, Correct, ChooseTrack)
    catch_forms(bot, ProposalForm, ActionForm)
    await bot.add_cog(Propose(bot))
    await bot.add_cog(Proposals(bot))
