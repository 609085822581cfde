"""Governors on the local chain: deploying one with its timelock, and taking a proposal from its proposing to its end.

OpenZeppelin 5 and 4 before a TimelockController or Compound's Timelock, and what Compound's GovernorBravo does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rlp
from eth_utils import keccak, to_checksum_address

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

ZERO = "0x0000000000000000000000000000000000000000"
AGAINST, FOR, ABSTAIN = range(3)
PENDING, ACTIVE, CANCELED, DEFEATED, SUCCEEDED, QUEUED, EXPIRED, EXECUTED = range(8)
"""`ProposalState` of all these contracts."""
COMPOUND_DELAY = 2 * 24 * 3600
"""Seconds: the least that Compound's Timelock takes."""

Call = tuple[str, int, bytes]
"""To whom, wei and calldata."""


@dataclass(frozen=True)
class LocalGovernor:
    """A Governor, the timelock that holds what it moves, and the token whose votes decide."""

    chain: LocalChain
    contract: Contract
    timelock: Contract
    token: Contract

    def on(self, chain: LocalChain) -> LocalGovernor:
        """The same Governor on another chain that has it."""
        return LocalGovernor(chain, self.contract.on(chain), self.timelock.on(chain), self.token.on(chain))

    @property
    def address(self) -> str:
        """The checksummed address of the Governor."""
        return self.contract.address

    @property
    def is_bravo(self) -> bool:
        """Whether proposals are numbered, and their calls known to it, as in Compound's GovernorBravo."""
        return any(entry.get("name") == "initialProposalId" for entry in self.contract.abi)

    async def propose(self, calls: Sequence[Call], description: str, *, sender: Account) -> int:
        """The id of the proposal. Raises RpcError where the sender may not propose."""
        targets, values, data = _lists(calls)
        arguments: list[Any] = [targets, values, data, description]
        if self.is_bravo:
            arguments.insert(2, [""] * len(calls))
        receipt = await self.contract.send("propose", *arguments, sender=sender)
        (created,) = self.contract.logs(receipt, "ProposalCreated")
        return int(created["id" if self.is_bravo else "proposalId"])

    async def vote(self, proposal: int, support: int, *, sender: Account, reason: str = "") -> dict[str, Any]:
        """The receipt of a vote."""
        return await self.contract.send("castVoteWithReason", proposal, support, reason, sender=sender)

    async def queue(self, proposal: int, calls: Sequence[Call], description: str, *, sender: Account) -> None:
        """Hand what succeeded to the timelock."""
        await self._step("queue", proposal, calls, description, sender)

    async def execute(
        self, proposal: int, calls: Sequence[Call], description: str, *, sender: Account
    ) -> dict[str, Any]:
        """The receipt of the execution, once the timelock lets it. Raises RpcError before."""
        return await self._step("execute", proposal, calls, description, sender)

    async def cancel(
        self, proposal: int, calls: Sequence[Call], description: str, *, sender: Account
    ) -> None:
        """Let its proposer take a proposal back."""
        await self._step("cancel", proposal, calls, description, sender)

    async def state(self, proposal: int) -> int:
        """One of the states above."""
        return int(await self.contract.call("state", proposal))

    async def pass_vote(self, proposal: int, *, voter: Account) -> None:
        """Let the vote begin, vote for the proposal and let the vote end."""
        await self.skip_to_vote(proposal)
        await self.vote(proposal, FOR, sender=voter)
        await self.skip_vote(proposal)

    async def skip_to_vote(self, proposal: int) -> None:
        """Mine until votes are taken."""
        while await self.state(proposal) == PENDING:
            await self.chain.mine()

    async def skip_vote(self, proposal: int) -> None:
        """Mine until votes are taken no more."""
        while await self.state(proposal) == ACTIVE:
            await self.chain.mine()

    async def skip_timelock(self) -> None:
        """Let as much time pass as the timelock waits."""
        compound = any(entry.get("name") == "GRACE_PERIOD" for entry in self.timelock.abi)
        self.chain.advance(int(await self.timelock.call("delay" if compound else "getMinDelay")) + 1)
        await self.chain.mine()

    async def _step(
        self, step: str, proposal: int, calls: Sequence[Call], description: str, sender: Account
    ) -> dict[str, Any]:
        if self.is_bravo:
            # Bravo hands on to the timelock what its caller brings for each call.
            brought = sum(value for _, value, _ in calls) if step == "execute" else 0
            return await self.contract.send(step, proposal, sender=sender, value=brought)
        return await self.contract.send(step, *_lists(calls), keccak(text=description), sender=sender)


