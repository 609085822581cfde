"""What a closed vote pays to its voters is asked of the executor, once, as the frozen rule and the count have it.

It stands among the proposals, with a timelock in which guardians may veto it, and is carried out as what passed is;
nobody votes on it.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import AnyExecutor, Examined
from bot.domain.frozen_document import freeze_hash, frozen_document
from bot.domain.ids import ContentHash, GuildId, ProposalId
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.proposals.facts import Closing, Content, Opening, Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.voter_rewards.payments import MOST_TRANSFERS, payment_calls
from bot.domain.voter_rewards.rewards import NoReward, Rewards
from bot.services.delivery.notifications import PostEvent
from bot.services.delivery.outbox import WakeSignal
from bot.services.pages.access import PageAccess
from bot.services.ports import Clock, Executors, Repositories, UnitOfWork
from bot.services.voter_rewards.recorded import recorded_rewards

_TITLE = "💰 {number} · {title}"
_LONGEST_TITLE = 100
_NAMED = 20
"""So many members without a wallet are named."""


class NothingPaid(StrEnum):
    """Why a vote on a track with rewards pays nothing."""

    NO_QUORUM = "no_quorum"
    NOBODY = "nobody"
    """No voter can get anything: they voted late, or have no wallet."""
    TOO_MANY = "too_many"
    """More would be paid than one transaction has room for."""
    NO_EXECUTOR = "no_executor"


class PayingVoters(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executors: Executors
    clock: Clock
    wake_signal: WakeSignal
    page_access: PageAccess

    async def pay(self, vote_id: ProposalId) -> ProposalId | None:
        """Have the rewards of a closed vote paid. Returns what stands for that among the proposals; None where nothing
        is paid, which is said, and where it isn't due.

        Raises StoredDataInvalid where the record isn't the one that was published; ChangesExecutor, CallsHidden,
        NoBatchContract, NoCode, WrongContract, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            vote = await repositories.proposals.get(vote_id)
            record = await repositories.proposals.record(vote_id)
            members = await repositories.ballots.first_cast(vote_id)
        rule, executor = vote.rules.voter_rewards, vote.rules.executor
        if not vote.rewards_due or rule is None or vote.closing is None:
            return None
        if record is None or content_hash(record) != vote.closing.record_hash:
            raise StoredDataInvalid(f"proposal {vote_id}: record")
        names = vote.opening.pseudonyms.names(members) if vote.opening else {}
        recorded = await asyncio.to_thread(recorded_rewards, record, names)
        rewards = recorded.rewards
        why_not = _why_not(rule, executor, rewards, quorum_reached=recorded.quorum_reached)
        if why_not is not None or executor is None:
            await self._settle(vote, rewards, why_not or NothingPaid.NO_EXECUTOR)
            return None
        actions = await asyncio.to_thread(
            payment_calls, rule, executor.chain, rewards.payments, vote.closing.record_hash
        )
        examined = await self.executors[executor.kind].examine(executor, actions)
        return await self._ask(vote, rule, rewards, actions, examined)

    async def _settle(self, vote: Proposal, rewards: Rewards, why: NothingPaid) -> None:
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(vote.id)
            if not fresh.rewards_due:
                return
            guild = (await repositories.spaces.get(fresh.space)).guild
            await repositories.proposals.settle_rewards(vote.id, now)
            data = {"why": why.value, "most": str(MOST_TRANSFERS), **_left_out(rewards)}
            await repositories.outbox.add(
                PostEvent(guild, vote.id, event="no_rewards", data=data, announce=True), at=now
            )
        self.wake_signal.send()

    async def _ask(
        self,
        vote: Proposal,
        rule: VoterRewards,
        rewards: Rewards,
        actions: Sequence[Action],
        examined: Examined,
    ) -> ProposalId | None:
        async with self.uow.writing() as repositories:
            # The time within the transaction: the timelock begins now.
            now = self.clock.now()
            fresh = await repositories.proposals.get(vote.id)
            if not fresh.rewards_due or fresh.submission is None:
                return await repositories.proposals.payout_of(vote.id)
            payout = await self._stored(repositories, fresh, tuple(actions), examined, now)
            space = await repositories.spaces.get(fresh.space)
            claims = (rule.distributor and self.page_access.url_of_claims(space, vote.id)) or ""
            await repositories.proposals.settle_rewards(vote.id, now)
            told = _told(space.guild, vote.id, payout, rule, rewards, claims)
            await repositories.outbox.add(told, at=now)
        self.wake_signal.send()
        return payout.id

    async def _stored(
        self,
        repositories: Repositories,
        vote: Proposal,
        actions: tuple[Action, ...],
        examined: Examined,
        at: datetime,
    ) -> Proposal:
        """What pays them, with all the facts that something has which passed just now."""
        assert vote.submission is not None
        assert vote.closing is not None
        proposals = repositories.proposals
        title = _TITLE.format(number=vote.number, title=vote.content.title)[:_LONGEST_TITLE]
        payout = await proposals.add(vote.space, vote.track, vote.author, Content(title, "", actions), at)
        number = await proposals.next_number(vote.space)
        await proposals.pay_for(vote.id, payout)
        await proposals.submit(payout, Submission(at, 0, (), vote.submission.guardians, number))
        frozen = frozen_document(await proposals.get(payout), vote.rules, (), None, examined=(examined,))
        pseudonyms = Pseudonyms.new(named=vote.rules.named_records)
        frozen = pseudonyms.veil(frozen)
        frozen["pays_for"] = {"proposal": str(vote.id), "record": vote.closing.record_hash}
        opening = Opening(
            at, at, (), None, vote.rules, freeze_hash(frozen), examined=(examined,), pseudonyms=pseudonyms
        )
        await proposals.open(payout, opening, canonical_json(frozen))
        document = canonical_json(
            {"payout": "folkmoot/1", "content_hash": opening.content_hash, "frozen": frozen, "result": {}}
        )
        await proposals.close(payout, Closing(at, {}, True, ContentHash(content_hash(document))), document)
        if (thread := await repositories.messages.get(vote.id, "thread")) is not None:
            await repositories.messages.set(payout, thread)
        return await proposals.get(payout)


