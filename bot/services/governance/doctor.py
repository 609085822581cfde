"""The doctor: looks at everything that Folkmoot stands on, and says how to mend what is wrong."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.errors import FolkmootError, StoredDataInvalid, TrustUnavailable
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.executors import AnyCheck, AnyExecutor, BindingState
from bot.domain.ids import Address, ChainId, SpaceId
from bot.domain.mirrors import Mirror
from bot.domain.policy.model import Policy
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import on_chain
from bot.domain.spaces.space import Space, Track
from bot.domain.timekeeping import Trust
from bot.services.governance import findings
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.findings import Finding
from bot.services.ports import (
    AnyOnChain,
    Chain,
    Clock,
    EndpointFound,
    Executors,
    GivenUp,
    Repositories,
    UnitOfWork,
)
from bot.services.power.snapshots import chains_of
from bot.services.timekeeping.timekeeping import Timekeeping
from bot.services.voting.live.gathering import gathered


class ExecutorFound(msgspec.Struct, frozen=True):
    """What an executor is."""

    check: AnyCheck


class ExecutorReached(msgspec.Struct, frozen=True):
    """Whether what is requested reaches those who carry it out."""

    check: AnyCheck


class ExecutorProved(msgspec.Struct, frozen=True):
    """Whether it is proved that an executor belongs to the space."""

    state: BindingState


class ExecutorLimits(msgspec.Struct, frozen=True):
    """Whether it can make several actions at once."""

    check: AnyCheck


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at. `mend` says what to do where it is not all right."""

    subject: Finding
    good: bool
    found: (
        Finding
        | SourceDoubt
        | FolkmootError
        | ExecutorFound
        | ExecutorReached
        | ExecutorProved
        | ExecutorLimits
    )
    """What was found, or the error that kept it from being found."""
    mend: Finding | None = None


_STALE = timedelta(hours=1)
_STATES = 128
"""Blocks of which a full node keeps the state."""
_NAMED = 10
"""Rows that can't be read are named up to so many."""
_ANYBODY = Address("0x" + "0" * 40)


