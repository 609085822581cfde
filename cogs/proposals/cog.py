"""/propose and /proposal: from a first draft to a proposal that everyone can read."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.accounts.accounts import LONGEST_NAME
from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.delegation.delegated_power import OnChainDelegation
from bot.services.proposals.drafting.authorship import DRAFT, EDIT, INVITE, WITHDRAW, withdrawable
from bot.wording.proposals.drafts.coauthors import left_line
from bot.wording.proposals.lifecycle.progress import progress_lines
from cogs.components.autocomplete import (
    AnyProposal,
    ProposalIn,
    book_names,
    every_track,
    open_tracks,
    sendable,
)
from cogs.components.cards.cards import card_view
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.proposals.buttons import (
    add_act,
    add_action,
    ask_again,
    bring_up,
    discard,
    edit,
    pick_track,
    sign_request,
    submit,
    withdraw,
)
from cogs.proposals.coauthors import accept, decline, invite, look
from cogs.proposals.dry_run import DryRunCommand, end, go_on
from cogs.proposals.files import actions_answer, diff_answer, rest_of_actions
from cogs.proposals.imported import imported, turn_imported
from cogs.proposals.listing import GROUPS, list_view, turn_page, votes_from_panel
from cogs.proposals.minutes import minutes, register_of_decisions
from cogs.proposals.modals import DraftModal, EditModal, LineModal, open_draft
from cogs.proposals.prefilled import Prefilled, prefilled
from cogs.proposals.proposing_spaces import PARTS
from cogs.proposals.rebalancing import draft_rebalancing
from cogs.proposals.reporting import ProgressModal, ReportModal, report
from cogs.proposals.requesting import payment_line, request_payment
from cogs.proposals.sharing import answer_with_draft, read, share
from cogs.proposals.showing import answer_draft
from cogs.proposals.sponsoring import ask_sponsors, sponsor, sponsor_details, unsponsor
from cogs.proposals.statements import STATEMENT_COMMANDS, STATEMENT_COMPONENTS
from cogs.proposals.templates import TemplateModal, template
from cogs.proposals.views import track_picker_view, withdraw_view

Amount = app_commands.Range[str, 1, 100]
Account = app_commands.Range[str, 1, LONGEST_NAME]

OwnEditable = app_commands.Transform[Proposal, ProposalIn(*EDIT.states, own=True)]


class WithdrawableIn(ProposalIn):
    """An option that takes a proposal by its number, and suggests to its author what can be taken back."""

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return asker in proposal.authors and now in withdrawable(proposal)


OwnWithdrawable = app_commands.Transform[Proposal, WithdrawableIn()]


class CoauthoredIn(ProposalIn):
    """Suggests to its authors what may get co-authors, or has some that may be taken off."""

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return asker in proposal.authors and (now in INVITE.states or bool(proposal.coauthors))


OwnCoauthored = app_commands.Transform[Proposal, CoauthoredIn()]


class ProposeCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(DRAFT)
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        track="Which kind of decision; you choose among them if left out",
        amount="To pay something: how much, such as 1.5 or 25000",
        token="What is paid: the chain's coin, a token that this server knows, or its address",
        to="Who is paid: an address, an ENS name, or a name of the address book",
        member="Who is paid instead: a member, to their primary wallet",
    )
    @app_commands.autocomplete(track=open_tracks, token=sendable, to=book_names)
    async def propose(
        self,
        interaction: Interaction,
        track: str = "",
        amount: Amount = "",
        token: Account = "",
        to: Account = "",
        member: discord.User | None = None,
    ) -> None:
        """Write a proposal; you see it first, nothing is posted before you submit it"""
        actor, begun = actor_of(interaction), Prefilled()
        if amount or token or to or member:
            begun = Prefilled(actions=payment_line(amount, token, to, member))
        if chosen := await self.services.tracks.for_proposals(actor.guild, track, actor.channel):
            await open_draft(interaction, chosen, begun)
        else:
            await interaction.response.defer(ephemeral=True)
            track_choices = await self.services.track_eligibility.tracks(actor)
            kept = prefilled(interaction.client).keep(actor.member, begun) if begun.actions else ""
            undelegated: list[OnChainDelegation] = []
            if any(each.missing for each in track_choices):
                undelegated = await self.services.delegated_powers.on_chain_now(actor)
            picker = track_picker_view(track_choices, undelegated, language_of(interaction), kept)
            await answer(interaction, view=picker)


@app_commands.guild_only()
class ProposalCommands(
    commands.GroupCog, group_name="proposal", group_description="Proposals of this server"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @app_commands.command(name="list", extras=UNASKED)
    @app_commands.describe(
        state="Where they stand; any if left out",
        track="Only those on this track",
        author="Only those of this member",
        text="Only those with these words, or words that begin like them, in title or text",
    )
    @app_commands.autocomplete(track=every_track)
    @app_commands.choices(state=GROUPS)
    async def list_(
        self,
        interaction: Interaction,
        state: str = "",
        track: str = "",
        author: discord.User | None = None,
        text: str = "",
    ) -> None:
        """Show the newest proposals and where they stand, or find some again"""
        by = MemberId(author.id) if author else None
        asked = self.services.finding.wanted(
            actor_of(interaction), state=state, track=track, author=by, text=text
        )
        await answer(interaction, view=await list_view(interaction, await asked))

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(proposal="The proposal's number")
    async def view(self, interaction: Interaction, proposal: AnyProposal) -> None:
        """Show a proposal as it stands now"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        if proposal.submission is None:
            await answer_with_draft(interaction, proposal.id)
        else:
            card = await self.services.cards.card(proposal.id, actor.guild)
            reports, say = await self.services.progress.of(proposal.id), language_of(interaction)
            await answer(interaction, view=card_view(card, say))
            await answer_lines(interaction, progress_lines(reports, say))

    @requires(EDIT)
    @app_commands.command()
    @app_commands.describe(proposal="Your draft, or your proposal while it is discussed")
    async def edit(self, interaction: Interaction, proposal: OwnEditable) -> None:
        """Change a proposal of yours until its vote opens"""
        found = await self.services.proposal_reading.editable(actor_of(interaction), proposal.id)
        await EditModal.of(found).open(interaction)

    @requires(EDIT)
    @app_commands.command()
    @app_commands.describe(
        proposal="Your draft, or your proposal while it is discussed",
        amount="Such as 1.5 or 25000",
        token="The chain's coin, a token that this server knows, or its address",
        to="An address, an ENS name, or a name of the address book",
        member="Instead: a member, who gets it to their primary wallet",
    )
    @app_commands.autocomplete(token=sendable, to=book_names)
    async def pay(
        self,
        interaction: Interaction,
        proposal: OwnEditable,
        amount: Amount,
        token: Account,
        to: Account = "",
        member: discord.User | None = None,
    ) -> None:
        """Add a payment to a proposal of yours"""
        await interaction.response.defer(ephemeral=True)
        line = payment_line(amount, token, to, member)
        preview = await self.services.proposing.add_action(actor_of(interaction), proposal.id, line)
        await answer_draft(interaction, preview, own=True)

    @requires(WITHDRAW)
    @app_commands.command()
    @app_commands.describe(
        proposal="Your draft, or your proposal until its vote opens (until it passes, where members stake)"
    )
    async def withdraw(self, interaction: Interaction, proposal: OwnWithdrawable) -> None:
        """Take a proposal of yours back until its vote opens"""
        found = await self.services.proposal_reading.withdrawable(actor_of(interaction), proposal.id)
        await answer(interaction, view=withdraw_view(found, language_of(interaction)))

    @requires(INVITE)
    @app_commands.command()
    @app_commands.describe(
        proposal="Your draft, or your proposal while it is discussed",
        member="Whom you ask, where everybody here reads it; who writes along already is taken off",
    )
    async def coauthor(self, interaction: Interaction, proposal: OwnCoauthored, member: discord.User) -> None:
        """Ask a member to write a proposal of yours with you, or take one off"""
        actor, asked = actor_of(interaction), MemberId(member.id)
        if asked in proposal.coauthors:
            await self.services.coauthors.leave(actor, proposal.id, asked)
            await answer(interaction, left_line(asked, language_of(interaction)))
            return
        found = await self.services.coauthors.invitable(actor, proposal.id, asked)
        await invite(interaction, found, asked)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(proposal="The proposal's number", revision="Which edit; the last one if left out")
    async def diff(
        self,
        interaction: Interaction,
        proposal: AnyProposal,
        revision: app_commands.Range[int, 1, 100_000] | None = None,
    ) -> None:
        """Show what an edit changed"""
        actor = actor_of(interaction)
        revisions = await self.services.proposal_reading.revisions(actor.guild, proposal.id, actor.member)
        shown, files = diff_answer(proposal, revisions, revision, language_of(interaction))
        await answer(interaction, view=shown, files=files)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(proposal="The proposal's number")
    async def actions(self, interaction: Interaction, proposal: AnyProposal) -> None:
        """Show what a proposal does if it passes, decoded and to the byte"""
        await interaction.response.defer(ephemeral=True)
        decoded = await self.services.decoded_actions.of(proposal)
        milestones = await self.services.showing_milestones.of(proposal)
        say = language_of(interaction)
        shown, files = actions_answer(proposal, decoded, say, milestones)
        await answer(interaction, view=shown, files=files)
        for page in rest_of_actions(proposal, decoded, say, milestones):
            await answer(interaction, view=page)


