"""A milestone is reported: the proposal that decides whether it is paid begins with that."""

from datetime import timedelta

import msgspec

from bot.domain.actions.outlays import outlays
from bot.domain.errors import (
    MilestoneNotAwaited,
    NoExecutor,
    NoMilestone,
    NoMilestonesHere,
    NotRecipient,
    TextMissing,
    TextTooLong,
)
from bot.domain.errors.inputs import TextField
from bot.domain.ids import Address, ChainId, ProposalId
from bot.domain.milestones.milestone import Milestone
from bot.domain.milestones.release import Release, release_policy
from bot.domain.milestones.standing import MilestoneState, milestone_state
from bot.domain.policy.limits import Limits
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Content, Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.timelocks import is_too_short, lengthened
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostEvent, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution.voted_content import VotedContent
from bot.services.milestones.showing import of_place
from bot.services.ports import ActionCodec, Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.content import TEXT_LIMIT, TITLE_LIMIT
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.stages import require_live
from bot.services.proposals.thread_opening import ask_for_thread
from bot.services.proposals.visibility import visible

_TITLE = "🏁 {title} · #{number} · {place}/{count}"
"""Without words: it is read in every language."""


class ReportingMilestones(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    codec: ActionCodec
    voted_content: VotedContent
    executability: Executability
    clock: Clock
    wake_signal: WakeSignal

    async def reportable(self, actor: Actor, promise: ProposalId, place: int) -> tuple[Proposal, Milestone]:
        """The milestone at this place (from 1), if the actor may report it now. Raises ProposalUnknown, NoMilestone,
        NotRecipient, MilestoneNotAwaited, SpaceArchived."""
        async with self.uow.reading() as repositories:
            proposal, milestone, _ = await self._found(repositories, actor, promise, place)
        return proposal, milestone

    async def report(self, actor: Actor, promise_id: ProposalId, place: int, text: str) -> Proposal:
        """What decides on the milestone now, with this report as its text.

        It is submitted at once: what it pays was decided on with the promise. Raises TextMissing, TextTooLong, what
        `reportable` raises, ContentAltered where what is stored of the promise isn't what was voted on; and what keeps
        a payment from being asked for: ExecutorUnproved, BeyondLimits, NoCode, WrongContract, ChainUnavailable.
        """
        text = text.strip()
        if not text:
            raise TextMissing(TextField.TEXT)
        if len(text) > TEXT_LIMIT:
            raise TextTooLong(TextField.TEXT, len(text), TEXT_LIMIT)
        async with self.uow.reading() as repositories:
            promise, milestone, _ = await self._found(repositories, actor, promise_id, place)
            today = await _rules_of_today(repositories, promise)
        await self.voted_content.require_of(promise)
        content = Content(_title(promise, place, milestone), text, (milestone.payment,))
        released = _released(promise, today, place)
        await self.executability.require(today.track, released.policy, content)
        async with self.uow.writing() as repositories:
            # The time within the transaction: the day may have ended meanwhile.
            now = self.clock.now()
            fresh, milestone, attempt = await self._found(repositories, actor, promise_id, place)
            if fresh.opening != promise.opening or milestone.payment != content.actions[0]:
                raise MilestoneNotAwaited(promise.number, place, MilestoneState.VOID, None)
            released = _released(fresh, await _rules_of_today(repositories, fresh), place, attempt)
            space = await repositories.spaces.get(fresh.space)
            proposals = repositories.proposals
            release = await proposals.add(fresh.space, fresh.track, actor.member, content, now)
            await proposals.release(release, released)
            number = await proposals.next_number(fresh.space)
            await proposals.submit(release, Submission(now, 0, (), space.guardians, number))
            await ask_for_thread(repositories, release, space.guild, now)
            data = {
                "place": str(place),
                "title": milestone.title,
                "release": str(number),
                "by": str(actor.member),
            }
            await repositories.outbox.add(
                PostEvent(space.guild, fresh.id, event="reported", data=data),
                RefreshCard(space.guild, fresh.id),
                at=now,
            )
            stored = await proposals.get(release)
        self.wake_signal.send()
        return stored

    async def _found(
        self, repositories: Repositories, actor: Actor, promise_id: ProposalId, place: int
    ) -> tuple[Proposal, Milestone, int]:
        """The promise, the milestone, and which report of it comes now."""
        promise = await visible(repositories, promise_id, actor.guild, actor.member)
        milestones = promise.content.milestones
        if promise.submission is None or not 1 <= place <= len(milestones):
            number = promise.submission.number if promise.submission else None
            raise NoMilestone(number, place, len(milestones))
        milestone = milestones[place - 1]
        space = await repositories.spaces.get(promise.space)
        await self._require_reporter(repositories, actor, promise, place, space)
        releases = of_place(await repositories.proposals.releases_of(promise_id), place)
        current = milestone_state(promise, place, releases, self.clock.now())
        if current is not MilestoneState.AWAITED:
            last = releases[-1].number if releases else None
            raise MilestoneNotAwaited(promise.number, place, current, last)
        require_live(space)
        return promise, milestone, len(releases) + 1

    async def _require_reporter(
        self, repositories: Repositories, actor: Actor, promise: Proposal, place: int, space: Space
    ) -> None:
        """Who wrote it, and who has linked the wallet that is paid. Raises NotRecipient."""
        payment = promise.content.milestones[place - 1].payment
        recipient = self._recipient(promise, place)
        owners = await repositories.wallets.owners(space.guild, [recipient], payment.chain)
        if actor.member not in promise.authors and actor.member != owners.get(recipient):
            raise NotRecipient(promise.number, place, recipient)

    def _recipient(self, promise: Proposal, place: int) -> Address:
        payment = promise.content.milestones[place - 1].payment
        ((_, outlay),) = outlays(self.codec.decode_unread([payment]))
        return outlay.to


class _Today(msgspec.Struct, frozen=True):
    """What of a release isn't by the rules of its promise, but by those of the day on which it is reported."""

    track: Track
    """Whose limits hold."""
    least_timelock: timedelta
    """So that those who stand above have the time to veto that they have set."""


async def _rules_of_today(repositories: Repositories, promise: Proposal) -> _Today:
    space = await repositories.spaces.get(promise.space)
    tree = await repositories.spaces.tree(space.guild)
    return _Today(await repositories.spaces.track(promise.track), tree.least_timelock(space))


def _released(promise: Proposal, today: _Today, place: int, attempt: int = 1) -> Release:
    """Raises NoMilestonesHere where the promise has no rule for it."""
    if promise.opening is None or promise.rules.milestones is None:
        raise NoMilestonesHere
    chain = promise.content.milestones[place - 1].payment.chain
    if promise.rules.executor_on(chain) is None:
        raise NoExecutor
    policy = release_policy(promise.rules, chain, _limits_on(chain, today.track.policy))
    if is_too_short(policy, today.least_timelock):
        policy = lengthened(policy, today.least_timelock)
    return Release(promise.id, promise.opening.content_hash, place, attempt, policy)


def _limits_on(chain: ChainId, rules: Policy) -> Limits | None:
    """Those of the track today. They are of its executor's chain: on every other one they let nothing be moved."""
    limits, executor = rules.limits, rules.executor
    return limits if limits is None or executor is None else limits.on(chain, of=executor.chain)


def _title(promise: Proposal, place: int, milestone: Milestone) -> str:
    count = len(promise.content.milestones)
    return _TITLE.format(number=promise.number, place=place, count=count, title=milestone.title)[:TITLE_LIMIT]
