"""A Governor with a proposal that takes votes, as the bot sees it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from eth_account.messages import encode_typed_data
from eth_utils import to_checksum_address

from bot.domain.executors import ReadyCall
from bot.domain.ids import Address
from bot.domain.metagovernance.casting import Cast, ForeignProposal, Side
from bot.execution.governor.ballots import SigningRules, ballot_document, read_nonce, read_signing_rules
from bot.execution.governor.foreign_votes import EvmForeignVotes
from sandbox.chain.account import Account
from tests.execution.governor.governor_treasury import CHAIN, COIN, KINDS, SECONDS, GovernorTreasury

REASON = "Decided by Folkmoot"
fractional = pytest.mark.parametrize("any_governor", ["FractionalGovernor"], indirect=True)
one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
bravo = pytest.mark.parametrize("any_governor", ["Bravo"], indirect=True)
with_reasons = pytest.mark.parametrize(
    "any_governor", [each for each in KINDS if each != "Bravo"], indirect=True
)


@dataclass
class Polls:
    """A Governor with one proposal that takes votes, and the bot's view of it."""

    world: GovernorTreasury
    proposal: ForeignProposal

    @property
    def votes(self) -> EvmForeignVotes:
        return EvmForeignVotes({CHAIN: self.world.chain})

    @property
    def voter(self) -> Address:
        return Address(to_checksum_address(self.world.voter.address))

    async def relay(self, call: ReadyCall) -> None:
        """Somebody else sends it."""
        relayer = self.world.local.account("relayer")
        await self.world.local.fund(relayer.address, COIN)
        await self.cast(call, relayer)

    async def cast(self, call: ReadyCall, sender: Account | None = None) -> None:
        data = bytes.fromhex(call.data[2:])
        await self.world.local.send(sender or self.world.voter, call.to, call.value, data)

    async def counted(self) -> tuple[int, int, int]:
        """Against, for and abstaining, as the Governor counts."""
        stage = (await self.votes.latest(self.proposal, self.voter)).stage
        return stage.against, stage.in_favour, stage.abstain

    async def signing(self) -> SigningRules:
        world = self.world
        at = await world.chain.latest()
        rules = (await self.votes.latest(self.proposal, self.voter)).rules
        found = await read_signing_rules(world.chain, rules, at)
        assert found is not None
        return found

    async def signed(self, cast: Cast, reason: str = "") -> tuple[SigningRules, bytes]:
        """What the voter's wallet signs."""
        signing = await self.signing()
        at = await self.world.chain.latest()
        nonce = 0
        if signing.names_voter:
            nonce = await read_nonce(self.world.chain, self.world.address, self.voter, at)
        document = ballot_document(signing, self.proposal, cast, reason, self.voter, nonce)
        message = encode_typed_data(full_message=document)
        return signing, self.world.voter.key.sign_message(message).signature


async def polls(world: GovernorTreasury, *, begun: bool = True, text: str = "Somebody else's") -> Polls:
    number = await world.governor.propose([(world.timelock, 0, b"")], text, sender=world.voter)
    if begun:
        await skip_to_vote(world, number)
    return Polls(world, ForeignProposal(CHAIN, world.address, str(number)))


async def skip_to_vote(world: GovernorTreasury, number: int) -> None:
    if await world.governor.contract.call("state", number) == 0 and SECONDS:
        world.local.advance(SECONDS if await by_time(world) else 0)
    await world.governor.skip_to_vote(number)


async def by_time(world: GovernorTreasury) -> bool:
    functions = {entry.get("name") for entry in world.governor.token.abi}
    return "CLOCK_MODE" in functions and await world.governor.token.call("CLOCK_MODE") == "mode=timestamp"


async def all_votes(world: GovernorTreasury) -> int:
    functions = {entry.get("name") for entry in world.governor.token.abi}
    name = "getCurrentVotes" if "getCurrentVotes" in functions else "getVotes"
    return int(await world.governor.token.call(name, world.voter.address))


def on(side: int, votes: int) -> tuple[int, ...]:
    return tuple(votes if each == side else 0 for each in Side)
