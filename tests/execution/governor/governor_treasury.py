"""A Governor of each sort, whose timelock has coins and tokens, and the bot's view of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_utils import to_checksum_address

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import ExecutionRequest, GovernorExecutor
from bot.domain.ids import Address, ChainId
from bot.execution.governor.governors import Governors
from sandbox.chain import LocalChain
from sandbox.chain.account import Account
from sandbox.chain.contract import Contract
from sandbox.chain.governor import LocalGovernor, deploy_compound_governor, deploy_governor
from tests.execution.asked_treasury import AskedTreasury

CHAIN = ChainId(31337)
COIN = 10**18
TIMESTAMPED = "TimelockedGovernor by time"
SECONDS = 600
"""So long that Governor's vote lasts, and begins after it was proposed."""
KINDS = ("TimelockedGovernor", TIMESTAMPED, "FractionalGovernor", "GovernorV4", "CompoundGovernor", "Bravo")
ID_BY_HASH = KINDS[:-1]


@dataclass
class GovernorTreasury(AskedTreasury):
    local: LocalChain
    governor: LocalGovernor
    registry: Contract
    chain: EvmChain

    @property
    def governors(self) -> Governors:
        return Governors({CHAIN: self.chain})

    @property
    def voter(self) -> Account:
        """Who has all votes."""
        return self.local.deployer

    @property
    def address(self) -> Address:
        return Address(to_checksum_address(self.governor.address))

    @property
    def timelock(self) -> Address:
        return Address(to_checksum_address(self.governor.timelock.address))

    @property
    def port(self) -> Governors:
        return self.governors

    @property
    def member(self) -> Account:
        return self.voter

    @property
    def stored(self) -> GovernorExecutor:
        return GovernorExecutor(chain=CHAIN, address=self.address)

    @property
    def executor(self) -> GovernorExecutor:
        """As a policy that was bound has it."""
        return GovernorExecutor(chain=CHAIN, address=self.address, timelock=self.timelock)

    def pay(self, wei: int = COIN // 4) -> Action:
        return Action(CHAIN, Address(self.local.account("grantee").address), wei, "0x")

    def note(self, value: int = 7) -> Action:
        """A call of the registry."""
        data = self.registry.data("set", b"\x01" * 32, value)
        return Action(CHAIN, Address(self.registry.address), 0, "0x" + data.hex())

    async def passed(self, request: ExecutionRequest, actions: Sequence[Action]) -> None:
        """What is proposed is passed by the voters, queued by a member, and the timelock is over."""
        await self.governor.pass_vote(await self.number(request), voter=self.voter)
        await self.send(await self.ready(request, actions))
        await self.governor.skip_timelock()


@dataclass(frozen=True)
class DeployedGovernor:
    governor: LocalGovernor
    registry: Contract

    def on(self, chain: LocalChain) -> "DeployedGovernor":
        """The same on another chain that has it all."""
        return DeployedGovernor(self.governor.on(chain), self.registry.on(chain))


async def deployed_governor(local: LocalChain, code: str) -> DeployedGovernor:
    """A Governor of this code and a registry that it may call."""
    found = DeployedGovernor(await governor_of(local, code), await local.deploy("Registry"))
    await local.mine(3)
    return found


async def governor_of(local: LocalChain, code: str) -> LocalGovernor:
    """One whose votes are all the deployer's, and whose timelock holds ten coins."""
    deployer = local.deployer
    if code == "Bravo":
        token = await local.deploy("Uni", deployer.address, deployer.address, 2_000_000_000)
    else:
        kinds = {"GovernorV4": "ClocklessVotesToken", TIMESTAMPED: "TimestampVotesToken"}
        token = await local.deploy(kinds.get(code, "VotesToken"), "Folk", "FOLK")
        await token.send("mint", deployer.address, 100 * COIN, sender=deployer)
    await token.send("delegate", deployer.address, sender=deployer)
    deploy = deploy_compound_governor if code in ("Bravo", "CompoundGovernor") else deploy_governor
    period = SECONDS if code == TIMESTAMPED else 20
    delay = SECONDS if code == TIMESTAMPED else 1
    governor = await deploy(
        local, token, code=code.removesuffix(" by time"), voting_delay=delay, voting_period=period
    )
    await local.fund(governor.timelock.address, 10 * COIN)
    await local.mine(3)
    return governor
