"""/gov and /veto: what moderators and guardians do, each act in public."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.ids import RoleId
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.setup import SetupAnswers
from bot.domain.spaces.space import PagesFor
from bot.endpoint_registration import look_at_endpoint
from bot.services.actors import MODERATE, MODERATE_ROOT
from bot.services.governance.doctor import check_deliveries, check_mirror
from bot.services.governance.offices.moderation import CANCEL, OPEN_WITHOUT_REGISTRY, PAUSE, RESUME, VETO
from bot.wording.delivery.given_up import retried_lines
from bot.wording.governance.checks import check_line
from bot.wording.governance.offices.moderation import omitted_line, paused_line, resumed_line
from bot.wording.governance.spaces import (
    links_line,
    log_lines,
    pages_line,
    set_up_lines,
    voters_line,
)
from bot.wording.markup.plain_text import plain
from bot.wording.start_panel import panel_placed_lines
from cogs.components.autocomplete import ProposalIn, chains, presets, trust_levels
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of, server_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of, language_of_guild
from cogs.components.options import Reason, TalkChannel, TextChannel
from cogs.governance.address_commands import AddressCommands
from cogs.governance.announce_commands import AnnounceCommands
from cogs.governance.auditor_commands import AuditorCommands
from cogs.governance.backtest_commands import BacktestCommands
from cogs.governance.buttons import apply_policy, cancel, prove, veto
from cogs.governance.channels import (
    check_channels,
    check_events,
    check_roles,
    check_tags,
    check_voters,
    examine_holders,
)
from cogs.governance.data_commands import DataCommands
from cogs.governance.handover_commands import HandoverCommands
from cogs.governance.jury_commands import JuryCommands
from cogs.governance.modals import ProofModal
from cogs.governance.permission_commands import PermissionsCommand
from cogs.governance.policy_commands import PolicyCommands
from cogs.governance.policy_options import POLICY_OPTIONS
from cogs.governance.role_commands import RoleCommands
from cogs.governance.safe_commands import SafeCommands
from cogs.governance.settings_commands import SettingsCommands, take_settings
from cogs.governance.setup.components import SETUP_COMPONENTS
from cogs.governance.setup.pages import setup_view
from cogs.governance.space_commands import SpaceCommands
from cogs.governance.track_commands import TrackCommands
from cogs.governance.views import cancel_view, veto_view

Voting = app_commands.Transform[Proposal, ProposalIn(*PAUSE.states)]
Paused = app_commands.Transform[Proposal, ProposalIn(*RESUME.states)]
AboutToOpen = app_commands.Transform[Proposal, ProposalIn(*OPEN_WITHOUT_REGISTRY.states)]
InTimelock = app_commands.Transform[Proposal, ProposalIn(*VETO.states)]
Unfinished = app_commands.Transform[Proposal, ProposalIn(*CANCEL.states)]
_LOG_LINES = 15


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class GovernanceCommands(
    commands.GroupCog, group_name="gov", group_description="For moderators: set up and look after"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        announcements="Where cards and results are posted",
        discussion="A forum or text channel for the discussions",
        log="Where every administrative act is shown",
        moderators="Who may pause and cancel",
        guardians="Who may veto what has passed",
        preset="Begin with these rules, at first or anew",
        **POLICY_OPTIONS,
    )
    @app_commands.autocomplete(preset=presets, chain=chains, trust=trust_levels)
    async def setup(
        self,
        interaction: Interaction,
        announcements: TextChannel | None = None,
        discussion: TalkChannel | None = None,
        log: TextChannel | None = None,
        moderators: discord.Role | None = None,
        guardians: discord.Role | None = None,
        chain: str = "",
        sources: str = "",
        safe: str = "",
        preset: str = "",
        discussion_period: str = "",
        voting_period: str = "",
        timelock: str = "",
        quorum: str = "",
        threshold: str = "",
        trust: str = "",
    ) -> None:
        """Set the space up, or change it: step by step without options; what you leave out stays"""
        await interaction.response.defer(ephemeral=True)
        elders = [RoleId(role.id) if role else None for role in (moderators, guardians)]
        numbers = discussion_period, voting_period, timelock, quorum, threshold, trust
        answers = SetupAnswers(
            announcements, discussion, log, elders[0], elders[1], None, preset, chain, sources, safe, *numbers
        )
        actor, server, say = actor_of(interaction), server_of(interaction), language_of(interaction)
        if await self.services.guided_setup.asks(actor, answers):
            progress = await self.services.guided_setup.begin(actor, answers)
            await answer(interaction, view=setup_view(progress, server, say))
            return
        found = await self.services.space_setup.set_up(actor, answers)
        await answer_lines(
            interaction, set_up_lines(found, check_channels(server, found.space.channels), say)
        )

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(role="Who is told when a vote opens; nobody if left out")
    async def voters(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Mention a role once for each vote, when it opens; without a role nobody is mentioned"""
        say = language_of(interaction)
        space = await self.services.space_setup.name_voters(
            actor_of(interaction), RoleId(role.id) if role else None
        )
        checks = check_voters(server_of(interaction), space)
        mends = (check_line(check, say) for check in checks if not check.good)
        await answer_lines(interaction, [voters_line(space.voters, say), *mends])

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(channel="Where members begin; left out, it is taken away")
    async def panel(self, interaction: Interaction, channel: TextChannel | None = None) -> None:
        """Post and pin a panel with buttons for what every member needs"""
        await self.services.start_panels.place(actor_of(interaction), channel)
        checks = check_channels(server_of(interaction), {"panel": channel} if channel else {})
        await answer_lines(interaction, panel_placed_lines(channel, checks, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    async def doctor(self, interaction: Interaction) -> None:
        """Look at everything the space stands on, and how to mend what is ill"""
        await interaction.response.defer(ephemeral=True)
        actor, doctor = actor_of(interaction), self.services.doctor
        guild, here = actor.guild, (actor.guild, actor.channel)
        space, tracks = await self.services.space_setup.place(*here), await self.services.tracks.all(*here)
        server = server_of(interaction)
        say = language_of(interaction)
        of_posts = language_of_guild(interaction.client, guild)
        checks = [
            *check_channels(server, space.channels),
            *check_tags(server, space.discussion, of_posts),
            *check_roles(server, space),
            *await examine_holders(server, space, self.services.holders),
            *check_events(server, space),
        ]
        _, panel, _ = await self.services.start_panels.of(guild)
        if panel is not None and panel.channel is not None:
            checks += check_channels(server, {"panel": panel.channel})
        mirrors = [state.mirror for state in await self.services.mirroring.of(guild)]
        for channel in dict.fromkeys(mirror.channel for mirror in mirrors):
            checks += check_channels(server, {"mirror": channel})
        _, given_up = await self.services.retrying.given_up(guild)
        checks += [
            await look_at_endpoint(interaction.client, interaction.client.interactions_url),
            *await doctor.check_clock(),
            *await doctor.check_chains(),
            *await doctor.check_tracks(tracks),
            *await self.services.trusted_contracts.check(tracks),
            *await self.services.examined_server.check(space, tracks),
            *await self.services.checking_roles.check(space),
            *await doctor.check_stored([space]),
            *(check_mirror(mirror) for mirror in mirrors),
        ]
        checks.append(check_deliveries(given_up))
        await answer_lines(interaction, (check_line(check, say) for check in checks))

    @requires(MODERATE_ROOT)
    @app_commands.command()
    async def retry(self, interaction: Interaction) -> None:
        """Try again to say and hand over what was given up"""
        actor, say = actor_of(interaction), language_of(interaction)
        number = await self.services.retrying.retry(actor)
        await interaction.response.defer(ephemeral=True)
        hidden, seen = await self.services.submission.submit_all_again(actor.guild)
        await answer(interaction, retried_lines(number, hidden, seen, say))

    @requires(MODERATE_ROOT, option="visible")
    @app_commands.command()
    @app_commands.describe(visible="Who may see this server's votes in the browser")
    @app_commands.choices(
        visible=[
            app_commands.Choice(name="members of this server, after a login", value="members"),
            app_commands.Choice(name="everybody who has the address", value="public"),
            app_commands.Choice(name="nobody: there are no pages", value="off"),
        ]
    )
    async def pages(self, interaction: Interaction, visible: str = "") -> None:
        """Show where this server's pages are, or decide who may see them"""
        actor, access = actor_of(interaction), self.services.page_access
        if visible:
            space = await access.show_to(actor, PagesFor(visible))
        else:
            space = await self.services.space_setup.place(actor.guild)
        await answer(
            interaction, pages_line(space.pages, access.url_of_space(space), language_of(interaction))
        )

    @requires(MODERATE, option="links")
    @app_commands.command()
    @app_commands.describe(links="Which links of wallets the log shows from now on; left out, that stays")
    @app_commands.choices(
        links=[
            app_commands.Choice(name="each wallet that is linked or unlinked", value="all"),
            app_commands.Choice(name="only those that change or leave their account", value="moved"),
        ]
    )
    async def log(self, interaction: Interaction, links: str = "") -> None:
        """Show the last administrative acts, or decide whether links of wallets are among them"""
        actor, say = actor_of(interaction), language_of(interaction)
        decided = []
        if links:
            space = await self.services.space_setup.log_links(actor, links == "all")
            decided.append(links_line(space.logs_links, say))
        entries = await self.services.public_log.newest(actor.guild, limit=_LOG_LINES)
        await answer_lines(interaction, [*decided, *log_lines(entries, say)])

    @requires(PAUSE)
    @app_commands.command()
    @app_commands.describe(proposal="A proposal that is being voted on", reason="Why; everyone reads it")
    async def pause(self, interaction: Interaction, proposal: Voting, reason: Reason) -> None:
        """Stop a vote for a while; its end moves by as much"""
        await self.services.moderation.pause(actor_of(interaction), proposal.id, reason)
        await answer(interaction, paused_line(proposal.number, language_of(interaction)))

    @requires(RESUME)
    @app_commands.command()
    @app_commands.describe(proposal="A paused proposal", reason="Why; everyone reads it")
    async def resume(self, interaction: Interaction, proposal: Paused, reason: Reason) -> None:
        """Go on with a paused vote"""
        await self.services.moderation.resume(actor_of(interaction), proposal.id, reason)
        await answer(interaction, resumed_line(proposal.number, language_of(interaction)))

    @requires(OPEN_WITHOUT_REGISTRY)
    @app_commands.command()
    @app_commands.describe(proposal="A proposal about to open", reason="Why; everyone reads it")
    async def open(self, interaction: Interaction, proposal: AboutToOpen, reason: Reason) -> None:
        """Open a vote without what wallets delegate on chain, where that can't be read"""
        await self.services.moderation.open_without_registry(actor_of(interaction), proposal.id, reason)
        await answer(interaction, omitted_line(proposal.number, language_of(interaction)))

    @requires(CANCEL)
    @app_commands.command()
    @app_commands.describe(proposal="A proposal without a result yet", reason="Why; everyone reads it")
    async def cancel(self, interaction: Interaction, proposal: Unfinished, reason: Reason) -> None:
        """End a proposal before it has a result; this can't be undone"""
        shown = plain(reason).strip()
        found = await self.services.moderation.check_cancel(actor_of(interaction), proposal.id, shown)
        await answer(interaction, view=cancel_view(found, shown, language_of(interaction)))


class VetoCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(VETO)
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(proposal="A proposal in its timelock", reason="Why; everyone reads it")
    async def veto(self, interaction: Interaction, proposal: InTimelock, reason: Reason) -> None:
        """For guardians: stop what has passed before it is executed; this can't be undone"""
        shown = plain(reason).strip()
        found = await self.services.moderation.check_veto(actor_of(interaction), proposal.id, shown)
        await answer(interaction, view=veto_view(found, shown, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    register(bot, cancel, veto, apply_policy, take_settings, prove, ProofModal, *SETUP_COMPONENTS)
    governing = GovernanceCommands(bot)
    group = governing.app_command
    assert isinstance(group, app_commands.Group), "a GroupCog has one"
    group.add_command(SpaceCommands(bot))
    group.add_command(TrackCommands(bot))
    group.add_command(PolicyCommands(bot))
    group.add_command(SafeCommands(bot))
    group.add_command(AddressCommands(bot))
    group.add_command(AuditorCommands(bot))
    await bot.add_cog(governing)
    await bot.add_cog(VetoCommand(bot))
    await bot.add_cog(AnnounceCommands(bot))
    await bot.add_cog(JuryCommands(bot))
    await bot.add_cog(RoleCommands(bot))
    await bot.add_cog(BacktestCommands(bot))
    await bot.add_cog(HandoverCommands(bot))
    await bot.add_cog(PermissionsCommand(bot))
    await bot.add_cog(SettingsCommands(bot))
    await bot.add_cog(DataCommands(bot))
