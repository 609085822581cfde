"""/gov safe: the proof that a Safe belongs to this server."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.executors import ProofDemand
from bot.services.actors import MODERATE
from bot.wording.governance.executor_proofs import binding_lines, released_lines
from cogs.components.autocomplete import executors, own_wallets
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import Reason
from cogs.governance.views import proof_view

Account = app_commands.Range[str, 1, 100]


class SafeCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="safe", description="The proof that a Safe belongs to this server")
        self.services = bot.services

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        signer="Who signs: an owner, or the Safe itself; a wallet of yours if left out",
        safe="The Safe, if your tracks name several",
        signatures="How many owners must sign; one if left out",
    )
    @app_commands.choices(
        signatures=[
            app_commands.Choice(name="one owner", value=ProofDemand.ONE.value),
            app_commands.Choice(
                name="as many as the Safe itself asks for", value=ProofDemand.THRESHOLD.value
            ),
        ]
    )
    @app_commands.autocomplete(safe=executors, signer=own_wallets)
    async def prove(
        self,
        interaction: Interaction,
        signer: Account = "",
        safe: Account = "",
        signatures: str = ProofDemand.ONE.value,
    ) -> None:
        """Show the text by which an owner proves that the Safe is this server's"""
        await interaction.response.defer(ephemeral=True)
        request = await self.services.executor_proofs.request(
            actor_of(interaction), safe, signer, ProofDemand(signatures)
        )
        view, message = proof_view(request, language_of(interaction))
        await answer(interaction, view=view, files=[message])

    @app_commands.command(extras=UNASKED)
    async def show(self, interaction: Interaction) -> None:
        """Show which Safes are proved to be this server's, with their guards and modules"""
        await interaction.response.defer(ephemeral=True)
        proofs = self.services.executor_proofs
        actor = actor_of(interaction)
        states = await proofs.states(actor.guild, actor.channel)
        found = [(state, await proofs.extensions(state.executor)) for state in states]
        await answer_lines(interaction, binding_lines(found, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        reason="Why; everyone reads it", safe="The Safe, if several are proved to be this server's"
    )
    @app_commands.autocomplete(safe=executors)
    async def release(self, interaction: Interaction, reason: Reason, safe: Account = "") -> None:
        """Let a Safe go, so that another server can prove it"""
        await interaction.response.defer(ephemeral=True)
        released = await self.services.executor_proofs.release(actor_of(interaction), safe, reason)
        await answer_lines(interaction, released_lines(released, language_of(interaction)))
