"""Ballots that say more than one choice: what their menus, buttons and forms do. All that they mean stands in their
custom ids, in the stored ballot, or in the message itself."""

from collections.abc import Mapping
from typing import Any, Self

import discord

from bot.client import FolkmootClient
from bot.domain.ballot import CastMethod
from bot.domain.choices import choice_named, choice_of_numbers, describe
from bot.domain.errors import (
    AboveBudget,
    BallotUnclear,
    VotedAlready,
    VotingNotOpen,
    VotingOver,
    VotingPaused,
)
from bot.domain.ids import MemberId, Power, ProposalId
from bot.domain.policy.model import Policy
from bot.domain.proposal import Proposal, State, state
from bot.wording.errors.words import BALLOT_KEPT
from bot.wording.text import code_block
from cogs.components.actors import actor_of
from cogs.components.answers import answer_error
from cogs.components.ballots import numbers, ranking
from cogs.components.ballots.parts import plain_view
from cogs.components.persistent import Field, PersistentModal
from cogs.voting.casting import Asked, cast, guild_of

_FENCE = "```"


async def approve(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    """Vote for what was chosen in the menu; for nobody where that was said, or the menu was emptied."""
    data: Any = interaction.data
    chosen = [] if argument == "none" else sorted(map(int, data["values"]))
    await _in_place(interaction)
    await cast(interaction, proposal, chosen, CastMethod.BUTTON)


async def rank(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    """One step of a ranking: open it with the order of the member's ballot, add, undo, start again, or cast."""
    step, _, said = argument.partition(":")
    policy = (await _open_vote(interaction, proposal)).rules
    if not step:
        text, view = ranking.panel(proposal, policy, await own_choice(interaction, proposal) or [])
        await interaction.response.send_message(text, view=view, ephemeral=True)
        return
    order = ranking.order_of(said, policy)
    if order is None:
        raise BallotUnclear(proposal, "this order belongs to other choices", "the order anew")
    if step == "cast":
        await _in_place(interaction)
        await cast(interaction, proposal, order, CastMethod.BUTTON)
        return
    data: Any = interaction.data
    changed = {"pick": [*order, *map(int, data.get("values", ()))], "undo": order[:-1]}.get(step, [])
    text, view = ranking.panel(proposal, policy, changed)
    await interaction.response.edit_message(content=text, view=view)


async def weigh(interaction: Asked, proposal: ProposalId, argument: str) -> None:
    """Open the form with the numbers of the member's ballot, or as it was typed when it was refused."""
    policy = (await _open_vote(interaction, proposal)).rules
    if argument == "again" and interaction.message is not None:
        _, _, typed = interaction.message.content.partition(_FENCE)
        filled = numbers.typed_again(policy, typed.partition(_FENCE)[0].strip("\n"))
    else:
        filled = numbers.filled(policy, await own_choice(interaction, proposal))
    budgets, actor = interaction.client.services.voting.budgets, actor_of(interaction)
    _, power = await budgets.known(proposal, actor.member, actor.roles)
    await NumbersForm.asking(proposal, policy, power, filled).open(interaction)


class NumbersForm(PersistentModal):
    """A number for each choice. What is refused is shown with what was typed, and a button to go on with it."""

    template = r"weights:(?P<proposal>\d{1,18})"

    _asks: tuple[Field, ...] = ()
    _verb = ""

    @classmethod
    def asking(
        cls, proposal: ProposalId, policy: Policy, power: Power | None, filled: Mapping[str, str]
    ) -> Self:
        form = cls({"proposal": str(proposal)}, filled)
        form._asks, form._verb = numbers.fields(policy, power), numbers.verb(policy)
        return form

    @property
    def proposal(self) -> ProposalId:
        return ProposalId(int(self.about["proposal"]))

    @property
    def title(self) -> str:
        return f"{self._verb}: proposal {self.proposal}"

    @property
    def key(self) -> str:
        return f"weights:{self.proposal}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return self._asks

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        policy = (await _open_vote(interaction, self.proposal)).rules
        if numbers.ALL in self.filled:
            choice = choice_named(self.proposal, policy, self.filled[numbers.ALL])
        else:
            typed = {int(number): text for number, text in self.filled.items()}
            choice = choice_of_numbers(self.proposal, policy, typed)
        await _in_place(interaction)
        await cast(interaction, self.proposal, choice, CastMethod.BUTTON)

    async def refused(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        if not isinstance(error, BallotUnclear | AboveBudget):
            await answer_error(interaction, error)
            return
        kept = f"{BALLOT_KEPT} You had written:\n{code_block(numbers.typed_lines(self.filled))}"
        await answer_error(interaction, error, kept=kept, view=plain_view(numbers.again(self.proposal)))


async def own_choice(interaction: Asked, proposal: ProposalId) -> Any:
    """What the member's ballot says now; None where they have none."""
    live_vote = await interaction.client.services.live_votes.get(proposal)
    ballot = live_vote.ballots.get(MemberId(interaction.user.id))
    return ballot.choice if ballot else None


async def _open_vote(interaction: Asked, proposal_id: ProposalId) -> Proposal:
    """The proposal, if it can be voted on now: nobody fills in a form for nothing.

    Raises ProposalUnknown, VotingNotOpen, VotingPaused, VotingOver, VotedAlready.
    """
    services = interaction.client.services
    proposal, _ = await services.proposing.get(guild_of(interaction), proposal_id)
    now = services.clock.now()
    current, ends = state(proposal, now), proposal.ends_at(now)
    if proposal.opening is None or current is State.CANCELLED:
        raise VotingNotOpen(proposal_id, current, proposal.opens_at)
    if proposal.paused:
        raise VotingPaused(proposal_id, proposal.paused.reason)
    if current is not State.VOTING and ends is not None:
        raise VotingOver(proposal_id, ends)
    mine = await own_choice(interaction, proposal_id)
    if mine is not None and not proposal.rules.rules.get("revote", True):
        raise VotedAlready(proposal_id, describe(proposal.rules, mine))
    return proposal


async def _in_place(interaction: Asked) -> None:
    """Let the receipt take the place of a message that only the member sees, such as their ranking."""
    message = interaction.message
    if message is not None and message.flags.ephemeral and not message.flags.components_v2:
        await interaction.response.defer()
