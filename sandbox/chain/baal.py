"""Baal (Moloch v3) on the local chain: summoning one with its Safe and its tokens, and taking a proposal from its
submission to its processing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_abi import encode

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import multisend_data

ZERO = "0x0000000000000000000000000000000000000000"
COIN = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"
"""By this name members who leave ask for a part of the coins."""
UNBORN, SUBMITTED, VOTING, CANCELLED, GRACE, READY, PROCESSED, DEFEATED = range(8)
"""`ProposalState`."""

Call = tuple[str, int, bytes]
"""To whom, wei and calldata."""


@dataclass(frozen=True)
class LocalBaal:
    """A Baal, the Safe that holds what it moves, and its two tokens."""

    chain: LocalChain
    contract: Contract
    safe: Contract
    shares: Contract
    loot: Contract
    voting: int
    grace: int
    """Both in seconds."""

    def on(self, chain: LocalChain) -> LocalBaal:
        """The same Baal on another chain that has it."""
        return replace(
            self,
            chain=chain,
            contract=self.contract.on(chain),
            safe=self.safe.on(chain),
            shares=self.shares.on(chain),
            loot=self.loot.on(chain),
        )

    @property
    def address(self) -> str:
        """The checksummed address of the Baal."""
        return self.contract.address

    async def submit(
        self,
        calls: Sequence[Call],
        *,
        sender: Account,
        details: str = "",
        expiration: int = 0,
        gas: int = 0,
        offering: int = 0,
    ) -> int:
        """The id of the proposal, which is sponsored at once where its sender has votes enough."""
        receipt = await self.contract.send(
            "submitProposal", multisend_data(calls), expiration, gas, details, sender=sender, value=offering
        )
        (submitted,) = self.contract.logs(receipt, "SubmitProposal")
        return int(submitted["proposal"])

    async def sponsor(self, proposal: int, *, sender: Account) -> None:
        """Begin the vote on what was submitted."""
        await self.contract.send("sponsorProposal", proposal, sender=sender)

    async def vote(self, proposal: int, approved: bool, *, sender: Account) -> None:
        """Vote for or against."""
        await self.contract.send("submitVote", proposal, approved, sender=sender)

    async def process(self, proposal: int, calls: Sequence[Call], *, sender: Account) -> dict[str, Any]:
        """The receipt of the processing, once the grace is over."""
        return await self.contract.send("processProposal", proposal, multisend_data(calls), sender=sender)

    async def state(self, proposal: int) -> int:
        """One of the states above."""
        return int(await self.contract.call("state", proposal))

    async def skip_vote(self) -> None:
        """Let as much time pass as a vote lasts."""
        self.chain.advance(self.voting + 1)
        await self.chain.mine()

    async def skip_grace(self) -> None:
        """Let as much time pass as members have to leave."""
        self.chain.advance(self.grace + 1)
        await self.chain.mine()

    async def as_baal(self, function: str, *arguments: Any, voter: Account) -> None:
        """Have the Baal call itself, by a proposal that one voter passes alone."""
        calls = [(self.address, 0, self.contract.data(function, *arguments))]
        proposal = await self.submit(calls, sender=voter)
        await self.vote(proposal, True, sender=voter)
        await self.skip_vote()
        await self.skip_grace()
        await self.process(proposal, calls, sender=voter)


async def deploy_baal(
    chain: LocalChain,
    shares: Mapping[Account, int],
    *,
    loot: Mapping[Account, int] | None = None,
    voting: int = 600,
    grace: int = 600,
    offering: int = 0,
    quorum: int = 0,
    sponsor_threshold: int = 1,
    retention: int = 0,
    paused: bool = True,
    salt: int = 0,
) -> LocalBaal:
    """A Baal of these members with a Safe 1.3.0 of its own. `quorum` and `retention` are percent, `voting` and `grace`
    seconds; a second one needs another `salt`."""
    deployer = chain.deployer
    template = await chain.shared("Baal")
    summoner = await chain.deploy("BaalSummoner")
    await summoner.send("initialize", sender=deployer)
    parts = (
        "SafeV130",
        "CompatibilityFallbackHandler",
        "MultiSend",
        "SafeProxyFactory",
        "ModuleProxyFactory",
        "BaalLoot",
        "BaalShares",
    )
    places = [(await chain.shared(part)).address for part in parts]
    await summoner.send("setAddrs", template.address, *places, sender=deployer)
    rules = encode(
        ["uint32", "uint32", "uint256", "uint256", "uint256", "uint256"],
        [voting, grace, offering, quorum, sponsor_threshold, retention],
    )
    steps = [
        template.data("setAdminConfig", paused, paused),
        template.data("setGovernanceConfig", rules),
        template.data("mintShares", [each.address for each in shares], list(shares.values())),
        template.data("mintLoot", [each.address for each in loot or {}], list((loot or {}).values())),
    ]
    named = encode(
        ["string", "string", "address", "address", "address", "address"],
        ["Folk", "FOLK", ZERO, ZERO, ZERO, ZERO],
    )
    receipt = await summoner.send("summonBaal", named, steps, salt, sender=deployer)
    (summoned,) = summoner.logs(receipt, "SummonBaal")
    return LocalBaal(
        chain,
        chain.contract("Baal", summoned["baal"]),
        chain.contract("SafeV130", summoned["safe"]),
        chain.contract("BaalShares", summoned["shares"]),
        chain.contract("BaalLoot", summoned["loot"]),
        voting,
        grace,
    )
