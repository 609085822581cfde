"""/gov treasury: what the treasury looks at, and by which feeds it is valued."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.accounts.accounts import LONGEST_NAME
from bot.domain.errors import NotSetUp
from bot.domain.treasury.drift import BandKind
from bot.domain.treasury.positions import POSITIONS
from bot.services.actors import MODERATE
from bot.services.treasury.targeting import WantedTargets
from bot.services.treasury.watching import LONGEST_SYMBOL, Wanted
from bot.wording.treasury.watching import (
    forgotten_lines,
    settings_lines,
    targeted_lines,
    untargeted_lines,
    watched_lines,
)
from cogs.components.autocomplete import Suggestions, chains, matching
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of

Account = app_commands.Range[str, 1, LONGEST_NAME]
NONE = "none"
"""Takes all targets out."""
Name = app_commands.Range[str, 1, LONGEST_SYMBOL]


async def watched_names(interaction: Interaction, typed: str) -> Suggestions:
    """What the treasury looks at by a name of its own."""
    try:
        actor = actor_of(interaction)
        settings = await interaction.client.services.watching.settings(actor.guild, actor.channel)
    except NotSetUp:
        return []
    names = dict.fromkeys(each.symbol for each in settings.watched)
    return matching(((name, name) for name in names), typed)


class WatchCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="treasury", description="What the treasury looks at, and how it is valued")
        self.services = bot.services

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        kind="What it is",
        name="How it is called here, such as USDC",
        address="Its contract, or a name of the address book; of a coin nothing",
        feed="The contract of a Chainlink feed in US dollars on the same chain",
        heartbeat="How often the feed is renewed at least, such as 1h; 25h if left out",
        number="The number of the token, for erc1155",
        chain="The chain that it is on; the first one if left out",
    )
    @app_commands.choices(kind=[app_commands.Choice(name=kind, value=kind) for kind in POSITIONS])
    @app_commands.autocomplete(chain=chains)
    async def watch(
        self,
        interaction: Interaction,
        kind: str,
        name: Name,
        address: Account = "",
        feed: Account = "",
        heartbeat: app_commands.Range[str, 1, 20] = "",
        number: app_commands.Range[str, 1, 80] = "",
        chain: str = "",
    ) -> None:
        """Have the treasury look at something, and by which feed it is valued"""
        await interaction.response.defer(ephemeral=True)
        wanted = Wanted(kind, name, address, number, feed, heartbeat, chain)
        made, description = await self.services.watching.watch(actor_of(interaction), wanted)
        await answer_lines(
            interaction, watched_lines(made, description, self.services.chain_names, language_of(interaction))
        )

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(name="How it is called here")
    @app_commands.autocomplete(name=watched_names)
    async def forget(self, interaction: Interaction, name: Name) -> None:
        """Look no more at something"""
        gone = await self.services.watching.forget(actor_of(interaction), name)
        await answer_lines(
            interaction, forgotten_lines(gone, self.services.chain_names, language_of(interaction))
        )

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        shares="Each asset with its share, such as ETH 60%, USDC 40%; none takes all targets out",
        band="How far a share may be from its target, such as 5%",
        measured="Whether the band is of all (absolute) or of the target (relative)",
        every="How often it is rebalanced whatever the shares are, such as 90d",
    )
    async def target(
        self,
        interaction: Interaction,
        shares: app_commands.Range[str, 1, 600],
        band: app_commands.Range[str, 1, 20] = "",
        measured: BandKind = BandKind.ABSOLUTE,
        every: app_commands.Range[str, 1, 20] = "",
    ) -> None:
        """Set the shares that the treasury is to have, and how far they may drift"""
        actor, say = actor_of(interaction), language_of(interaction)
        if shares.strip().casefold() == NONE:
            await self.services.targeting.untarget(actor)
            await answer_lines(interaction, untargeted_lines(say))
            return
        made = await self.services.targeting.target(actor, WantedTargets(shares, band, measured, every))
        await answer_lines(interaction, targeted_lines(made, say))

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show what the treasury looks at"""
        actor = actor_of(interaction)
        settings = await self.services.watching.settings(actor.guild, actor.channel)
        await answer_lines(
            interaction, settings_lines(settings, self.services.chain_names, language_of(interaction))
        )
