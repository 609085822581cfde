"""/gov mirror: what is decided elsewhere on a chain, shown here."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.accounts.accounts import LONGEST_NAME
from bot.domain.mirrors import MIRROR_KINDS
from bot.services.actors import MODERATE_ROOT
from bot.wording.mirrors.mirrors import added_lines, mirror_lines, removed_line
from cogs.components.autocomplete import chains, mirrored
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import TalkChannel
from cogs.mirrors.voting import vote_on_chain, vote_on_this

Account = app_commands.Range[str, 1, LONGEST_NAME]


class MirrorCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="mirror", description="What is decided elsewhere on a chain, shown here")
        self.services = bot.services

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(
        kind="What the contract is",
        address="0x and 40 digits, eth:0x…, an ENS name, or a name of the address book",
        channel="Where its proposals are shown: a forum or text channel",
        chain="The chain that it is on; the first one if left out",
    )
    @app_commands.choices(kind=[app_commands.Choice(name=kind, value=kind) for kind in MIRROR_KINDS])
    @app_commands.autocomplete(chain=chains)
    async def add(
        self, interaction: Interaction, kind: str, address: Account, channel: TalkChannel, chain: str = ""
    ) -> None:
        """Show the proposals of a contract, such as another DAO's Governor"""
        await interaction.response.defer(ephemeral=True)
        mirror = await self.services.mirroring.add(actor_of(interaction), kind, address, channel, chain)
        await answer_lines(interaction, added_lines(mirror, language_of(interaction)))

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(address="A contract that is mirrored")
    @app_commands.autocomplete(address=mirrored)
    async def remove(self, interaction: Interaction, address: Account) -> None:
        """Show a contract's proposals no more; what was posted stays"""
        mirror = await self.services.mirroring.remove(actor_of(interaction), address)
        await answer(interaction, removed_line(mirror, language_of(interaction)))

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show what is mirrored, and how far it is read"""
        states = await self.services.mirroring.of(actor_of(interaction).guild)
        names = self.services.chain_names
        await answer_lines(interaction, mirror_lines(states, names, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    group = bot.tree.get_command("gov")
    assert isinstance(group, app_commands.Group), "it is loaded first"
    group.add_command(MirrorCommands(bot))
    votes = bot.tree.get_command("vote")
    assert isinstance(votes, app_commands.Group), "it is loaded first"
    votes.add_command(vote_on_chain)
    register(bot, vote_on_this)
