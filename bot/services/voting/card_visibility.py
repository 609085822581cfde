"""A vote that nobody can see doesn't run: its discussion begins when its thread stands, it opens when its card does,
and pauses when the card is missing."""

from datetime import datetime

import msgspec
import structlog
from msgspec.structs import replace

from bot.domain.frozen_document import card_hash
from bot.domain.ids import ChannelId, GuildId, MessageId, ProposalId
from bot.domain.proposals.facts import Suspension
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.standing import Standing, Unseen
from bot.domain.proposals.state import State, state
from bot.domain.proposals.visibility import pauses_at, told_next
from bot.services.delivery.notifications import PostCard, PostEvent, RefreshCard, ReportUnseen, WarnModerators
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Posted, Repositories, UnitOfWork
from bot.services.voting.live.live_votes import LiveVotes

_log = structlog.get_logger(__name__)


class CardVisibility(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal

    async def ask(self, proposal_id: ProposalId) -> None:
        """The discussion is over: have the card posted, once. The vote opens when it stands."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            if proposal.card is not None or state(proposal, now) is not State.PENDING:
                return
            card = Standing(now, unseen_since=now, why=Unseen.UNPOSTED)
            await repositories.proposals.note_card(proposal_id, card)
            guild = (await repositories.spaces.get(proposal.space)).guild
            await repositories.outbox.add(PostCard(guild, proposal_id), at=now)
        self.wake_signal.send()

    async def thread_seen(self, proposal_id: ProposalId) -> None:
        """Discord has confirmed that the thread stands: the discussion begins, with all of its time."""
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            thread = (await repositories.proposals.get(proposal_id)).thread
            if thread is None or thread.seen_at is not None:
                return
            await repositories.proposals.note_thread(
                proposal_id,
                replace(thread, seen_at=now, unseen_since=None, why=None, told_at=None, tellings=0),
            )
        self.wake_signal.send()

    async def thread_unseen(self, proposal_id: ProposalId, why: Unseen) -> None:
        """The thread can't be opened. Nothing where the discussion has begun: what runs then is seen by its card."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        if proposal.thread is not None and proposal.awaited is proposal.thread:
            await self.unseen(proposal_id, why)

    async def seen(self, proposal: Proposal, posted: Posted | None = None) -> None:
        """Discord has confirmed that the card stands, and shows this proposal. `posted`: where, if that is new.

        A vote that was paused because nobody could see it goes on, with the time that it lost.
        """
        if posted is None and not _is_news(proposal):
            return
        shows = card_hash(proposal) if proposal.opening is None else None
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            fresh = await repositories.proposals.get(proposal.id)
            if posted is not None:
                await repositories.messages.set(proposal.id, posted)
            elif await repositories.messages.get(proposal.id, "card") is None:
                return  # It was deleted meanwhile.
            card = replace(fresh.card or Standing(now), unseen_since=None, why=None, told_at=None, tellings=0)
            if fresh.opening is None:
                card = replace(card, seen_at=now, shows=shows)
            if card != fresh.card:
                await repositories.proposals.note_card(proposal.id, card)
            if fresh.undecided and fresh.unseen_since:
                await self._go_on(repositories, fresh, now)
        self.wake_signal.send()

    async def seen_again(self, proposal_id: ProposalId) -> None:
        """Discord has confirmed that the card of an open vote is where it was. (Of one that is about to open the card
        must show what is to be voted on: only who draws it knows that.)"""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        if proposal.opening:
            await self.seen(proposal)
        elif _is_news(proposal):
            self.live_votes.touch(proposal_id)

    async def unseen(self, proposal_id: ProposalId, why: Unseen) -> None:
        """The thread that is awaited, or the card, can't be seen. Nothing where neither was asked for, or the vote is
        over."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        if _noted(proposal, why):
            return
        async with self.uow.writing() as repositories:
            await note_unseen(
                repositories, await repositories.proposals.get(proposal_id), why, self.clock.now()
            )
        self.wake_signal.send()

    async def standing(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """The cards that are to be seen: of votes that open soon, or are open, or whose result isn't final."""
        async with self.uow.reading() as repositories:
            return await repositories.messages.awaited_cards()

    async def in_channel(self, channel: ChannelId) -> list[MessageId]:
        """Those that stood in this channel."""
        return [card.message for _, _, card in await self.standing() if card.channel == channel]

    async def misplaced(self, proposal_id: ProposalId, card: Posted) -> bool:
        """Whether cards are posted in another channel by now than the one where this one is."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            return (await repositories.spaces.get(proposal.space)).announcements != card.channel

    async def tell(self, proposal_id: ProposalId) -> None:
        """Tell the log channel, the moderators and the operator that a thread or card can't be seen, and why."""
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id)
            due = told_next(proposal)
            if due is None or due > now:
                return
            await self._tell(repositories, proposal, now)
        self.wake_signal.send()

    async def pause(self, proposal_id: ProposalId) -> None:
        """Pause an open vote whose card has been missing for longer than its policy lets it, and say so."""
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id)
            due = pauses_at(proposal)
            if due is None or due > now or proposal.card is None:
                return
            pause = Suspension(None, str(proposal.card.why), now, unseen_since=proposal.loses_time_since)
            await repositories.proposals.suspend(proposal_id, pause)
            guild = (await repositories.spaces.get(proposal.space)).guild
            await repositories.outbox.add(
                PostEvent(guild, proposal_id, event="unseen"),
                RefreshCard(guild, proposal_id),
                at=now,
            )
            await self._tell(repositories, proposal, now)
        self.wake_signal.send()

    async def _tell(self, repositories: Repositories, proposal: Proposal, now: datetime) -> None:
        awaited = proposal.awaited
        assert awaited is not None, "only what was asked for can be missing"
        guild = (await repositories.spaces.get(proposal.space)).guild
        told = (ReportUnseen(guild, proposal.id), WarnModerators(guild, proposal.id))
        await repositories.outbox.add(*told, at=now)
        await _note(repositories, proposal, replace(awaited, told_at=now, tellings=awaited.tellings + 1))
        _log.warning(
            "thread.unseen" if awaited is proposal.thread else "card.unseen",
            proposal=proposal.id,
            guild=guild,
            why=str(awaited.why),
            since=str(awaited.unseen_since),
            voting=proposal.opening is not None,
        )

    async def _go_on(self, repositories: Repositories, proposal: Proposal, now: datetime) -> None:
        """The card of an open vote is back. What it lost beyond what is tolerated is added to its end."""
        pause = proposal.paused
        due = pauses_at(proposal)
        if pause is None and (due is None or now < due):
            return
        if pause is None:
            assert proposal.card is not None, "it was missing"
            lost = Suspension(
                None, str(proposal.card.why), now, resumed_at=now, unseen_since=proposal.loses_time_since
            )
            await repositories.proposals.suspend(proposal.id, lost)
        elif pause.by is None:
            await repositories.proposals.resume(proposal.id, now)
        else:
            return
        guild = (await repositories.spaces.get(proposal.space)).guild
        await repositories.outbox.add(
            PostEvent(guild, proposal.id, event="seen", announce=True),
            RefreshCard(guild, proposal.id),
            at=now,
        )


