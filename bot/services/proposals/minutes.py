"""What the minutes of a decision are made of: all that everybody may see of it, when it is over."""

from datetime import datetime

import msgspec

from bot.domain.ids import GuildId, ProposalId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.state import ENDED, State
from bot.services.pages.voters import NOBODY_DECLARED, DeclaredPower, Voters
from bot.services.ports import Clock, Posted, UnitOfWork
from bot.services.proposals.cards import Card, Cards
from bot.services.proposals.drafting.authorship import require_state

DECIDED = tuple(each for each in State if each in ENDED or each in (State.TIMELOCK, State.EXECUTION))
"""Those in which there is a result, or never will be one."""
MINUTES = Requirement(Effect.READ, frozenset({Who.EVERYONE}), DECIDED)


class Minutes(msgspec.Struct, frozen=True):
    card: Card
    result: Posted | None
    """The message with the result, to which the record is attached; None where there is none."""
    declared: DeclaredPower = NOBODY_DECLARED
    """Of those who declared a conflict of interest; nobody where there is no result."""

    @property
    def decided_at(self) -> datetime:
        """When there was a result, or was known that there will be none."""
        proposal = self.card.proposal
        cancelled = proposal.cancellation.at if proposal.cancellation else None
        closed = proposal.closing.at if proposal.closing else None
        return closed or cancelled or proposal.withdrawn_at or proposal.created_at


class TakingMinutes(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    cards: Cards
    voters: Voters
    clock: Clock

    async def of(self, guild: GuildId, proposal: ProposalId) -> Minutes:
        """Raises ProposalUnknown, also for a draft, and WrongState before it is decided."""
        card = await self.cards.card(proposal, guild)
        require_state(card.proposal, self.clock.now(), *MINUTES.states)
        async with self.uow.reading() as repositories:
            result = await repositories.messages.get(proposal, "result")
        return Minutes(card, result, await self.voters.declared(card.proposal))
