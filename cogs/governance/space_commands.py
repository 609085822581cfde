"""/gov space: the parts of a server's DAO, and where each lives."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.errors import NotSetUp
from bot.wording.governance.spaces import space_lines
from bot.wording.governance.tree import tree_lines
from cogs.components.autocomplete import Suggestions, matching
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of


async def space_names(interaction: Interaction, typed: str) -> Suggestions:
    """The spaces of the server, those that were dissolved too; none before it is set up."""
    try:
        tree = await interaction.client.services.space_tree.of(actor_of(interaction).guild)
    except NotSetUp:
        return []
    return matching(((space.name, space.name) for _, space in tree.walk()), typed)


class SpaceCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="space", description="This server's DAO and its parts")
        self.services = bot.services

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(space="That of this channel if left out")
    @app_commands.autocomplete(space=space_names)
    async def show(self, interaction: Interaction, space: str = "") -> None:
        """Show channels, roles and rules"""
        actor = actor_of(interaction)
        found = await self.services.space_tree.described(actor.guild, space, actor.channel)
        pages = self.services.page_access.url_of_space(found.space)
        await answer_lines(interaction, space_lines(found, pages, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    async def tree(self, interaction: Interaction) -> None:
        """Show this server's DAO and its parts, each below the one that created it"""
        actor = actor_of(interaction)
        tree = await self.services.space_tree.of(actor.guild)
        here = await self.services.space_setup.place(actor.guild, actor.channel)
        await answer_lines(interaction, tree_lines(tree, here, language_of(interaction)))
