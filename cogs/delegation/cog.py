"""/delegate: delegate one's power to somebody who votes, and be somebody who votes for others."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.delegation.delegation import MOST_PARTS
from bot.domain.ids import MemberId
from bot.services.delegation.delegating import DELEGATE, EVERY_TRACK
from bot.wording.delegation.delegated_power import on_chain_lines, undelegated_lines
from bot.wording.delegation.delegations import all_tracks, made_lines, mine_lines, revoked_lines
from cogs.components.autocomplete import Suggestions, matching
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import DelegateOption
from cogs.delegation.buttons import board_from_panel, delegate_by_button, edit_profile, show_board
from cogs.delegation.modals import ProfileModal
from cogs.delegation.views import profile_view

_Length = app_commands.Range[str, 1, 30]
_Parts = app_commands.Range[int, 1, MOST_PARTS]


async def tracks_with_delegation(interaction: Interaction, typed: str) -> Suggestions:
    """Where power may be delegated."""
    asker = actor_of(interaction)
    tracks = await interaction.client.services.delegating.tracks(asker.guild, asker.channel)
    return matching(((track.name, track.name) for track in tracks), typed)


async def own_topics(interaction: Interaction, typed: str) -> Suggestions:
    """The topics for which the member has delegated."""
    mine = await interaction.client.services.delegating.mine(actor_of(interaction))
    topics = {each.track for each in mine.made}
    names = [track.name for topic, track in mine.tracks.items() if topic in topics]
    everywhere = [(all_tracks(language_of(interaction)), EVERY_TRACK)] if None in topics else []
    return matching([*everywhere, *((name, name) for name in names)], typed)


@app_commands.guild_only()
class DelegateCommands(
    commands.GroupCog, group_name="delegate", group_description="Delegate your power to somebody who votes"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(DELEGATE)
    @app_commands.command()
    @app_commands.describe(
        member="Who votes with your power, until you vote yourself",
        track="On which kind of decisions; on all that have no delegate of their own when left out",
        until="How long, such as 90d; until you revoke it when left out",
        notify_me="Be told in a direct message how they vote",
    )
    @app_commands.autocomplete(track=tracks_with_delegation)
    async def to(
        self,
        interaction: Interaction,
        member: DelegateOption,
        track: app_commands.Range[str, 1, 100] | None = None,
        until: _Length | None = None,
        notify_me: bool = False,
    ) -> None:
        """Let a member vote with your power in votes that open from now on"""
        made = await self.services.delegating.delegate(
            actor_of(interaction), member, track=track or "", until=until or "", notify=notify_me
        )
        await answer(interaction, "\n".join(made_lines(made, language_of(interaction))))

    @requires(DELEGATE)
    @app_commands.command()
    @app_commands.describe(
        first="Who gets one part of your power",
        first_parts="How many parts: 60 beside 40 is six tenths of it",
        second="Who gets another part",
        second_parts="How many parts",
        third="Who gets another part",
        third_parts="How many parts",
        fourth="Who gets another part",
        fourth_parts="How many parts",
        fifth="Who gets another part",
        fifth_parts="How many parts",
        track="On which kind of decisions; on all that have no delegate of their own when left out",
        until="How long, such as 90d; until you revoke it when left out",
        notify_me="Be told in a direct message how they vote",
    )
    @app_commands.autocomplete(track=tracks_with_delegation)
    async def split(
        self,
        interaction: Interaction,
        first: DelegateOption,
        first_parts: _Parts,
        second: DelegateOption,
        second_parts: _Parts,
        third: DelegateOption | None = None,
        third_parts: _Parts | None = None,
        fourth: DelegateOption | None = None,
        fourth_parts: _Parts | None = None,
        fifth: DelegateOption | None = None,
        fifth_parts: _Parts | None = None,
        track: app_commands.Range[str, 1, 100] | None = None,
        until: _Length | None = None,
        notify_me: bool = False,
    ) -> None:
        """Let several members vote with your power, each with a part of it"""
        named = [(first, first_parts), (second, second_parts), (third, third_parts), (fourth, fourth_parts)]
        made = await self.services.delegating.split(
            actor_of(interaction),
            [(member, parts or 0) for member, parts in [*named, (fifth, fifth_parts)] if member is not None],
            track=track or "",
            until=until or "",
            notify=notify_me,
        )
        await answer(interaction, "\n".join(made_lines(made, language_of(interaction))))

    @requires(DELEGATE)
    @app_commands.command(extras=UNASKED)
    @app_commands.describe(topic="Which of your delegations; all of them when left out")
    @app_commands.autocomplete(topic=own_topics)
    async def revoke(
        self, interaction: Interaction, topic: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """Take your power back, for votes that open from now on"""
        actor = actor_of(interaction)
        revoked = await self.services.delegating.revoke(actor, topic or "")
        mine = await self.services.delegating.mine(actor)
        await answer(interaction, "\n".join(revoked_lines(revoked, mine, language_of(interaction))))

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show to whom you delegate, and who delegates to you"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        mine = await self.services.delegating.mine(actor)
        on_chain = await self.services.delegated_powers.on_chain_now(actor)
        say = language_of(interaction)
        lines = mine_lines(mine, self.services.clock.now(), say)
        await answer_lines(
            interaction, [*lines, *undelegated_lines(on_chain, say), *on_chain_lines(on_chain, say)]
        )

    @app_commands.command()
    @app_commands.describe(member="Whose profile; your own, which you can edit, when left out")
    async def profile(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show what a delegate stands for and how they voted; write your own"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        whose = MemberId(member.id) if member else actor.member
        portrait = await self.services.delegating.portrait(actor.guild, whose, actor.channel)
        reputation = await self.services.reputation.of_member(actor.guild, whose, actor.channel)
        view = profile_view(portrait, reputation, language_of(interaction), own=whose == actor.member)
        await answer(interaction, view=view)

    @app_commands.command(extras=UNASKED)
    async def board(self, interaction: Interaction) -> None:
        """Show the delegates of this server, and how often they vote"""
        await show_board(interaction)


async def setup(bot: FolkmootClient) -> None:
    register(bot, edit_profile, delegate_by_button, board_from_panel, ProfileModal)
    await bot.add_cog(DelegateCommands(bot))
