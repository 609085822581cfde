"""What the buttons and the commands of a vote do: cast with a receipt, explain a power, show the details."""

import asyncio
from typing import Any

from bot.connection_state import countersignature_of, message_of, said_by
from bot.domain.elections.ballot import CastMethod
from bot.domain.ids import MemberId, ProposalId
from bot.domain.reputation.rewards import reputation_sources
from bot.services.delegation.delegated_power import OnChainDelegation
from bot.services.voting.casting.vote_request import VoteRequest, WalletSays
from bot.wording.delegation.delegated_power import delegated_power_lines, undelegated_lines
from bot.wording.proposals.cards.details import details_lines
from bot.wording.proposals.cards.forecast import forecast_lines
from bot.wording.reputation import reputation_lines
from bot.wording.voting.own_votes import changed_since
from bot.wording.voting.powers import why_lines
from bot.wording.voting.receipts import receipt_text
from cogs.components.ballots.registry import under_receipt
from cogs.components.cards.pages import send_pages
from cogs.components.interactions.actors import actor_of, guild_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction, agreed_at, made_at
from cogs.components.interactions.raw_response import respond_raw
from cogs.components.language import language_of


class Deferral:
    """Keeps an interaction alive when its answer takes long, at the price of a timer when it doesn't."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._deferring: asyncio.Task[Any] | None = None
        self._timer = asyncio.get_running_loop().call_later(interaction.client.patience, self._defer)

    def _defer(self) -> None:
        response = self._interaction.response
        self._deferring = asyncio.ensure_future(response.defer(ephemeral=True, thinking=True))

    async def over(self) -> None:
        """The answer is there: from here on, the interaction is answered or deferred, and stays so."""
        self._timer.cancel()
        if self._deferring is not None:
            await self._deferring


async def cast(
    interaction: Interaction,
    proposal: ProposalId,
    choice: Any,
    cast_method: CastMethod,
    reason: str | None = None,
    wallet: WalletSays | None = None,
) -> None:
    """Store the vote of whoever made the interaction, and answer with its receipt.

    The ballot is durable before anything is said. The first answer never waits for a chain: a power that isn't known
    yet is written into it afterwards, and which tokens somebody without any power has not delegated.
    Raises what `Voting.cast` raises.
    """
    voting = interaction.client.services.voting
    vote = VoteRequest(
        guild_of(interaction),
        proposal,
        MemberId(interaction.user.id),
        choice,
        made_at(interaction),
        cast_method,
        interaction.id,
        reason,
        roles=actor_of(interaction).roles,
        evidence=countersignature_of(interaction),
        said=said_by(interaction),
        wallet=wallet,
        agreed_at=agreed_at(interaction),
    )
    deferral = None if interaction.response.is_done() else Deferral(interaction)
    try:
        receipt = await voting.cast(vote)
    finally:
        if deferral is not None:
            await deferral.over()
    say = language_of(interaction)
    text = receipt_text(receipt, say)
    buttons = under_receipt(receipt.opening, receipt.ballot, say)
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text, view=buttons)
    else:
        await respond_raw(interaction, text, buttons)
    weighed = receipt if receipt.determined else await voting.weigh(receipt)
    undelegated: list[OnChainDelegation] = []
    if weighed.power.total == 0:
        undelegated = await interaction.client.services.delegated_powers.undelegated(
            weighed.power, weighed.opening.snapshot
        )
    if undelegated or not receipt.determined:
        text = receipt_text(weighed, say, was_read=True, undelegated=undelegated)
        await interaction.edit_original_response(content=text)


async def still_cast(interaction: Interaction, proposal: ProposalId, named: str, typed: str = "") -> Any:
    """The choice of the ballot that a receipt names (by the number of its choice, or `=` and its receipt), if it is
    still the member's. If not, they are told so, with what they had typed, and this is None."""
    own_ballots, member = interaction.client.services.own_ballots, MemberId(interaction.user.id)
    if named.startswith("="):
        ballot = await own_ballots.earlier(proposal, member, receipt=named[1:])
    else:
        ballot = await own_ballots.earlier(proposal, member, choice=int(named))
    if ballot.replaced_by is None:
        return ballot.choice
    said = changed_since(ballot.number, ballot.replaced_by, typed, language_of(interaction))
    await answer(interaction, said)
    return None


async def in_place(interaction: Interaction) -> None:
    """Let the receipt take the place of a message that only the member sees, such as their ranking."""
    message = message_of(interaction)
    if message is not None and message.flags.ephemeral and not message.flags.components_v2:
        await interaction.response.defer()


async def explain(interaction: Interaction, proposal: ProposalId) -> None:
    """What the member's power in this vote is made of. Raises ProposalUnknown, VotingNotOpen, NoWallet."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services, asked = interaction.client.services, (guild_of(interaction), proposal)
    member = MemberId(interaction.user.id)
    explained = await services.voting.why(*asked, member, actor_of(interaction).roles)
    explanation = await services.delegated_powers.explained(*asked, member)
    reputation = await services.reputation.of_member(asked[0], member)
    say = language_of(interaction)
    policy = explained.opening.policy
    head, *parts = why_lines(explained, say)
    lines = [head, *undelegated_lines(explanation.on_chain, say), *parts]
    lines += delegated_power_lines(explanation, policy.power, say)
    if reputation.events or reputation_sources(policy):
        lines += reputation_lines(reputation, say)
    await send_pages(interaction, lines)


async def show_details(interaction: Interaction, proposal: ProposalId) -> None:
    """What stands behind the card. Raises ProposalUnknown."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    card = await services.cards.card(proposal, guild_of(interaction))
    executors = card.proposal.rules.executors if card.actions else ()
    extensions = {
        each: await services.executor_extensions.of(each) for each in executors if card.made_by(each)
    }
    say, forecast = language_of(interaction), await services.forecasting.of(card.proposal)
    expected = [] if forecast is None else forecast_lines(forecast, say)
    await send_pages(interaction, [*details_lines(card, extensions, say), *expected])
