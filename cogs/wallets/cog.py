"""/wallet: link accounts on chain to one's Discord account."""

from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.accounts.mandate import Term, terms_named
from bot.domain.policy.trust import TrustLevel
from bot.wording.accounts.wallets import primary_line, wallet_lines
from cogs.components.autocomplete import own_wallets
from cogs.components.interactions.actors import actor_of, guild_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.wallets.beginning import begin
from cogs.wallets.buttons import link, show_power, sign, unlink
from cogs.wallets.modals import LinkModal, SignatureModal
from cogs.wallets.views import sign_view, unlink_view

_TERMS = {
    Term.ENDLESS: "until I unlink it",
    Term.MONTH: "30 days",
    Term.QUARTER: "90 days",
    Term.YEAR: "1 year",
}


@app_commands.guild_only()
class WalletCommands(commands.GroupCog, group_name="wallet", group_description="Your wallets in this server"):
    def __init__(self, bot: FolkmootClient) -> None:
        self.wallets = bot.services.wallets

    @app_commands.command()
    @app_commands.describe(
        address="Only to sign elsewhere: the account, 0x and 40 digits, or its ENS name",
        chain="For a Safe or another contract: the chain on which it is asked, and counts",
        until="For votes that open within this time; left out, until you unlink it",
        up_to="On tracks up to this trust level; left out, on all",
    )
    @app_commands.choices(
        until=[app_commands.Choice(name=name, value=term.value) for term, name in _TERMS.items()],
        up_to=[app_commands.Choice(name=level.value, value=level.value) for level in TrustLevel],
    )
    async def link(
        self,
        interaction: Interaction,
        address: app_commands.Range[str, 1, 100] = "",
        chain: app_commands.Range[str, 1, 100] = "",
        until: str = "",
        up_to: str = "",
    ) -> None:
        """Link a wallet with a signature, so that you vote with its power"""
        terms = terms_named(until, up_to)
        if not address:
            await begin(interaction, guild_of(interaction), terms)
            return
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        request = await self.wallets.request(actor, address, chain, terms)
        logged = await self.wallets.are_logged(actor.guild)
        view, message = sign_view(request, language_of(interaction), logged=logged)
        await answer(interaction, view=view, files=[message])

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show your linked wallets"""
        actor = actor_of(interaction)
        wallets, revoke = (
            await self.wallets.of(actor),
            interaction.client.services.page_links.to_revoke(actor.guild),
        )
        await answer(interaction, "\n".join(wallet_lines(wallets, revoke, language_of(interaction))))

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(wallet="One of your linked wallets")
    @app_commands.autocomplete(wallet=own_wallets)
    async def unlink(self, interaction: Interaction, wallet: str) -> None:
        """Take a wallet off your account"""
        await interaction.response.defer(ephemeral=True)
        linked = await self.wallets.linked(actor_of(interaction), wallet)
        await answer(interaction, view=unlink_view(linked, language_of(interaction)))

    @app_commands.command()
    @app_commands.describe(wallet="One of your linked wallets")
    @app_commands.autocomplete(wallet=own_wallets)
    async def primary(self, interaction: Interaction, wallet: str) -> None:
        """Choose the wallet that stands for you"""
        await interaction.response.defer(ephemeral=True)
        primary = await self.wallets.make_primary(actor_of(interaction), wallet)
        await answer(interaction, primary_line(primary, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    register(bot, link, sign, unlink, show_power, LinkModal, SignatureModal)
    await bot.add_cog(WalletCommands(bot))