class Doctor(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    executors: Executors
    executor_proofs: ExecutorProofs
    clock: Clock
    timekeeping: Timekeeping
    uow: UnitOfWork
    trust_levels: frozenset[TrustLevel]
    """Those that the bot can keep."""

    async def check_clock(self) -> list[Check]:
        """Whether the machine's clock is right, by all that say something of the time."""
        await self.timekeeping.ask()
        verdict = self.timekeeping.verdict()
        ahead = verdict.ahead // timedelta(milliseconds=1)
        subject, mend = findings.OfClock(), findings.StartNtp()
        match verdict.trust:
            case Trust.AGREES:
                check = Check(subject, True, findings.ClockAgrees())
            case Trust.UNKNOWN:
                check = Check(subject, True, findings.ClockUnheard())
            case Trust.OFF:
                check = Check(subject, False, findings.ClockOff(ahead), mend)
            case Trust.WRONG:
                check = Check(subject, False, findings.ClockWrong(ahead), mend)
            case Trust.CONFIRMED:
                check = Check(subject, False, findings.ClockConfirmed(ahead), findings.WaitForDiscord())
        others = () if verdict.halts else verdict.off
        contradicted = findings.ClockContradicted()
        return [
            check,
            *(Check(findings.OfWitness(name), False, contradicted, findings.CheckNode()) for name in others),
        ]

    async def check_stored(self, spaces: Sequence[Space]) -> list[Check]:
        """Whether all that the database holds of these spaces can be read: their tracks, their proposals, and what
        counts in their votes."""
        checks: list[Check] = []
        for space in spaces:
            async with self.uow.reading() as repositories:
                found = await _unreadable(repositories, space)
            if found:
                rows = findings.RowsUnreadable(tuple(found[:_NAMED]), len(found))
                checks.append(Check(findings.OfStored(space.name), False, rows, findings.MendRows()))
        return checks or [Check(findings.OfStored(""), True, findings.AllReadable())]

    async def check_chains(self) -> list[Check]:
        """Each chain's finalized block, what each endpoint can't do, and how old a state it still has."""
        return [check for chain in self.chains.values() for check in await self._check_chain(chain)]

    async def check_tracks(self, tracks: Sequence[Track]) -> list[Check]:
        """What the tracks of a space stand on, each contract and executor once, and whether their stages lead anywhere.

        Tracks that were retired need nothing any more.
        """
        used = [track for track in tracks if track.retired_at is None]
        found: dict[Finding, Check] = {}
        for track in used:
            for check in await self.check_policy(track.policy):
                found.setdefault(check.subject, check)
        named = ((track.space, each) for track in used for each in track.policy.executors)
        for space, executor in dict.fromkeys(named):
            if executor.needs_proof and executor.chain in self.chains:
                proved = await self._check_proof(space, executor)
                found.setdefault(proved.subject, proved)
        for track in used:
            if (trust := track.policy.trust) not in self.trust_levels:
                of_trust, mend = findings.TrustOf(track.name), findings.OfferTrust(trust.value)
                found[of_trust] = Check(of_trust, False, TrustUnavailable(trust), mend)
        for space, registry in dict.fromkeys((track.space, track.policy.registry) for track in used):
            if registry is not None:
                delegations = await self._check_registry(space, registry)
                found.setdefault(delegations.subject, delegations)
        names = {track.name.casefold() for track in used}
        for track in used:
            name = track.policy.next_track
            if name is not None and name.casefold() not in names:
                subject = findings.OfTrack(track.name)
                found[subject] = Check(subject, False, findings.NoTrackFollows(name), findings.AddTrack(name))
        return list(found.values())

    async def check_policy(self, policy: Policy) -> list[Check]:
        """The contracts and the executor of a track, and whether the nodes have the states that power is read from."""
        checks: list[Check] = []
        for _, source in on_chain(policy.power.sources):
            subject = findings.Named(source.name)
            chain = self.chains.get(source.chain)
            if chain is None:
                mend = findings.AddChain(source.chain)
                checks.append(Check(subject, False, findings.NoChainConfigured(), mend))
                continue
            try:
                symbol, decimals = await chain.check_source(source, await chain.finalized())
            except FolkmootError as error:
                checks.append(Check(subject, False, error, findings.CheckSource()))
            else:
                checks.append(Check(subject, True, findings.SymbolAndDecimals(symbol, decimals)))
                checks += await _check_doubts(chain, source)
        return [*checks, *await self._check_holding(policy), *await self._check_executors(policy)]

    async def _check_chain(self, chain: Chain) -> list[Check]:
        subject = findings.OfChain(chain.name, chain.id)
        try:
            block = await chain.finalized()
        except FolkmootError as error:
            return [Check(subject, False, error, findings.CheckUrls())]
        age = self.clock.now() - block.time
        checks = [
            Check(
                subject,
                age < _STALE,
                findings.FinalizedBlock(block.number, max(0, int(age.total_seconds()))),
                None if age < _STALE else findings.AnotherUrl(),
            )
        ]
        checks += [_check_endpoint(chain.name, found) for found in await chain.endpoints(block)]
        history = findings.OfHistory(chain.name, chain.id)
        try:
            depth = await chain.history_depth(block)
        except FolkmootError as error:
            return [*checks, Check(history, False, error, findings.CheckSync())]
        checks.append(
            Check(
                history,
                depth is None or depth >= _STATES,
                findings.FullArchive() if depth is None else findings.LastBlocks(depth),
                None if depth is None else findings.UseArchive(),
            )
        )
        return checks

    async def _check_holding(self, policy: Policy) -> list[Check]:
        """Whether the oldest state that a holding rule can ask for is there."""
        holding = policy.power.holding
        if holding is None:
            return []
        checks: list[Check] = []
        for chain in [self.chains[known] for known in chains_of(policy.power) if known in self.chains]:
            subject = findings.OfHolding(chain.name, chain.id)
            try:
                oldest = await chain.finalized(not_after=(await chain.finalized()).time - holding.window)
                await chain.has_code(_ANYBODY, oldest)
            except FolkmootError as error:
                checks.append(Check(subject, False, error, findings.UseArchiveOrWait()))
            else:
                checks.append(Check(subject, True, findings.StateThere(oldest.number)))
        return checks

    async def _check_proof(self, space: SpaceId, executor: AnyExecutor) -> Check:
        subject = findings.ProofOf(executor.name)
        try:
            state = await self.executor_proofs.state(space, executor)
        except FolkmootError as error:
            return Check(subject, False, error, findings.CheckExecutor())
        return Check(subject, state.holds, ExecutorProved(state))

    async def _check_registry(self, space: SpaceId, registry: DelegateRegistry) -> Check:
        """What an opening would read of it: who delegates to linked wallets."""
        subject = findings.OfRegistry(registry.chain, registry.contract, registry.space)
        chain = self.chains.get(registry.chain)
        if chain is None:
            return Check(subject, False, findings.NoChainConfigured(), findings.AddChain(registry.chain))
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(space)).guild
            linked = await repositories.wallets.of_guild(guild)
        try:
            at = await chain.finalized()
            found = await chain.delegations(registry, [wallet.address for wallet in linked], at)
        except FolkmootError as error:
            return Check(subject, False, error, findings.CheckRegistry())
        return Check(subject, True, findings.WalletsDelegate(len(found.delegations), found.complete))

    async def _check_executors(self, policy: Policy) -> list[Check]:
        if policy.executor is None:
            return [Check(findings.OfExecutor(), True, findings.NothingExecuted(), findings.NameASafe())]
        return [check for each in policy.executors for check in await self._check_executor(each)]

    async def _check_executor(self, executor: AnyExecutor) -> list[Check]:
        subject = findings.Named(executor.name)
        if executor.chain not in self.chains:
            return [Check(subject, False, findings.NoChainConfigured(), findings.AddItsChain())]
        try:
            check = await self.executors[executor.kind].check(executor)
        except FolkmootError as error:
            return [Check(subject, False, error, findings.CheckExecutor())]
        return [
            Check(subject, True, ExecutorFound(check)),
            Check(findings.ProposerOf(executor.name), check.reachable, ExecutorReached(check)),
            Check(findings.SeveralActionsOf(executor.name), check.makes_several, ExecutorLimits(check)),
        ]


