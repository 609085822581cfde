"""The doctor: looks at everything that Folkmoot stands on, and says how to mend what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import FolkmootError
from bot.domain.executors import AnyCheck
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.domain.power import on_chain
from bot.domain.space import Track
from bot.services.ports import Chain, Clock, Executors
from bot.services.power.snapshots import chains_of


@dataclass(frozen=True)
class ExecutorFound:
    """What an executor is."""

    check: AnyCheck


@dataclass(frozen=True)
class ExecutorReached:
    """Whether what is requested reaches those who carry it out."""

    check: AnyCheck


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `mend` says what to do where it is not all right."""

    name: str
    good: bool
    found: str | FolkmootError | ExecutorFound | ExecutorReached
    """What was found, or the error that kept it from being found; the surface words it."""
    mend: str = ""


_STALE = timedelta(hours=1)
_ANYBODY = Address("0x" + "0" * 40)


@dataclass(frozen=True)
class Doctor:
    chains: Mapping[ChainId, Chain]
    executors: Executors
    clock: Clock

    async def check_chains(self) -> list[Check]:
        """Each chain's endpoints, its finalized block, and how old a state it still has."""
        return [check for chain in self.chains.values() for check in await self._check_chain(chain)]

    async def check_tracks(self, tracks: Sequence[Track]) -> list[Check]:
        """What the tracks of a space stand on, each contract and executor once, and whether their stages lead anywhere.

        Tracks that were retired need nothing any more.
        """
        used = [track for track in tracks if track.retired_at is None]
        found: dict[str, Check] = {}
        for track in used:
            for check in await self.check_policy(track.policy):
                found.setdefault(check.name, check)
        names = {track.name.casefold() for track in used}
        for track in used:
            name = track.policy.next_track
            if name is not None and name.casefold() not in names:
                what = f"what passes there can't go on: no track {name} takes proposals"
                found[f"track {track.name}"] = Check(
                    f"track {track.name}", False, what, f"/gov track add with the name {name}"
                )
        return list(found.values())

    async def check_policy(self, policy: Policy) -> list[Check]:
        """The contracts and the executor of a track, and whether the nodes have the states that power is read from."""
        checks: list[Check] = []
        for _, source in on_chain(policy.power.sources):
            name = source.name
            chain = self.chains.get(source.chain)
            if chain is None:
                mend = f"add chain {source.chain} to FOLKMOOT_CHAINS, or run /gov setup again"
                checks.append(Check(name, False, "its chain is not configured", mend))
                continue
            try:
                symbol, decimals = await chain.check_source(source, await chain.finalized())
            except FolkmootError as error:
                mend = "check the address and the kind, and run /gov setup again"
                checks.append(Check(name, False, error, mend))
            else:
                checks.append(Check(name, True, f"{symbol}, {decimals} decimals"))
        return [*checks, *await self._check_holding(policy), *await self._check_executor(policy)]

    async def _check_chain(self, chain: Chain) -> list[Check]:
        name = f"chain {chain.name} ({chain.id})"
        try:
            block = await chain.finalized()
        except FolkmootError as error:
            mend = "check the RPC URLs in FOLKMOOT_CHAINS, and that they serve this chain id"
            return [Check(name, False, error, mend)]
        age = self.clock.now() - block.time
        checks = [
            Check(
                name,
                age < _STALE,
                f"finalized block {block.number}, {max(0, int(age.total_seconds()))} seconds old",
                "" if age < _STALE else "the node is behind, or the chain stands still: use another RPC URL",
            )
        ]
        try:
            depth = await chain.history_depth(block)
        except FolkmootError as error:
            mend = "check the RPC URLs in FOLKMOOT_CHAINS, and that the nodes are in sync"
            return [*checks, Check(f"{name}: history", False, error, mend)]
        checks.append(
            Check(
                f"{name}: history",
                depth is None or depth >= 128,
                "full archive" if depth is None else f"state of the last {depth} blocks",
                ""
                if depth is None
                else "use an archive node: power is read at the snapshot for as long as a vote is open",
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
            name = f"chain {chain.name} ({chain.id}): holding rule"
            try:
                oldest = await chain.finalized(not_after=(await chain.finalized()).time - holding.window)
                await chain.has_code(_ANYBODY, oldest)
            except FolkmootError as error:
                mend = (
                    "use an archive node (or wait, if the chain itself is younger than the rule's window): power is "
                    "the least balance since then"
                )
                checks.append(Check(name, False, error, mend))
            else:
                checks.append(Check(name, True, f"the state of block {oldest.number} is there"))
        return checks

    async def _check_executor(self, policy: Policy) -> list[Check]:
        executor = policy.executor
        if executor is None:
            mend = "name a Safe in /gov setup to let proposals carry actions"
            return [Check("Safe", True, "none: proposals only decide, nothing is executed", mend)]
        if executor.chain not in self.chains:
            return [Check(executor.name, False, "its chain is not configured", "add it to FOLKMOOT_CHAINS")]
        try:
            check = await self.executors[executor.kind].check(executor)
        except FolkmootError as error:
            mend = "check the address, and that a transaction service is configured for the chain"
            return [Check(executor.name, False, error, mend)]
        return [
            Check(executor.name, True, ExecutorFound(check)),
            Check(f"{executor.name}: proposer", check.reachable, ExecutorReached(check)),
        ]
