"""Moloch DAOs of the second version on the local chain: founding one, and taking a proposal from its submission to its
processing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

YES, NO = 1, 2
BANK = "0x000000000000000000000000000000000000dEaD"
"""Under this account the contract keeps what belongs to all."""
PERIOD = 600
"""Seconds."""


@dataclass(frozen=True)
class LocalMoloch:
    """A Moloch DAO and the tokens in its bank, of which the first is that of deposits."""

    chain: LocalChain
    contract: Contract
    tokens: tuple[Contract, ...]
    voting_periods: int
    grace_periods: int

    def on(self, chain: LocalChain) -> LocalMoloch:
        """The same DAO on another chain that has it."""
        tokens = tuple(token.on(chain) for token in self.tokens)
        return replace(self, chain=chain, contract=self.contract.on(chain), tokens=tokens)

    @property
    def address(self) -> str:
        """The checksummed address of the contract."""
        return self.contract.address

    async def submit(
        self,
        applicant: str,
        *,
        sender: Account,
        shares: int = 0,
        loot: int = 0,
        tribute: int = 0,
        payment: int = 0,
        tribute_token: Contract | None = None,
        payment_token: Contract | None = None,
        details: str = "",
    ) -> int:
        """The id of the proposal. Whoever gives a tribute must have allowed it."""
        given, paid = tribute_token or self.tokens[0], payment_token or self.tokens[0]
        receipt = await self.contract.send(
            "submitProposal",
            applicant,
            shares,
            loot,
            tribute,
            given.address,
            payment,
            paid.address,
            details,
            sender=sender,
        )
        (submitted,) = self.contract.logs(receipt, "SubmitProposal")
        return int(submitted["proposalId"])

    async def sponsor(self, proposal: int, *, sender: Account) -> int:
        """Its place in the queue. The deposit must be allowed."""
        receipt = await self.contract.send("sponsorProposal", proposal, sender=sender)
        (sponsored,) = self.contract.logs(receipt, "SponsorProposal")
        return int(sponsored["proposalIndex"])

    async def vote(self, place: int, side: int, *, sender: Account) -> None:
        """Vote on what stands at this place of the queue: `YES` or `NO`."""
        await self.contract.send("submitVote", place, side, sender=sender)

    async def process(self, place: int, *, sender: Account) -> dict[str, Any]:
        """The receipt of the processing of an ordinary proposal, once its grace is over."""
        return await self.contract.send("processProposal", place, sender=sender)

    async def skip(self, periods: int) -> None:
        """Let so many periods pass."""
        self.chain.advance(periods * PERIOD)
        await self.chain.mine()

    async def skip_to_vote(self, place: int) -> None:
        """Let time pass until votes are taken."""
        starts = int((await self._queued(place))[9])
        await self.skip(max(starts - int(await self.contract.call("getCurrentPeriod")), 0))

    async def skip_vote(self, place: int) -> None:
        """Let time pass until votes are taken no more, and the grace begins."""
        await self._skip_to(place, self.voting_periods)

    async def skip_grace(self, place: int) -> None:
        """Let time pass until it can be processed."""
        await self._skip_to(place, self.voting_periods + self.grace_periods)

    async def bank(self, token: Contract) -> int:
        """What all members together have of a token."""
        return await self.balance(BANK, token)

    async def balance(self, account: str, token: Contract) -> int:
        """What an account can withdraw of a token."""
        return int(await self.contract.call("getUserTokenBalance", account, token.address))

    async def _skip_to(self, place: int, after: int) -> None:
        starts = int((await self._queued(place))[9])
        await self.skip(max(starts + after - int(await self.contract.call("getCurrentPeriod")), 0))

    async def _queued(self, place: int) -> Sequence[Any]:
        proposal: Sequence[Any] = await self.contract.call(
            "proposals", await self.contract.call("proposalQueue", place)
        )
        return proposal


async def deploy_moloch(
    chain: LocalChain,
    tokens: Sequence[Contract],
    shares: Mapping[Account, int],
    *,
    loot: Mapping[Account, int] | None = None,
    voting_periods: int = 2,
    grace_periods: int = 2,
    deposit: int = 0,
    reward: int = 0,
    dilution_bound: int = 3,
) -> LocalMoloch:
    """A Moloch DAO of these members; the first token is that of deposits."""
    members = list(dict.fromkeys([*shares, *(loot or {})]))
    contract = await chain.deploy(
        "Moloch",
        [member.address for member in members],
        [shares.get(member, 0) for member in members],
        [(loot or {}).get(member, 0) for member in members],
        [token.address for token in tokens],
        PERIOD,
        voting_periods,
        grace_periods,
        deposit,
        dilution_bound,
        reward,
    )
    return LocalMoloch(chain, contract, tuple(tokens), voting_periods, grace_periods)


async def collect(moloch: LocalMoloch, token: Contract, amount: int, *, member: Account) -> None:
    """Put so much of a token into the bank."""
    await token.send("mint", moloch.address, amount, sender=moloch.chain.deployer)
    await moloch.contract.send("collectTokens", token.address, sender=member)
