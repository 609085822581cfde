"""What a discussion comes to: the arguments on both sides, the questions, and what is new of it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.domain.assistance.arguments import LONGEST_ARGUMENT, Argument, Stance
from bot.domain.elections.choices import describe
from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Search
from bot.domain.proposals.state import State, state
from bot.services.ports import Clock, Posted, Repositories, TextReader, UnitOfWork
from bot.services.proposals.listing import Listed, Listing, newest
from bot.services.proposals.visibility import is_hidden, visible

SHOWN = 6
"""Arguments of each side; of more those that tell most of all of them."""
REASONS = 5
_REASONS_READ = 200
COMPARED = 200
"""So many of the newest proposals of the server are looked at for those that are alike."""
ALIKE = 3
_LEAST_ALIKE = 0.2


class Side(msgspec.Struct, frozen=True):
    shown: tuple[Argument, ...]
    more: int = 0
    """How many more there are."""


class Question(msgspec.Struct, frozen=True):
    asked: Argument
    answers: tuple[Argument, ...]


class Reason(msgspec.Struct, frozen=True):
    """Why somebody voted as they did."""

    member: MemberId
    choice: str
    """As `describe` has it."""
    text: str


class News(msgspec.Struct, frozen=True):
    """What came since a member last looked."""

    since: datetime
    arguments: int
    edits: int
    opened: bool
    closed: bool

    @property
    def nothing(self) -> bool:
        return not (self.arguments or self.edits or self.opened or self.closed)


class Digest(msgspec.Struct, frozen=True):
    proposal: Proposal
    state: State
    thread: Posted | None
    for_it: Side
    against_it: Side
    questions: tuple[Question, ...]
    reasons: tuple[Reason, ...]
    news: News | None = None
    """None for who looks for the first time."""
    alike: tuple[Listed, ...] = ()

    @property
    def unanswered(self) -> tuple[Argument, ...]:
        return tuple(each.asked for each in self.questions if not each.answers)


class ThreadDigests(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    reader: TextReader
    listing: Listing
    clock: Clock

    async def of(self, guild: GuildId, proposal_id: ProposalId, member: MemberId | None = None) -> Digest:
        """What members put before the bot of this discussion, and the reasons of ballots that may be shown.

        `member`: who looks, which is kept; None for a page that is the same for all, and is looked at too often for
        a search of those that are alike. Raises ProposalUnknown.
        """
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
            arguments = await repositories.arguments.of_proposal(proposal_id)
            thread = await repositories.messages.get(proposal_id, "thread")
            reasons = await _reasons(repositories, proposal)
            news = None if member is None else await _news(repositories, proposal, arguments, member)
            others = [] if member is None else await _others(repositories, guild, proposal)
        for_it, against_it, alike = await asyncio.to_thread(self._read, proposal, arguments, others)
        if member is not None:
            async with self.uow.writing() as repositories:
                await repositories.arguments.look(proposal_id, member, now)
        async with self.uow.reading() as repositories:
            listed = await self.listing.listed(repositories, alike)
        return Digest(
            proposal,
            state(proposal, now),
            thread,
            for_it,
            against_it,
            _questions(arguments),
            reasons,
            news,
            tuple(listed),
        )

    def _read(
        self, proposal: Proposal, arguments: Sequence[Argument], others: Sequence[Proposal]
    ) -> tuple[Side, Side, list[Proposal]]:
        """Some milliseconds of a processor."""
        return (
            self._side(arguments, Stance.FOR),
            self._side(arguments, Stance.AGAINST),
            self._alike(proposal, others),
        )

    def _side(self, arguments: Sequence[Argument], stance: Stance) -> Side:
        those = [each for each in arguments if each.stance is stance]
        if len(those) <= SHOWN:
            return Side(tuple(those))
        places = self.reader.telling([each.text for each in those], SHOWN, SHOWN * LONGEST_ARGUMENT)
        shown = tuple(those[place] for place in places) or tuple(those[:SHOWN])
        return Side(shown, len(those) - len(shown))

    def _alike(self, proposal: Proposal, others: Sequence[Proposal]) -> list[Proposal]:
        found = self.reader.likeness(_words(proposal), [_words(each) for each in others])
        ranked = sorted(zip(found, others, strict=True), key=lambda pair: (-pair[0], -pair[1].id))
        return [each for likeness, each in ranked[:ALIKE] if likeness >= _LEAST_ALIKE]


async def _others(repositories: Repositories, guild: GuildId, proposal: Proposal) -> list[Proposal]:
    """The newest of its space that everybody may see."""
    found = await newest(repositories, guild, Search(), limit=COMPARED)
    return [each for each in found if each.space == proposal.space and each.id != proposal.id]


def _words(proposal: Proposal) -> str:
    return f"{proposal.content.title}\n{proposal.content.text}"


def _questions(arguments: Sequence[Argument]) -> tuple[Question, ...]:
    """Those without an answer first, the oldest first."""
    found = [
        Question(asked, tuple(each for each in arguments if each.answers == asked.id))
        for asked in arguments
        if asked.stance is Stance.QUESTION
    ]
    return tuple(sorted(found, key=lambda each: bool(each.answers)))


async def _reasons(repositories: Repositories, proposal: Proposal) -> tuple[Reason, ...]:
    """The newest of those that may be shown, as their ballots stand now."""
    if is_hidden(proposal) or proposal.opening is None:
        return ()
    members = await repositories.ballots.newest_reasons(proposal.id, _REASONS_READ)
    ballots = await repositories.ballots.current(proposal.id, members)
    return tuple(
        Reason(member, describe(proposal.rules, ballots[member].choice), reason)
        for member in members
        if member in ballots and ballots[member].choice is not None and (reason := ballots[member].reason)
    )[:REASONS]


async def _news(
    repositories: Repositories, proposal: Proposal, arguments: Sequence[Argument], member: MemberId
) -> News | None:
    since = await repositories.arguments.looked_at(proposal.id, member)
    if since is None:
        return None
    revisions = await repositories.proposals.revisions(proposal.id)
    opening, closing = proposal.opening, proposal.closing
    return News(
        since,
        sum(each.at > since and each.member != member for each in arguments),
        sum(each.at > since for each in revisions if each.number > 1),
        opening is not None and opening.at > since,
        closing is not None and closing.at > since,
    )