async def setup(bot: FolkmootClient) -> None:
    register(
        bot,
        pick_track,
        votes_from_panel,
        turn_page,
        turn_imported,
        draft_rebalancing,
        add_act,
        add_action,
        submit,
        edit,
        bring_up,
        discard,
        withdraw,
        sign_request,
        ask_again,
    )
    register(bot, accept, decline, look, read)
    register(bot, go_on, end)
    register(bot, ask_sponsors, sponsor, unsponsor, sponsor_details)
    register(bot, *STATEMENT_COMPONENTS)
    register(bot, DraftModal, EditModal, LineModal, ReportModal, ProgressModal, TemplateModal)
    await bot.add_cog(ProposeCommand(bot))
    await bot.add_cog(DryRunCommand(bot))
    commands_of_proposals = ProposalCommands(bot)
    assert isinstance(commands_of_proposals.app_command, app_commands.Group), "it is a GroupCog"
    commands_of_proposals.app_command.add_command(report)
    commands_of_proposals.app_command.add_command(share)
    commands_of_proposals.app_command.add_command(template)
    commands_of_proposals.app_command.add_command(minutes)
    commands_of_proposals.app_command.add_command(register_of_decisions)
    commands_of_proposals.app_command.add_command(imported)
    for each in STATEMENT_COMMANDS:
        commands_of_proposals.app_command.add_command(each)
    await bot.add_cog(commands_of_proposals)
    group = bot.tree.get_command("treasury")
    assert isinstance(group, app_commands.Group), "it is loaded first"
    group.add_command(request_payment)
    bot.tree.add_command(PARTS)
