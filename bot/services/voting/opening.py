"""Opening a vote whose card stands: choose the snapshot, freeze everything."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
import structlog

from bot.domain.blocks import BlockRef, Value
from bot.domain.canonical import canonical_json
from bot.domain.conviction.pool import requested_of
from bot.domain.delegation.delegate_registry import FoundDelegations
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import (
    BadChoices,
    ChainUnavailable,
    ExecutorChanged,
    NoMilestonesHere,
    PoolChanged,
    TotalUnknown,
)
from bot.domain.errors.outside import DelegatorsUnread, TotalUnread
from bot.domain.executors import Examined
from bot.domain.frozen_document import card_hash, freeze_hash, frozen_document
from bot.domain.ids import ChainId, ContentHash, Power, ProposalId
from bot.domain.metagovernance.casting import CastTerms
from bot.domain.notices.topics import Topic
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.power import OnChain
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.rules.outcome import quorums
from bot.domain.rules.quorum import kind_of
from bot.domain.spaces.space import Space
from bot.services.councils.seating import Seating
from bot.services.delegation.delegated_power import (
    delegations_at,
    freeze_delegations,
    frozen_part,
    own_caps_at,
)
from bot.services.delegation.wallet_delegations import chains_read, unread, wallet_delegations_at
from bot.services.delivery.notifications import (
    AnyNotification,
    MentionVoters,
    PostEvent,
    RefreshCard,
    ShowStatements,
    TellSubscribers,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution.track_limits import TrackLimits
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.metagovernance.casting import Casting
from bot.services.ports import Chain, Clock, Executors, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks, earlier_blocks
from bot.services.reputation.reputation import freeze_reputation, see_ledger
from bot.services.server_acts.possible import PossibleActs
from bot.services.voting.live.live_votes import LiveVotes

_log = structlog.get_logger(__name__)


class OpeningVotes(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    executor_proofs: ExecutorProofs
    track_limits: TrackLimits
    casting: Casting
    seating: Seating
    possible_acts: PossibleActs
    powers: Powers
    clock: Clock
    wake_signal: WakeSignal
    live_votes: LiveVotes

    async def open(self, proposal_id: ProposalId) -> Opening | None:
        """Open the vote of a proposal whose discussion is over and whose card stands, once.

        The voting period begins now: Discord has confirmed a card that shows what is frozen.

        The snapshot is the newest finalized block of each chain at or before this moment, and is stored before
        the first ballot, with the earlier blocks that a holding rule asks for. Returns None when the proposal is not
        (or no longer) waiting to be opened, and when its card is missing or shows something else. Raises
        ChainUnavailable, and is tried again; ExecutorChanged, until the author has edited the actions or a moderator
        has named an executor on their chain; ExecutorUnproved, until it is proved that the executor belongs to the
        space; UnknownChain, PoolChanged, BadChoices, NoMilestonesHere, TotalUnknown, BeyondLimits, ActsRefused,
        ChangesExecutor, NoBatchContract, CannotCast, CastsNothing, NoCastingHere, NoCode and WrongContract, likewise.
        """
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        if state(proposal, now) is not State.PENDING or not self._shown(proposal):
            return None
        if not proposal.executable:
            raise ExecutorChanged(proposal.number)
        await self.executor_proofs.require_for(proposal)
        if (lacks := proposal.ballot_lacks) is not None:
            raise BadChoices(lacks)
        policy = proposal.rules
        if requested_of(policy, proposal.content.actions) != proposal.content.requested:
            raise PoolChanged(proposal.number)
        # What passes a temperature check is promised by the vote that follows.
        if proposal.content.milestones and policy.milestones is None and policy.next_track is None:
            raise NoMilestonesHere
        await self.track_limits.require_allowed(proposal)
        await self.possible_acts.require(proposal)
        blocks, by_wallet = await self._with_registry(proposal, policy, now)
        snapshot = tuple(blocks.values())
        try:
            total = await self.total_power(policy, blocks)
            earlier = await earlier_blocks(self.chains, policy.power.holding, snapshot)
            examined = await self._examine(proposal)
            terms = await self.casting.terms(proposal, now)
        except Exception:
            # It waits for something else now.
            await self._note_registry(proposal, now, unread=False)
            raise
        async with self.uow.reading() as repositories:
            seen = await see_ledger(repositories, proposal, policy)
        async with self.uow.writing() as repositories:
            # The world may have changed while the chain was asked.
            fresh = await repositories.proposals.get(proposal_id)
            if state(fresh, now) is not State.PENDING or fresh.version != proposal.version:
                return None
            if fresh.rules != policy or not self._shown(fresh):
                return None  # It is opened by the new rules, on a card that shows them.
            at = self.clock.now()
            reputation = await freeze_reputation(repositories, fresh, policy, at, seen)
            if reputation and total is not None:
                total += reputation.total
            ledger = reputation.document() if reputation else None
            delegations = await delegations_at(repositories, fresh, policy, at)
            own_caps = await own_caps_at(repositories, fresh, policy, delegations)
            frozen = frozen_document(fresh, policy, snapshot, total, earlier, ledger, examined, terms)
            pseudonyms = Pseudonyms.new(named=policy.named_records)
            frozen = pseudonyms.veil(frozen)
            frozen |= frozen_part(policy, delegations, own_caps, by_wallet, pseudonyms)
            opening = _opening(
                fresh, snapshot, earlier, total, freeze_hash(frozen), examined, terms, pseudonyms, at
            )
            await repositories.proposals.open(proposal_id, opening, canonical_json(frozen))
            space = await repositories.spaces.get(fresh.space)
            await freeze_delegations(
                repositories, fresh, policy, space.guild, delegations, own_caps, by_wallet, opening.at
            )
            await repositories.outbox.add(
                RefreshCard(space.guild, proposal_id), *_announcements(opening, space, proposal_id), at=now
            )
            if await repositories.statements.of(proposal_id):
                # Its buttons go: nothing is put or answered any more.
                await repositories.outbox.add(ShowStatements(space.guild, proposal_id), at=now)
        self.wake_signal.send()
        self.live_votes.touch(proposal_id)
        _log.info("vote.opened", proposal=proposal_id, snapshot=[block.number for block in snapshot])
        if by_wallet is not None and not by_wallet.complete:
            _log.warning("delegations.incomplete", proposal=proposal_id)
        return opening

    def _shown(self, proposal: Proposal) -> bool:
        """Whether its card stands and shows what would be frozen. One that shows something else is drawn anew."""
        card = proposal.card
        if card is None or not card.stands:
            return False
        if card.shows == card_hash(proposal):
            return True
        self.live_votes.touch(proposal.id)
        return False

    async def _examine(self, proposal: Proposal) -> tuple[Examined, ...]:
        """What the actions call now on each chain, and that their executor may be asked for them.

        Raises ChangesExecutor and NoBatchContract, until the author has edited the actions or a moderator has named
        another executor; NoCode, WrongContract, ChainUnavailable.
        """
        found: list[Examined] = []
        for executor in proposal.executors:
            if proposal.content.seats is not None:
                found.append(await self.seating.examine(executor))
                continue
            actions = [action for action in proposal.possible_actions if executor.can_make(action)]
            found.append(await self.executors[executor.kind].examine(executor, actions))
        return tuple(found)

    async def _with_registry(
        self, proposal: Proposal, policy: Policy, now: datetime
    ) -> tuple[dict[ChainId, BlockRef], FoundDelegations | None]:
        """The snapshot, and who delegates by wallet there.

        Since when that can't be read is kept: after the policy's `unresolved_after` moderators may let the vote open
        without it. Raises ChainUnavailable.
        """
        try:
            blocks = await self._snapshot(policy, now)
            by_wallet = await self._wallet_delegations(proposal, policy, blocks)
        except ChainUnavailable as error:
            if isinstance(error.unread, DelegatorsUnread):
                await self._note_registry(proposal, now, unread=True)
            raise
        return blocks, by_wallet

    async def _note_registry(self, proposal: Proposal, now: datetime, *, unread: bool) -> None:
        if unread == (proposal.registry_unread_since is not None):
            return
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if unread == (fresh.registry_unread_since is not None) or state(fresh, now) is not State.PENDING:
                return
            if unread:
                await repositories.proposals.miss_registry(proposal.id, now)
            else:
                await repositories.proposals.find_registry(proposal.id)

    async def _snapshot(self, policy: Policy, now: datetime) -> dict[ChainId, BlockRef]:
        """On each chain the newest finalized block at or before one common time: the newest that all of them have."""
        try:
            return await common_blocks(self.chains, chains_read(policy), now)
        except ChainUnavailable as error:
            for_registry = policy.registry is not None and error.chain not in chains_of(policy.power)
            raise unread(error) if for_registry else error from error

    async def _wallet_delegations(
        self, proposal: Proposal, policy: Policy, blocks: Mapping[ChainId, BlockRef]
    ) -> FoundDelegations | None:
        """Who delegates on chain to wallets that are linked in the server now. Raises ChainUnavailable."""
        if policy.registry is None:
            return None
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
            linked = await repositories.wallets.of_guild(space.guild)
        return await wallet_delegations_at(self.chains, policy, [wallet.address for wallet in linked], blocks)

    async def total_power(self, policy: Policy, blocks: Mapping[ChainId, BlockRef]) -> Power | None:
        """All power at the snapshot but that of reputation, where a rule is a share of all; and where a vote may end
        early, if anything tells it."""
        required = needs_total_power(policy)
        if not required and not policy.early_end:
            return None
        total = 0
        for source in policy.power.sources:
            if source.gate:
                continue  # It gives no power.
            if source.listed_total is not None:
                total += source.listed_total * source.weight
                continue
            if source.of_ledger and not policy.open_ended:
                continue  # What was frozen of the ledger is added where it is frozen.
            if not isinstance(source, OnChain):
                if not required:
                    return None
                raise TotalUnknown(source.name)
            reading = await self.chains[source.chain].total(source, blocks[source.chain])
            if not isinstance(reading, Value) and not required:
                return None
            if not isinstance(reading, Value):
                raise ChainUnavailable(source.chain, reading.why, TotalUnread(source.name), reading.failure)
            total += reading.raw * source.weight
        return total


def _announcements(opening: Opening, space: Space, proposal: ProposalId) -> list[AnyNotification]:
    """The thread is told that one can vote, and until when; and so are those who asked for it, and the role of voters,
    where there is one."""
    end = "" if opening.policy.open_ended else str(int(opening.ends_at.timestamp()))
    told = PostEvent(space.guild, proposal, event="opened", data={"end": end})
    asked = TellSubscribers(space.guild, proposal, Topic.OPENING)
    return [told, asked, *([MentionVoters(space.guild, proposal, end=end)] if space.voters else [])]


def needs_total_power(policy: Policy) -> bool:
    """Whether one of the policy's rules is a share of all power, as the threshold of conviction is."""
    if policy.counting.needs_total_power or (policy.delegation and policy.delegation.cap_share):
        return True
    rules = rules_of(policy)
    return any(kind_of(quorum).of_total for _, quorum in quorums(rules)) or any(
        rule is not None and rule.of == "total" for rule in (rules.majority, rules.veto)
    )


def _opening(
    proposal: Proposal,
    snapshot: tuple[BlockRef, ...],
    earlier: tuple[BlockRef, ...],
    total: Power | None,
    content_hash: ContentHash,
    examined: tuple[Examined, ...],
    cast_terms: CastTerms | None,
    pseudonyms: Pseudonyms,
    at: datetime,
) -> Opening:
    policy = proposal.rules
    return Opening(
        at=at,
        ends_at=at + policy.periods.voting,
        snapshot=snapshot,
        total_power=total,
        policy=policy,
        content_hash=content_hash,
        earlier=earlier,
        examined=examined,
        cast_terms=cast_terms,
        pseudonyms=pseudonyms,
    )