async def note_unseen(repositories: Repositories, proposal: Proposal, why: Unseen, now: datetime) -> None:
    """In the transaction of whatever found out that thread or card can't be seen."""
    awaited = proposal.awaited
    if awaited is None or _noted(proposal, why):
        return
    await _note(repositories, proposal, replace(awaited, unseen_since=awaited.unseen_since or now, why=why))


async def _note(repositories: Repositories, proposal: Proposal, standing: Standing) -> None:
    """Of whatever is awaited now."""
    if proposal.awaited is proposal.thread:
        await repositories.proposals.note_thread(proposal.id, standing)
    else:
        await repositories.proposals.note_card(proposal.id, standing)


def _over(proposal: Proposal) -> bool:
    return proposal.stopped or proposal.closing is not None


def _noted(proposal: Proposal, why: Unseen) -> bool:
    """Whether nothing would be new in it."""
    awaited = proposal.awaited
    return awaited is None or _over(proposal) or (awaited.unseen_since is not None and awaited.why is why)


def _is_news(proposal: Proposal) -> bool:
    """Whether it changes anything that the card of this proposal was seen."""
    card = proposal.card
    if card is None or _over(proposal):
        return False
    if proposal.opening is None:
        return not card.stands or card.shows != card_hash(proposal)
    return card.unseen_since is not None
