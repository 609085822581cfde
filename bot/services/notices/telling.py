"""Who is told what of a fact, and whether there is still something to tell when their turn comes.

Whoever stores the fact adds one notification to the outbox in the same transaction. It becomes a page of notices and
the next page, until all have theirs; what a notice says, and whether it is said at all, is read when it is said.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import structs
from msgspec.structs import replace

from bot.domain.elections.choices import describe
from bot.domain.holder_roles.rule import RoleRule
from bot.domain.ids import (
    Address,
    GuildId,
    MemberId,
    ProposalId,
    RequestId,
    RoleId,
    RoleRuleId,
    SpaceId,
)
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import URGENCY, Topic
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.actors import is_everyone
from bot.services.delivery.notifications import (
    AnyNotification,
    FindsReaders,
    FindsSubscribers,
    Notice,
    TellMember,
    TellSubscribers,
)
from bot.services.execution.instructions import ToSign, shown_as
from bot.services.governance.offices.moderation import guardians_of
from bot.services.notices.week import Week, WeekReading
from bot.services.ports import Clock, Delivery, OutboxEntry, Posted, Repositories, UnitOfWork
from bot.services.voting.casting.budgets import Budgets
from bot.services.voting.live.live_votes import LiveVotes

PAGE = 200
"""So many members are looked at together."""


class Told(msgspec.Struct, frozen=True):
    """What a member is told of one notice."""

    notice: Notice
    proposal: Proposal | None
    """What it is about; None where it is about no proposal."""
    places: Mapping[str, Posted]
    """Where the proposal stands in Discord, by what stands there."""
    shown_as: str = ""
    """As what the message stands in Discord that shows what they are to sign."""
    delegate: MemberId | None = None
    """Who votes for the member; of a vote that ends, who would, and hasn't voted either."""
    choice: str | None = None
    """What the delegate voted, in words; None where they took their vote back."""
    losing: tuple[RoleRule, datetime] | None = None
    """The rule by which they have a role, and when it is taken."""
    week: Week | None = None
    """The digest, with the member's own votes first."""


