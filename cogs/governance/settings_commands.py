"""/settings: the rules of one server as a file that another one takes as its own."""

import io

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import BadSettingsFile
from bot.domain.errors.governance.policy_files import FileTooLarge
from bot.domain.ids import ChannelId, RoleId
from bot.domain.spaces.settings_file import LARGEST, settings_toml
from bot.services.actors import MODERATE
from bot.services.governance.setup.settings_copies import EXPORT_SETTINGS, ServerNames
from bot.wording.governance.setup.settings_files import exported_lines, read_lines, take_label, taken_lines
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.cards.pages import pages
from cogs.components.interactions.actors import actor_of, server_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import TOKEN, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.interactions.requirements import requires
from cogs.components.interactions.token_store import TokenStores
from cogs.components.language import language_of

FILE = "folkmoot-settings.toml"
TAKE = CustomId("take-settings", token=TOKEN)
_IN_MEMORY = 20
_read = TokenStores[bytes](_IN_MEMORY)
"""Files that were read, and wait for the moderator to say yes."""


def _names(server: discord.Guild) -> ServerNames:
    roles = {RoleId(role.id): role.name for role in server.roles if not role.is_default()}
    return ServerNames(roles, {ChannelId(each.id): each.name for each in server.categories})


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class SettingsCommands(
    commands.GroupCog,
    group_name="settings",
    group_description="For moderators: the same rules in another server",
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.copies = bot.services.settings_copies

    @requires(EXPORT_SETTINGS)
    @app_commands.command(name="export")
    async def export_(self, interaction: Interaction) -> None:
        """Give rules, tracks, address book and templates as a file for another server"""
        settings = await self.copies.of(actor_of(interaction), _names(server_of(interaction)))
        file = discord.File(io.BytesIO(settings_toml(settings).encode()), FILE)
        await answer_lines(interaction, exported_lines(language_of(interaction)), file)

    @requires(MODERATE)
    @app_commands.command(name="import")
    @app_commands.describe(file="What /settings export gave in the other server, at most 256 KB")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Read another server's settings; they are shown in sentences first"""
        await interaction.response.defer(ephemeral=True)
        actor, say = actor_of(interaction), language_of(interaction)
        if file.size > LARGEST:
            raise BadSettingsFile(FileTooLarge(LARGEST))
        data = await file.read()
        taken = await self.copies.read(actor, data, _names(server_of(interaction)))
        token = _read(interaction.client).keep(actor.member, data)
        chains = interaction.client.services.chain_names
        *first, last = pages(read_lines(taken, chains, say), LAYOUT_LIMIT)
        for page in first:
            await answer(interaction, view=lines_view(page, say=say))
        button = ui.Button[ui.LayoutView](
            label=take_label(say), style=discord.ButtonStyle.primary, custom_id=TAKE(token=token)
        )
        await answer(interaction, view=lines_view(last, say=say).add_item(ui.ActionRow(button)))


@component(TAKE, MODERATE)
async def take_settings(interaction: Interaction, token: str) -> None:
    """Take what stands above the button."""
    actor, say = actor_of(interaction), language_of(interaction)
    data = _read(interaction.client).found(actor.member, token)
    await interaction.response.defer()
    copies = interaction.client.services.settings_copies
    taken = await copies.take(actor, data, _names(server_of(interaction)))
    await rewrite(interaction, lines_view(*taken_lines(taken, say), say=say))
