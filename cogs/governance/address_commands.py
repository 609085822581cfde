"""/gov address: how this server calls accounts."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.accounts.accounts import LONGEST_LABEL, LONGEST_NAME
from bot.services.actors import MODERATE_ROOT
from bot.wording.governance.address_book import added_lines, book_lines, removed_lines
from cogs.components.autocomplete import book_names, chains
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of

Name = app_commands.Range[str, 1, LONGEST_LABEL]
Account = app_commands.Range[str, 1, LONGEST_NAME]


class AddressCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="address", description="The address book: how this server calls accounts")
        self.services = bot.services

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(
        name="How the account is called here, such as treasury or RIVER",
        address="0x and 40 digits, eth:0x…, an ENS name, or a mention of a member",
        chain="The chain that it is on; the first one if left out",
    )
    @app_commands.autocomplete(chain=chains)
    async def add(self, interaction: Interaction, name: Name, address: Account, chain: str = "") -> None:
        """Give an account a name; it is shown beside the address, never in its place"""
        await interaction.response.defer(ephemeral=True)
        say = language_of(interaction)
        entry = await self.services.address_book.add(actor_of(interaction), name, address, chain)
        await answer_lines(interaction, added_lines(entry, self.services.chain_names, say))

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(name="An entry of the address book", chain="Its chain, if several have the name")
    @app_commands.autocomplete(name=book_names, chain=chains)
    async def remove(self, interaction: Interaction, name: Name, chain: str = "") -> None:
        """Take a name out of the address book; what was written with it keeps its address"""
        say = language_of(interaction)
        entry = await self.services.address_book.remove(actor_of(interaction), name, chain)
        await answer_lines(interaction, removed_lines(entry, self.services.chain_names, say))

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show the address book"""
        entries = await self.services.address_book.entries(actor_of(interaction).guild)
        await answer_lines(
            interaction, book_lines(entries, self.services.chain_names, language_of(interaction))
        )
