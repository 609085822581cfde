"""/treasury request: a payment, proposed on a track that allows it."""

import discord
from discord import app_commands
from discord.abc import Snowflake

from bot.domain.accounts.accounts import LONGEST_NAME
from bot.domain.line_forms.payment import PAYMENT
from bot.services.proposals.drafting.authorship import DRAFT
from cogs.components.autocomplete import book_names, sendable
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.proposals.prefilled import Prefilled, prefilled
from cogs.proposals.views import track_picker_view


def payment_line(amount: str, asset: str, to: str, member: Snowflake | None) -> str:
    """The line that pays so much of the asset to an account or a member. Whether it makes sense is for the grammar to
    say. Raises PaymentUnclear where a part is missing, or both a member and an account are named."""
    # What is paid has an option of its own: after the amount nothing else stands.
    answers = {"amount": "".join(amount.split()), "asset": asset, "to": to}
    return PAYMENT.line({**answers, "member": "" if member is None else str(member.id)})


@requires(DRAFT)
@app_commands.command(name="request")
@app_commands.describe(
    amount="How much, such as 1.5 or 25000",
    token="The chain's coin, a token that this server knows, or its address",
    to="Who is paid: an address, an ENS name, or a name of the address book",
    member="Who is paid instead: a member, to their primary wallet",
)
@app_commands.autocomplete(token=sendable, to=book_names)
async def request_payment(
    interaction: Interaction,
    amount: app_commands.Range[str, 1, 100],
    token: app_commands.Range[str, 1, LONGEST_NAME],
    to: app_commands.Range[str, 1, LONGEST_NAME] = "",
    member: discord.User | None = None,
) -> None:
    """Propose a payment on a track that allows it"""
    line = payment_line(amount, token, to, member)
    await interaction.response.defer(ephemeral=True)
    actor, services = actor_of(interaction), interaction.client.services
    choices = await services.paying_tracks.of(actor, line)
    begun = prefilled(interaction.client).keep(actor.member, Prefilled(actions=line))
    await answer(interaction, view=track_picker_view(choices, (), language_of(interaction), begun))
