"""/announce digest, /announce events: what a server is told by itself, beside its votes."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.local_time import Weekday, zone_named
from bot.domain.notices.digest_time import DigestTime
from bot.services.actors import MODERATE_ROOT
from bot.wording.delivery.vote_events import events_line
from bot.wording.governance.checks import check_line
from bot.wording.notices.digests import digest_time_lines
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of, server_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.governance.channels import check_events


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class AnnounceCommands(
    commands.GroupCog, group_name="announce", group_description="For moderators: what members see by itself"
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(MODERATE_ROOT, option="day")
    @app_commands.command()
    @app_commands.describe(
        day="On which day of the week; left out, it is shown when it comes",
        hour="At which hour, by the clocks of the zone; 9 if left out",
        zone="A large city in the time zone, such as Berlin, or UTC+2; UTC if left out",
    )
    @app_commands.choices(
        day=[
            *(app_commands.Choice(name=day.name.lower(), value=day.name) for day in Weekday),
            app_commands.Choice(name="never: there is no digest", value="never"),
        ]
    )
    async def digest(
        self,
        interaction: Interaction,
        day: str = "",
        hour: app_commands.Range[int, 0, 23] = 9,
        zone: str = "UTC",
    ) -> None:
        """Post once a week what is open, what was decided, who wrote and what was paid"""
        services, actor = self.services, actor_of(interaction)
        if not day:
            time = await services.digesting.time(actor.guild)
            next_at = time.after(services.clock.now()) if time else None
        else:
            time = None if day == "never" else DigestTime(Weekday[day], hour, zone_named(zone))
            next_at = await services.digesting.set(actor, time)
        await answer_lines(interaction, digest_time_lines(time, next_at, language_of(interaction)))

    @requires(MODERATE_ROOT, option="votes")
    @app_commands.command()
    @app_commands.describe(
        votes="Whether votes have events in the server's calendar; left out, that is shown"
    )
    @app_commands.choices(
        votes=[
            app_commands.Choice(name="each vote has an event", value="on"),
            app_commands.Choice(name="votes have no events", value="off"),
        ]
    )
    async def events(self, interaction: Interaction, votes: str = "") -> None:
        """Show each vote in the server's calendar, or none"""
        services, actor, say = self.services, actor_of(interaction), language_of(interaction)
        if votes:
            space = await services.vote_events.switch(actor, on=votes == "on")
        else:
            space = await services.space_setup.place(actor.guild)
        checks = check_events(server_of(interaction), space)
        mends = (check_line(check, say) for check in checks if not check.good)
        await answer_lines(interaction, [events_line(space.events, say), *mends])
