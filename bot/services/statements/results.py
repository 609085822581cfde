"""What the answers to a proposal's statements say: counts, groups, and what both sides agree on."""

import asyncio
from collections import OrderedDict
from datetime import timedelta

import msgspec

from bot.domain.errors import AnswersHidden, StatementUnknown, TooFewAnswered
from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space
from bot.domain.statements.bridging import Bridging, bridging
from bot.domain.statements.exported import exported
from bot.domain.statements.sheet import Sheet
from bot.domain.statements.statement import Statement
from bot.services.ports import Clock, Posted, UnitOfWork
from bot.services.proposals.visibility import visible

MESSAGE = "statements"
"""What the message in the thread is known as that shows the statements."""
SHOWN_FROM = 5
"""From so many participants on it is shown how they answered: what fewer say would tell what each of them said."""
_IN_MEMORY = 32
"""Proposals whose results are kept."""
_PAUSE = 20
"""Results are computed anew after so many times of what that took: a twentieth of a core is theirs at most."""


class StatementsShown(msgspec.Struct, frozen=True):
    """The statements of a proposal, as everybody may see them."""

    proposal: Proposal
    state: State
    statements: tuple[Statement, ...]
    """Those that stand."""
    bridging: Bridging
    hidden: bool
    """Whether the policy hides counts until the close. Then only what all groups agree on may be told, without
    numbers."""

    @property
    def open(self) -> bool:
        """Whether statements are put and answered now."""
        return self.state is State.DISCUSSION

    @property
    def enough(self) -> bool:
        """Whether so many have answered that it may be told how."""
        return self.bridging.participants >= SHOWN_FROM


class StatementsPost(msgspec.Struct, frozen=True):
    """What the message in the thread shows."""

    space: Space
    proposal: Proposal
    state: State
    statements: tuple[Statement, ...]
    participants: int
    thread: Posted | None
    posted: Posted | None

    @property
    def open(self) -> bool:
        return self.state is State.DISCUSSION


class _Computed(msgspec.Struct, frozen=True):
    sheet: Sheet
    bridging: Bridging
    at: timedelta
    took: timedelta


class StatementResults:
    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._computed: OrderedDict[ProposalId, _Computed] = OrderedDict()
        self._changed: set[ProposalId] = set()
        """Of those the ones of which somebody has answered since."""
        self._computing = asyncio.Lock()
        self._under_way: ProposalId | None = None

    def changed(self, proposal: ProposalId) -> None:
        """Somebody answered, or there are other statements."""
        if proposal in self._computed or proposal == self._under_way:
            self._changed.add(proposal)

    async def there_are(self, proposal: ProposalId) -> bool:
        """Whether any statement stands on the proposal."""
        async with self._uow.reading() as repositories:
            return any(each.stands for each in await repositories.statements.of(proposal))

    async def shown(self, proposal_id: ProposalId, guild: GuildId | None = None) -> StatementsShown:
        """What everybody may see. Raises ProposalUnknown, also for a draft."""
        async with self._uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
            statements = await repositories.statements.of(proposal_id)
        computed = await self._of(proposal_id)
        return StatementsShown(
            proposal,
            state(proposal, self._clock.now()),
            tuple(each for each in statements if each.stands),
            computed.bridging,
            _hides(proposal),
        )

    async def file(self, proposal_id: ProposalId, guild: GuildId | None = None) -> bytes:
        """The answers without names, from which everybody recomputes the groups. Raises ProposalUnknown, AnswersHidden,
        TooFewAnswered."""
        async with self._uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
        if _hides(proposal):
            raise AnswersHidden
        computed = await self._of(proposal_id)
        if computed.bridging.participants < SHOWN_FROM:
            raise TooFewAnswered(computed.bridging.participants, SHOWN_FROM)
        return await asyncio.to_thread(exported, computed.sheet)

    async def statement(self, proposal_id: ProposalId, number: int) -> Statement:
        """One that stands. Raises StatementUnknown."""
        async with self._uow.reading() as repositories:
            for each in await repositories.statements.of(proposal_id):
                if each.number == number and each.stands:
                    return each
        raise StatementUnknown

    async def post(self, proposal_id: ProposalId) -> StatementsPost:
        """What the message in the thread shows. Raises ProposalUnknown."""
        async with self._uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, None, None)
            return StatementsPost(
                await repositories.spaces.get(proposal.space),
                proposal,
                state(proposal, self._clock.now()),
                tuple(each for each in await repositories.statements.of(proposal_id) if each.stands),
                await repositories.statements.participants(proposal_id),
                await repositories.messages.get(proposal_id, "thread"),
                await repositories.messages.get(proposal_id, MESSAGE),
            )

    async def _of(self, proposal: ProposalId) -> _Computed:
        if (known := self._fresh(proposal)) is not None:
            return known
        async with self._computing:
            if (known := self._fresh(proposal)) is not None:
                return known
            self._under_way = proposal
            try:
                return await self._compute(proposal)
            finally:
                self._under_way = None

    async def _compute(self, proposal: ProposalId) -> _Computed:
        began = self._clock.steady()
        self._changed.discard(proposal)
        async with self._uow.reading() as repositories:
            statements = await repositories.statements.of(proposal)
            answers = await repositories.statements.answers(proposal)
        texts = {each.number: each.text for each in statements if each.stands}
        sheet = await asyncio.to_thread(Sheet.of, texts, answers.values())
        found = await asyncio.to_thread(bridging, sheet)
        now = self._clock.steady()
        computed = self._computed[proposal] = _Computed(sheet, found, now, now - began)
        self._computed.move_to_end(proposal)
        while len(self._computed) > _IN_MEMORY:
            oldest, _ = self._computed.popitem(last=False)
            self._changed.discard(oldest)
        return computed

    def _fresh(self, proposal: ProposalId) -> _Computed | None:
        """What is known, where nothing has changed since or computing it anew would take too much."""
        known = self._computed.get(proposal)
        if known is None:
            return None
        waits = self._clock.steady() < known.at + _PAUSE * known.took
        return known if proposal not in self._changed or waits else None


def _hides(proposal: Proposal) -> bool:
    """Whether counts of answers are hidden, like those of ballots: until the vote is closed."""
    return proposal.rules.privacy == "after_close" and proposal.closing is None