def _lists(calls: Sequence[Call]) -> tuple[list[str], list[int], list[bytes]]:
    return [to for to, _, _ in calls], [value for _, value, _ in calls], [data for *_, data in calls]


def _created(maker: Account, nonce: int) -> str:
    """The address of the contract that an account makes by its transaction with this nonce."""
    return to_checksum_address(keccak(rlp.encode([bytes.fromhex(maker.address[2:]), nonce]))[12:])


async def deploy_governor(
    chain: LocalChain,
    token: Contract,
    *,
    code: str = "TimelockedGovernor",
    voting_delay: int = 1,
    voting_period: int = 5,
    threshold: int = 0,
    timelock_delay: int = 3600,
    late_quorum: int = 3,
) -> LocalGovernor:
    """OpenZeppelin's Governor before a TimelockController that nobody else administers, with a quorum of 4% of all
    votes. `code`: `TimelockedGovernor`, `FractionalGovernor` or `GovernorV4` (OpenZeppelin 4).

    Delays and periods are in the clock of the token, `timelock_delay` in seconds; `late_quorum` is by how much a quorum
    that is reached late extends the vote of a `TimelockedGovernor`.
    """
    deployer = chain.deployer
    fourth = code == "GovernorV4"
    administrator = [] if fourth else [deployer.address]
    timelock = await chain.deploy(
        "TimelockV4" if fourth else "TimelockV5", timelock_delay, [], [ZERO], *administrator
    )
    extension = [late_quorum] if code == "TimelockedGovernor" else []
    governor = await chain.deploy(
        code, token.address, timelock.address, voting_delay, voting_period, threshold, *extension
    )
    for role in ("PROPOSER_ROLE", *(() if fourth else ("CANCELLER_ROLE",))):
        await timelock.send("grantRole", await timelock.call(role), governor.address, sender=deployer)
    administration = await timelock.call("TIMELOCK_ADMIN_ROLE" if fourth else "DEFAULT_ADMIN_ROLE")
    await timelock.send("renounceRole", administration, deployer.address, sender=deployer)
    return LocalGovernor(chain, governor, timelock, token)


async def deploy_compound_governor(
    chain: LocalChain,
    token: Contract,
    *,
    code: str = "Bravo",
    voting_delay: int = 1,
    voting_period: int = 5,
    threshold: int = 0,
    quorum: int = 1,
    first: int = 1,
) -> LocalGovernor:
    """A Governor before Compound's Timelock. `code`: `Bravo`, whose proposals are numbered after `first` and whose
    `token` answers `getPriorVotes`, or OpenZeppelin 5's `CompoundGovernor`."""
    deployer = chain.deployer
    # Only its admin could name another one, and only after its delay: it is made for the Governor that comes next.
    sent = int(await chain.request("eth_getTransactionCount", [deployer.address, "latest"]), 16)
    timelock = await chain.deploy("CompoundTimelock", _created(deployer, sent + 1), COMPOUND_DELAY)
    rules = (voting_delay, voting_period, threshold, *((quorum,) if code == "Bravo" else ()))
    governor = await chain.deploy(code, token.address, timelock.address, *rules)
    if code == "Bravo":
        await governor.send("_initiate", first, sender=deployer)
    return LocalGovernor(chain, governor, timelock, token)
