"""The modals of ballots that give numbers, of reasons, and of conflicts of interest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.connection_state import countersignature_of
from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.choices import choice_named, choice_of_numbers
from bot.domain.elections.conflicts import CONFLICT_LIMIT, Conflict
from bot.domain.errors import AboveBudget, BallotUnclear
from bot.domain.ids import MemberId, Power, ProposalId, ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.services.voting.casting.ballot_batch import REASON_LIMIT
from bot.services.voting.casting.eligibility import CAST
from bot.services.voting.conflicts import DECLARE
from bot.wording.delivery.answers import had_written
from bot.wording.errors.base import ballot_kept
from bot.wording.language import Language
from bot.wording.voting.ballots import reason_question, reason_title
from bot.wording.voting.conflicts import conflict_question, conflict_title, own_conflict_lines
from cogs.components.ballots import numbers
from cogs.components.ballots.parts import plain_view
from cogs.components.ballots.registry import BALLOT
from cogs.components.interactions.actors import actor_of, guild_of
from cogs.components.interactions.answers import answer, answer_error
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction, agreed_at, made_at
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.components.language import language_of
from cogs.voting.casting import cast, in_place, still_cast


@dataclass
class NumbersModal(PersistentModal):
    """A number for each choice. What is refused is shown with what was typed, and a button to go on with it."""

    custom_id = CustomId("weigh-modal", proposal=PROPOSAL)
    requirement = CAST

    proposal: ProposalId
    title: str = ""
    fields: tuple[Field, ...] = ()
    """Known when it is opened, like the title; what is sent is read without them."""

    @classmethod
    def asking(
        cls, proposal: Proposal, power: Power | None, filled: Mapping[str, str], say: Language
    ) -> Self:
        """The modal for the proposal's choices. `power` is the member's, where it is known."""
        policy = proposal.rules
        title = numbers.title(proposal.number, policy, say)
        return cls(proposal.id, title, numbers.fields(policy, power, say), filled=filled)

    async def on_submit(self, interaction: Interaction) -> None:
        own_ballots, member = interaction.client.services.own_ballots, MemberId(interaction.user.id)
        found = await own_ballots.to_fill_in(
            guild_of(interaction),
            self.proposal,
            member,
            made_at(interaction),
            countersignature_of(interaction),
        )
        number, policy = found.proposal.number, found.proposal.rules
        if numbers.ALL in self.filled:
            choice = choice_named(number, policy, self.filled[numbers.ALL])
        else:
            typed = {int(choice): text for choice, text in self.filled.items()}
            choice = choice_of_numbers(number, policy, typed)
        await in_place(interaction)
        await cast(interaction, self.proposal, choice, CastMethod.BUTTON)

    async def on_error(self, interaction: Interaction, error: Exception) -> None:
        if not isinstance(error, BallotUnclear | AboveBudget):
            await answer_error(interaction, error)
            return
        say = language_of(interaction)
        kept = f"{ballot_kept(say)} {had_written(numbers.typed_lines(self.filled), say)}"
        await answer_error(interaction, error, kept=kept, view=plain_view(numbers.again(self.proposal, say)))


@dataclass
class ReasonModal(PersistentModal):
    """Why a member voted so: they vote again for the same choice, with the reason."""

    custom_id = CustomId("reason-modal", proposal=PROPOSAL, ballot=BALLOT)

    proposal: ProposalId
    ballot: str
    title: str = ""
    fields: tuple[Field, ...] = ()
    """Known when it is opened, like the title; what is sent is read without them."""

    @classmethod
    def asking(cls, proposal: ProposalId, ballot: str, say: Language) -> Self:
        """The modal for the reason of a ballot."""
        label, described = reason_question(say)
        field = Field("reason", label, described, long=True, limit=REASON_LIMIT)
        return cls(proposal, ballot, reason_title(say), (field,))

    async def on_submit(self, interaction: Interaction) -> None:
        reason = self.filled["reason"]
        choice = await still_cast(interaction, self.proposal, self.ballot, reason)
        if choice is not None:
            await cast(interaction, self.proposal, choice, CastMethod.BUTTON, reason.strip() or None)


@dataclass
class ConflictModal(RetryableModal):
    """The conflict of interest that a member declares in a proposal; empty: none."""

    custom_id = CustomId("conflict-modal", proposal=PROPOSAL)
    requirement = DECLARE

    proposal: ProposalId
    title: str = ""
    fields: tuple[Field, ...] = ()
    """Known when it is opened, like the title; what is sent is read without them."""

    @classmethod
    def asking(
        cls, proposal: ProposalId, number: ProposalNumber, declared: Conflict | None, say: Language
    ) -> Self:
        """Filled in with what stands now."""
        asked = Field("text", *conflict_question(say), required=False, long=True, limit=CONFLICT_LIMIT)
        filled = {} if declared is None else {"text": declared.text}
        return cls(proposal, conflict_title(number, say), (asked,), filled=filled)

    async def on_submit(self, interaction: Interaction) -> None:
        declaring, actor = interaction.client.services.declaring_conflicts, actor_of(interaction)
        # What waited for an agreement is said with it: nobody says anything after the end.
        at = agreed_at(interaction) or made_at(interaction)
        own = await declaring.declare(actor, self.proposal, self.filled["text"], at)
        await answer(interaction, "\n".join(own_conflict_lines(own, language_of(interaction))))
