"""Who is told what of a fact, and whether there is still something to tell when their turn comes.

Whoever stores the fact adds one notification to the outbox in the same transaction. It becomes a page of notices and the
next page, until all have theirs; what a notice says, and whether it is said at all, is read when it is said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.ids import MemberId, RoleId, SpaceId
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import URGENCY, Topic
from bot.domain.proposals.proposal import Proposal, State, state
from bot.services.actors import is_everyone
from bot.services.delivery.notifications import AnyNotification, Notice, TellMember, TellSubscribers
from bot.services.governance.moderation import guardians_of
from bot.services.ports import Clock, Posted, Repositories, UnitOfWork
from bot.services.voting.casting.budgets import Budgets
from bot.services.voting.live.live_votes import LiveVotes

PAGE = 200
"""So many members are looked at together."""


@dataclass(frozen=True)
class Told:
    """What a member is told of one notice."""

    notice: Notice
    proposal: Proposal | None
    """What it is about; None where it is about no proposal."""
    places: Mapping[str, Posted]
    """Where the proposal stands in Discord, by what stands there."""
    delegate: MemberId | None = None
    """Who would vote for the member, and hasn't voted either."""


@dataclass(frozen=True)
class TellingMembers:
    uow: UnitOfWork
    live_votes: LiveVotes
    budgets: Budgets
    clock: Clock

    async def page(self, fact: TellSubscribers) -> tuple[AnyNotification, ...]:
        """The notices of the next members who asked to be told of the fact, and the page after them, if there is one.
        Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(fact.proposal)
            members = await repositories.notices.subscribers(fact.guild, fact.topic, fact.after, PAGE)
        left_out = await self._left_out(proposal, fact.topic)
        notice = Notice(fact.topic, fact.proposal)
        found: list[AnyNotification] = [
            TellMember(fact.guild, member, (notice,)) for member in members if member not in left_out
        ]
        if len(members) == PAGE:
            found.append(TellSubscribers(fact.guild, fact.proposal, fact.topic, members[-1]))
        return tuple(found)

    async def _left_out(self, proposal: Proposal, topic: Topic) -> Collection[MemberId]:
        """Those who have nothing to hear of it: nobody waits behind them for a turn that says nothing."""
        if topic is Topic.PROPOSALS:
            return {proposal.author}
        if topic is not Topic.ENDING:
            return ()
        live_vote = await self.live_votes.get(proposal.id)
        by_delegates = {each for each in live_vote.effective_delegations() if not isinstance(each, str)}
        return live_vote.voting | by_delegates

    async def settings(self, notices: TellMember) -> NoticeSettings:
        """What the member wants to hear, and when, as it is now."""
        async with self.uow.reading() as repositories:
            return await repositories.notices.of_member(notices.guild, notices.member)

    async def still_worth(
        self, notices: TellMember, settings: NoticeSettings, roles: frozenset[RoleId]
    ) -> Sequence[Told]:
        """Of the notices those that the member wants and that still say something, the most urgent first. `roles`: the
        member's now."""
        wanted = [each for each in notices.about if each.topic in settings.topics]
        about = {each.proposal for each in wanted if each.proposal is not None}
        async with self.uow.reading() as repositories:
            proposals = await repositories.proposals.get_many(about)
            places = await repositories.messages.of(about)
            delegators = await self._delegators(repositories, notices.member, wanted)
            vetoing = {
                each.id
                for each in proposals.values()
                if (role := await guardians_of(repositories, each)) in roles
                and not is_everyone(role, notices.guild)
            }
        found = []
        for notice in wanted:
            proposal = proposals.get(notice.proposal) if notice.proposal is not None else None
            if proposal is None:
                if (notice.space, notice.who) in delegators:
                    found.append(Told(notice, None, {}))
                continue
            told = Told(notice, proposal, places.get(proposal.id, {}))
            if notice.topic is Topic.ENDING:
                could = await self._could_vote(told, notices.member, roles)
                found += [could] if could is not None else []
            elif self._holds(told, may_veto=proposal.id in vetoing):
                found.append(told)
        return sorted(found, key=self._urgency)

    def _holds(self, told: Told, *, may_veto: bool) -> bool:
        assert told.proposal is not None
        current = state(told.proposal, self.clock.now())
        match told.notice.topic:
            case Topic.PROPOSALS:
                return not told.proposal.stopped
            case Topic.OPENING:
                return current in (State.VOTING, State.PAUSED)
            case Topic.RESULT:
                return told.proposal.closing is not None
            case Topic.DUE:
                return may_veto and current is State.TIMELOCK
            case _:
                return False

    async def _could_vote(self, told: Told, member: MemberId, roles: frozenset[RoleId]) -> Told | None:
        """The notice, if the member could vote now, and neither they have nor a delegate for them. Who holds nothing in
        this vote could not; whose power can't be read may."""
        proposal = told.proposal
        assert proposal is not None
        if state(proposal, self.clock.now()) is not State.VOTING:
            return None
        live_vote = await self.live_votes.get(proposal.id)
        if member in live_vote.voting or member in live_vote.effective_delegations():
            return None
        _, power = await self.budgets.known(proposal.id, member, roles)
        if power == 0:
            return None
        graph = live_vote.delegation_graph
        delegate = graph.delegate_of.get(member) if graph else None
        return Told(told.notice, proposal, told.places, delegate)

    async def _delegators(
        self, repositories: Repositories, member: MemberId, wanted: Sequence[Notice]
    ) -> set[tuple[SpaceId | None, MemberId | None]]:
        """Who delegates to the member now, of those whom the notices name, and in which space."""
        now = self.clock.now()
        return {
            (space, each.delegator)
            for space in {notice.space for notice in wanted if notice.space is not None}
            for each in await repositories.delegations.of_member(space, member)
            if each.delegate == member and not each.over(now)
        }

    def _urgency(self, told: Told) -> tuple[int, float]:
        """What can't wait comes first; of two votes the one that ends first."""
        ends_at = told.proposal.ends_at(self.clock.now()) if told.proposal else None
        return URGENCY[told.notice.topic], ends_at.timestamp() if ends_at else 0.0
