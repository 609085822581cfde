"""A contract that says whatever a test has it say, and passes for a Governor until it says something else."""

from __future__ import annotations

from dataclasses import dataclass

from eth_abi import encode

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import GovernorExecutor
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.governor.contract import SAMPLE
from bot.execution.governor.governors import Governors
from bot.execution.governor.proposing import proposal_id
from sandbox.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.built_once import BuiltOnce
from tests.execution.governor.governor_treasury import CHAIN


def at(governor: str) -> GovernorExecutor:
    return GovernorExecutor(chain=CHAIN, address=Address(governor))


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def text(said: str) -> bytes:
    return encode(["string"], [said])


OF_SAMPLE = int(proposal_id(SAMPLE.calls, SAMPLE.description))
LISTS = "address[] targets, uint256[] values, bytes[] calldatas"
HONEST = {
    "COUNTING_MODE()": text("support=bravo&quorum=for,abstain"),
    "CLOCK_MODE()": text("mode=blocknumber&from=default"),
    "name()": text("Parrot"),
    "version()": text("1"),
    "votingDelay()": word(1),
    "votingPeriod()": word(20),
    "proposalThreshold()": word(0),
    "clock()": word(5),
    "quorum(uint256 timepoint)": word(4),
    f"getProposalId({LISTS}, bytes32 descriptionHash)": word(OF_SAMPLE),
    f"hashProposal({LISTS}, bytes32 descriptionHash)": word(OF_SAMPLE),
    "state(uint256 proposalId)": word(1),
    "proposalVotes(uint256 proposalId)": word(1) + word(2) + word(3),
    "proposalSnapshot(uint256 proposalId)": word(3),
    "proposalDeadline(uint256 proposalId)": word(9),
    "proposalEta(uint256 proposalId)": word(0),
}


@dataclass
class Parrot:
    local: LocalChain
    contract: Contract
    chain: EvmChain
    governors: Governors

    async def says(self, fragment: str, answer: bytes, size: int | None = None) -> None:
        selector = function(fragment).selector
        await self.contract.send("say", selector, answer, sender=self.local.deployer)
        if size is not None:
            await self.contract.send("saySo", selector, size, sender=self.local.deployer)
        await self.local.mine(3)

    @property
    def executor(self) -> GovernorExecutor:
        return at(self.contract.address)

    @property
    def actions(self) -> list[Action]:
        return [Action(CHAIN, Address(self.local.account("grantee").address), 1, "0x")]


async def _parrot_on(local: LocalChain) -> Contract:
    contract = await local.deploy("Parrot")
    folk = await local.deploy("VotesToken", "Folk", "FOLK")
    for fragment, answer in (*HONEST.items(), ("token()", word(int(folk.address, 16)))):
        await contract.send("say", function(fragment).selector, answer, sender=local.deployer)
    await local.mine(3)
    return contract


PARROT = BuiltOnce(_parrot_on, genesis_time=1_700_000_000)