def _why_not(
    rule: VoterRewards, executor: AnyExecutor | None, rewards: Rewards, *, quorum_reached: bool
) -> NothingPaid | None:
    """Why nothing is paid; None where something is."""
    if rule.needs_quorum and not quorum_reached:
        return NothingPaid.NO_QUORUM
    if not rewards.paid:
        return NothingPaid.NOBODY
    if executor is None:
        return NothingPaid.NO_EXECUTOR
    return NothingPaid.TOO_MANY if rule.distributor is None and len(rewards.paid) > MOST_TRANSFERS else None


def _told(
    guild: GuildId, vote: ProposalId, payout: Proposal, rule: VoterRewards, rewards: Rewards, claims: str
) -> PostEvent:
    """`claims`: the page on which voters claim, where they do and there is one."""
    ends = payout.timelock_ends_at
    data = {
        "payout": str(payout.number),
        "total": str(rewards.total),
        "paid": str(len(rewards.paid)),
        "remainder": str(rewards.remainder),
        "symbol": rule.symbol,
        "listed": "yes" if rule.distributor else "",
        "decimals": str(rule.decimals),
        "claims": claims,
        "end": str(int(ends.timestamp())) if ends and payout.rules.periods.timelock else "",
        **_left_out(rewards),
    }
    return PostEvent(guild, vote, event="rewards", data=data, announce=True)


def _left_out(rewards: Rewards) -> dict[str, str]:
    """How many voters get nothing, by why; those without a wallet are named."""
    counted = Counter(reward.why_not for reward in rewards.each)
    without = [str(reward.voter.member) for reward in rewards.each if reward.why_not is NoReward.NO_WALLET]
    return {**{why.value: str(counted[why]) for why in NoReward}, "members": " ".join(without[:_NAMED])}
