"""Which votes have an event in Discord's calendar, and when it begins and ends."""

from datetime import datetime

import msgspec

from bot.domain.ids import GuildId, MessageId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import BEFORE_THE_END, State, state
from bot.domain.spaces.space import Space
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import KeepEvent
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, Posted, UnitOfWork
from bot.services.proposals.cards import Card

EVENT = "event"
"""As what it stands in Discord."""


class EventPlan(msgspec.Struct, frozen=True):
    """What the event of a vote is to be."""

    begun: bool
    starts_at: datetime
    ends_at: datetime


class VoteEvents(msgspec.Struct, frozen=True):
    """They are switched on for a server with all of its parts."""

    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def switch(self, actor: Actor, *, on: bool) -> Space:
        """Have events for the votes that are to come or under way, or for none. Raises NotSetUp, NotModerator."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            if space.events is not on:
                await repositories.spaces.show_events(actor.guild, on)
                for each in (await repositories.spaces.tree(actor.guild)).spaces:
                    live = await repositories.proposals.live_in_space(each.id)
                    await repositories.outbox.add(
                        *(KeepEvent(actor.guild, found.id) for found in live if found.closing is None), at=now
                    )
                details = {"events": "on" if on else "off"}
                await log_act(repositories, actor, "events", at=now, space=space, details=details)
            space = await repositories.spaces.get(space.id)
        self.wake_signal.send()
        return space

    async def after_change(self, guild: GuildId, proposal: Proposal) -> tuple[KeepEvent, ...]:
        """What is to be done for the event of a proposal of which something has changed that people are shown."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
            event = await repositories.messages.get(proposal.id, EVENT)
        live = space.events and state(proposal, self.clock.now()) in BEFORE_THE_END
        return (KeepEvent(guild, proposal.id),) if live or event is not None else ()

    async def stands(self, proposal: ProposalId) -> MessageId | None:
        """The id of its event; None where it has none."""
        async with self.uow.reading() as repositories:
            event = await repositories.messages.get(proposal, EVENT)
        return None if event is None else event.message

    async def note(self, card: Card, event: MessageId | None) -> None:
        """Keep which event it has; None: none any more."""
        async with self.uow.writing() as repositories:
            if event is None:
                await repositories.messages.forget(card.proposal.id, EVENT)
            else:
                posted = Posted(EVENT, card.space.announcements, event)
                await repositories.messages.set(card.proposal.id, posted)

    def plan(self, card: Card) -> EventPlan | None:
        """None where it is to have no event (any more): where they are switched off, and where a vote is over or has no
        end."""
        proposal, now = card.proposal, self.clock.now()
        if not card.space.events or proposal.rules.open_ended:
            return None
        if proposal.opening is not None and card.state in (State.VOTING, State.PAUSED):
            ends_at = proposal.ends_at(now)
            return None if ends_at is None else EventPlan(True, proposal.opening.at, ends_at)
        if proposal.opens_at is not None and card.state in (State.DISCUSSION, State.PENDING):
            ends_at = proposal.opens_at + proposal.rules.periods.voting
            return EventPlan(False, proposal.opens_at, ends_at)
        return None