class TellingMembers(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    budgets: Budgets
    week_reading: WeekReading
    clock: Clock

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """What the outbox calls for those notifications that find others who are to be told."""
        found = entry.notification
        if isinstance(found, FindsReaders):
            return Delivery(then=await self._readers(found))
        assert isinstance(found, FindsSubscribers)
        return Delivery(then=await self.page(found.page))

    async def _readers(self, fact: FindsReaders) -> tuple[AnyNotification, ...]:
        """The same for the digest of a week."""
        async with self.uow.reading() as repositories:
            members = await repositories.notices.subscribers(fact.guild, Topic.DIGEST, fact.after, PAGE)
        notice = Notice(Topic.DIGEST, since=fact.since, until=fact.until)
        found: list[Any] = [TellMember(fact.guild, member, (notice,)) for member in members]
        if len(members) == PAGE:
            found.append(structs.replace(fact, after=members[-1]))
        return tuple(found)

    async def page(self, fact: TellSubscribers) -> tuple[AnyNotification, ...]:
        """The notices of the next members who asked to be told of the fact, and the page after them, if there is one.
        Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(fact.proposal)
            members = await repositories.notices.subscribers(fact.guild, fact.topic, fact.after, PAGE)
        found: list[AnyNotification] = [
            TellMember(fact.guild, member, (notice,))
            for member, notice in await self._notices(fact, proposal, members)
        ]
        if len(members) == PAGE:
            found.append(structs.replace(fact, after=members[-1]))
        return tuple(found)

    async def _notices(
        self, fact: TellSubscribers, proposal: Proposal, members: Sequence[MemberId]
    ) -> list[tuple[MemberId, Notice]]:
        """Which of these members have something to hear of it."""
        if fact.topic is Topic.DELEGATE:
            voters = await self._voters_for(proposal.id, fact.who)
            return [
                (member, Notice(fact.topic, proposal.id, who=voter))
                for member in members
                for voter in voters.get(member, ())
            ]
        left_out = await self._left_out(proposal, fact.topic)
        return [(member, Notice(fact.topic, proposal.id)) for member in members if member not in left_out]

    async def _voters_for(
        self, proposal: ProposalId, delegate: MemberId | None
    ) -> Mapping[MemberId, Sequence[MemberId]]:
        """Who votes for whom: for those whose power counts, or would count, with this delegate's ballot; None: with
        anybody's."""
        live_vote = await self.live_votes.get(proposal)
        splits = live_vote.effective_delegations() if delegate is None else live_vote.delegators_of(delegate)
        return {each: split.to for each, split in splits.items() if not isinstance(each, str)}

    async def _left_out(self, proposal: Proposal, topic: Topic) -> Collection[MemberId]:
        """Those who have nothing to hear of it: nobody waits behind them for a turn that says nothing."""
        if topic is Topic.PROPOSALS:
            return proposal.authors
        if topic is not Topic.ENDING:
            return ()
        live_vote = await self.live_votes.get(proposal.id)
        effective = live_vote.effective_delegations().items()
        by_delegates = {each for each, split in effective if not isinstance(each, str) and split.whole}
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
        due = {each.proposal for each in wanted if each.topic is Topic.DUE}
        async with self.uow.reading() as repositories:
            proposals = await repositories.proposals.get_many(about)
            places = await repositories.messages.of(about)
            owned = await self._owned(repositories, notices, wanted)
            delegators = await self._delegators(repositories, notices.member, wanted)
            vetoing = {
                each.id
                for each in proposals.values()
                if each.id in due
                and (role := await guardians_of(repositories, each)) in roles
                and not is_everyone(role, notices.guild)
            }
        found = []
        for notice in wanted:
            proposal = proposals.get(notice.proposal) if notice.proposal is not None else None
            if notice.until is not None:
                found += await self._of_week(notices, notice)
                continue
            if notice.rule is not None:
                found += await self._losing(notices.member, notice, notice.rule)
                continue
            if proposal is None:
                if (notice.space, notice.who) in delegators:
                    found.append(Told(notice, None, {}))
                continue
            told = Told(notice, proposal, places.get(proposal.id, {}))
            if notice.topic in (Topic.ENDING, Topic.DELEGATE):
                ending = notice.topic is Topic.ENDING
                looked_up = (
                    await self._could_vote(told, notices.member, roles)
                    if ending
                    else await self._voted_for(told, notices.member)
                )
                found += [looked_up] if looked_up is not None else []
            elif notice.request is not None:
                signing = self._to_sign(told, notice.request, owned)
                found += [signing] if signing is not None else []
            elif self._holds(told, may_veto=proposal.id in vetoing):
                found.append(told)
        return sorted(found, key=self._urgency)

    async def _of_week(self, notices: TellMember, notice: Notice) -> list[Told]:
        """The digest, if there is something to tell, and no newer one with it."""
        weeks = [each.until for each in notices.about if each.until is not None]
        if notice.since is None or notice.until is None or notice.until < max(weeks):
            return []
        week = await self.week_reading.of_member(notices.guild, notice.since, notice.until, notices.member)
        return [] if week.is_empty else [Told(notice, None, {}, week=week)]

    async def _losing(self, member: MemberId, notice: Notice, rule_id: RoleRuleId) -> list[Told]:
        """That a role is about to be taken, while it is."""
        async with self.uow.reading() as repositories:
            rule = await repositories.holder_roles.get(rule_id)
            held = (await repositories.holder_roles.held(rule_id, [member])).get(member)
        if rule is None or held is None or held.takes_at is None:
            return []
        return [Told(notice, None, {}, losing=(rule, held.takes_at))]

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

    def _to_sign(self, told: Told, request_id: RequestId, owned: Collection[Address]) -> Told | None:
        """The notice, if what is to be signed still waits, and none of the member's wallets has signed it."""
        assert told.proposal is not None
        request = told.proposal.request(request_id)
        if request is None or request.execution is not None or not told.proposal.unfinished:
            return None
        if any(confirmation.owner in owned for confirmation in request.confirmations):
            return None
        return replace(told, shown_as=shown_as(request_id))

    async def of_request(
        self, guild: GuildId, proposal: ProposalId, to_sign: ToSign
    ) -> tuple[TellMember, ...]:
        """The notices of those members whose signature a request waits for, and who asked to be told."""
        found = []
        async with self.uow.reading() as repositories:
            for member in sorted(set(to_sign.members.values())):
                settings = await repositories.notices.of_member(guild, member)
                if Topic.DUE in settings.topics:
                    notice = Notice(Topic.DUE, proposal, to_sign.request.id)
                    found.append(TellMember(guild, member, (notice,)))
        return tuple(found)

    async def _could_vote(self, told: Told, member: MemberId, roles: frozenset[RoleId]) -> Told | None:
        """The notice, if the member could vote now, and neither they have nor delegates with all of their power. Who
        holds nothing in this vote could not; whose power can't be read may."""
        proposal = told.proposal
        assert proposal is not None
        if state(proposal, self.clock.now()) is not State.VOTING:
            return None
        live_vote = await self.live_votes.get(proposal.id)
        split = live_vote.effective_delegations().get(member)
        if member in live_vote.voting or (split is not None and split.whole):
            return None
        _, power = await self.budgets.known(proposal.id, member, roles)
        if power == 0:
            return None
        awaited = (each for each in live_vote.delegates_of(member) if each not in live_vote.voting)
        return replace(told, delegate=next(awaited, None))

    async def _voted_for(self, told: Told, member: MemberId) -> Told | None:
        """How the delegate votes by now, if the member has not voted and it may be known."""
        proposal, delegate = told.proposal, told.notice.who
        assert proposal is not None
        hidden = proposal.rules.privacy == "after_close" and proposal.closing is None
        if delegate is None or hidden or proposal.stopped:
            return None
        async with self.uow.reading() as repositories:
            ballots = await repositories.ballots.current(proposal.id, [member, delegate])
        own, theirs = ballots.get(member), ballots.get(delegate)
        if own is not None and own.choice is not None:
            return None
        choice = None
        if theirs is not None and theirs.choice is not None:
            choice = describe(proposal.rules, theirs.choice)
        return replace(told, delegate=delegate, choice=choice)

    async def _owned(
        self, repositories: Repositories, notices: TellMember, wanted: Sequence[Notice]
    ) -> Collection[Address]:
        """The member's wallets, where one of the notices is about a signature."""
        if all(notice.request is None for notice in wanted):
            return ()
        linked = await repositories.wallets.of_members(notices.guild, [notices.member])
        return {wallet.address for wallet in linked.get(notices.member, [])}

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