async def _unreadable(repositories: Repositories, space: Space) -> list[str]:
    """What of a space can't be read, in technical words."""
    found = [f"{track.name}: {track.why}" for track in await repositories.spaces.unreadable_tracks(space.id)]
    found += [error.what for error in (await repositories.proposals.unreadable(space.id)).values()]
    for proposal in await repositories.proposals.live_in_space(space.id):
        if proposal.undecided:
            try:
                await gathered(repositories, proposal)
            except StoredDataInvalid as error:
                found.append(error.what)
    return found


def check_mirror(mirror: Mirror) -> Check:
    """Whether a mirrored contract could be read when it was looked at last."""
    subject = findings.OfMirror(mirror.rules.name, mirror.address)
    if mirror.fault:
        return Check(subject, False, findings.MirrorUnread(mirror.fault), findings.CheckMirror())
    return Check(subject, True, findings.MirrorRead(mirror.read.until if mirror.read else None))


def check_deliveries(given_up: Sequence[GivenUp]) -> Check:
    """Whether everything has been said and handed over that was to be."""
    if not given_up:
        return Check(findings.OfDeliveries(), True, findings.NothingGivenUp())
    found = findings.DeliveriesGivenUp(len(given_up), given_up[0].at)
    return Check(findings.OfDeliveries(), False, found, findings.RetryDeliveries())


async def _check_doubts(chain: Chain, source: AnyOnChain) -> list[Check]:
    subject = findings.OfPower(source.name)
    try:
        doubts = await chain.doubts(source, await chain.finalized())
    except FolkmootError as error:
        return [Check(subject, False, error, findings.CheckUrls())]
    return [Check(subject, False, doubt, findings.CheckSource()) for doubt in doubts]


def _check_endpoint(chain: str, found: EndpointFound) -> Check:
    """Small batches, ranges and no hashes are done without; nothing does without the others."""
    subject = findings.OfEndpoint(chain, found.name)
    if found.failed:
        return Check(subject, False, findings.EndpointFails(found.failed), findings.CheckUrls())
    can = findings.EndpointCan(
        found.batch, found.block_hashes, found.finalized, found.log_blocks, found.history, found.full_gas
    )
    states = found.history is None or found.history >= _STATES
    good = states and found.finalized and found.full_gas and found.log_blocks != 0
    return Check(subject, good, can, None if good else findings.AnotherEndpoint())
