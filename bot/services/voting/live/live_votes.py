"""The votes that are under way, in memory: what the card shows and what a receipt says, without asking the database."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.domain.elections.ballot import snowflake_time
from bot.domain.ids import MessageId, ProposalId
from bot.domain.proposals.facts import Opening
from bot.services.ports import Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.voting.live.gathering import gathered
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.running_tally import RunningTallies, RunningTally

_CARDS_IN_MEMORY = 10_000
_SETTLED = timedelta(hours=1)


class LiveVotes:
    def __init__(self, uow: UnitOfWork, powers: Powers, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._powers = powers
        self._live_votes: dict[ProposalId, LiveVote] = {}
        self._cards: dict[MessageId, ProposalId | None] = {}
        self._loading: dict[ProposalId, asyncio.Task[LiveVote]] = {}
        self._counting: dict[ProposalId, RunningTallies] = {}
        self._on_end: list[Callable[[ProposalId], object]] = []
        self._on_touch: list[Callable[[ProposalId], object]] = []
        self._held: dict[ProposalId, asyncio.Event] = {}
        self._touched: set[ProposalId] = set()
        self._touch = asyncio.Event()

    def loaded(self, proposal: ProposalId) -> LiveVote | None:
        return self._live_votes.get(proposal)

    async def get(self, proposal_id: ProposalId) -> LiveVote:
        """Raises ProposalUnknown."""
        if (live_vote := self._live_votes.get(proposal_id)) is not None:
            return live_vote
        # One loads for all who ask for the same vote; nobody waits for another one.
        loading = self._loading.get(proposal_id)
        if loading is None:
            loading = self._loading[proposal_id] = asyncio.create_task(self._load(proposal_id))
        return await asyncio.shield(loading)

    async def _load(self, proposal_id: ProposalId) -> LiveVote:
        this = asyncio.current_task()
        try:
            async with self._uow.reading() as repositories:
                live_vote = await gathered(repositories, await repositories.proposals.get(proposal_id))
            if live_vote.proposal.opening:
                await self._powers.load(live_vote.proposal.opening)
            # Kept from the opening on, when everything is frozen, until the end, which may have come meanwhile.
            if live_vote.proposal.undecided and self._loading.get(proposal_id) is this:
                self._live_votes[proposal_id] = live_vote
            await live_vote.weigh(self._powers)
            return live_vote
        finally:
            if self._loading.get(proposal_id) is this:
                del self._loading[proposal_id]

    def touch(self, proposal_id: ProposalId) -> None:
        """What the card of this proposal shows has changed."""
        self._touched.add(proposal_id)
        self._touch.set()
        for tell in self._on_touch:
            tell(proposal_id)

    def on_touch(self, tell: Callable[[ProposalId], object]) -> None:
        """Call this, too, whenever what the card of a proposal shows has changed."""
        self._on_touch.append(tell)

    async def touched(self) -> set[ProposalId]:
        """Waits for changes, and returns the proposals whose cards are to be shown anew."""
        await self._touch.wait()
        self._touch.clear()
        touched, self._touched = self._touched, set()
        return touched

    def end(self, proposal_id: ProposalId) -> None:
        """The proposal has come to an end: nothing of it stays in memory."""
        self._live_votes.pop(proposal_id, None)
        self._loading.pop(proposal_id, None)
        self._counting.pop(proposal_id, None)
        for forget in self._on_end:
            forget(proposal_id)

    def on_end(self, forget: Callable[[ProposalId], object]) -> None:
        """Call this, too, when a proposal has come to an end."""
        self._on_end.append(forget)

    @contextmanager
    def held(self, proposal_id: ProposalId) -> Iterator[None]:
        """Within it no ballot on this proposal is taken on: what comes waits for `free`."""
        event = self._held.setdefault(proposal_id, asyncio.Event())
        try:
            yield
        finally:
            event.set()
            self._held.pop(proposal_id, None)

    def is_held(self, proposal_id: ProposalId) -> bool:
        return proposal_id in self._held

    async def free(self, proposal_id: ProposalId) -> None:
        """Returns when ballots on this proposal are taken on."""
        while (event := self._held.get(proposal_id)) is not None:
            await event.wait()

    async def running_tally(self, proposal_id: ProposalId, opening: Opening) -> RunningTally:
        """The count so far, of the ballots whose power is known. Raises ProposalUnknown."""
        live_vote = await self.get(proposal_id)
        await self._powers.load(opening)
        counting = self._counting.get(proposal_id)
        if counting is None or counting.live_vote is not live_vote:
            counting = RunningTallies(live_vote, opening, self._powers)
            if self.loaded(proposal_id) is live_vote:
                self._counting[proposal_id] = counting
        return await counting.now()

    async def proposal_of_card(self, message: MessageId) -> ProposalId | None:
        """The proposal whose card this message is. Remembered, since every reaction anywhere asks it."""
        if message in self._cards:
            return self._cards[message]
        async with self._uow.reading() as repositories:
            found = await repositories.messages.proposal_of(message)
        proposal = found[0] if found and found[1] == "card" else None
        # A young message may yet become known as a card: where it stands is stored after it is posted.
        if proposal is not None or snowflake_time(message) < self._clock.now() - _SETTLED:
            if len(self._cards) > _CARDS_IN_MEMORY:
                self._cards.clear()
            self._cards[message] = proposal
        return proposal
