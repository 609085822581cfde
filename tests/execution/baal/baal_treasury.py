"""A Baal whose Safe has coins and tokens, three members, and the bot's view of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import BaalExecutor, ExecutionRequest
from bot.domain.ids import Address, ChainId
from bot.execution.baal.baals import Baals
from sandbox.chain import LocalChain
from sandbox.chain.baal import LocalBaal, deploy_baal
from sandbox.chain.contract import Contract
from tests.execution.asked_treasury import TreasuryOfMembers

CHAIN = ChainId(31337)
COIN = 10**18


@dataclass(frozen=True)
class SummonedBaal:
    baal: LocalBaal
    dollar: Contract
    registry: Contract

    def on(self, chain: LocalChain) -> Self:
        """The same on another chain that has it all."""
        return replace(
            self, baal=self.baal.on(chain), dollar=self.dollar.on(chain), registry=self.registry.on(chain)
        )


@dataclass
class BaalTreasury(TreasuryOfMembers):
    local: LocalChain
    baal: LocalBaal
    dollar: Contract
    registry: Contract
    chain: EvmChain

    @property
    def baals(self) -> Baals:
        return Baals({CHAIN: self.chain})

    @property
    def address(self) -> Address:
        return Address(self.baal.address)

    @property
    def safe(self) -> Address:
        return Address(self.baal.safe.address)

    @property
    def port(self) -> Baals:
        return self.baals

    @property
    def stored(self) -> BaalExecutor:
        return BaalExecutor(chain=CHAIN, address=self.address)

    @property
    def executor(self) -> BaalExecutor:
        """As a policy that was bound has it."""
        return BaalExecutor(chain=CHAIN, address=self.address, safe=self.safe)

    def pay(self, wei: int = COIN // 4) -> Action:
        return Action(CHAIN, Address(self.local.account("grantee").address), wei, "0x")

    def send_dollars(self, amount: int) -> Action:
        data = self.dollar.data("transfer", self.local.account("grantee").address, amount)
        return Action(CHAIN, Address(self.dollar.address), 0, "0x" + data.hex())

    def note(self, value: int = 7) -> Action:
        """A call of the registry."""
        data = self.registry.data("set", b"\x01" * 32, value)
        return Action(CHAIN, Address(self.registry.address), 0, "0x" + data.hex())

    async def submitted(self, request: ExecutionRequest, actions: Sequence[Action]) -> int:
        """A member with votes enough submits it. Returns its number."""
        await self.send(await self.ready(request, actions))
        return await self.number(request)

    async def passed(self, number: int) -> None:
        """Members vote for it, and the grace is over."""
        await self.baal.vote(number, True, sender=self.ada)
        await self.baal.skip_vote()
        await self.baal.skip_grace()

    async def stage_name(self, request: ExecutionRequest) -> str:
        """That of the newest block."""
        return (await self.baals.instructions(request)).stage.name


async def summoned_baal(local: LocalChain, **rules: int) -> SummonedBaal:
    """One whose Safe holds ten coins and a thousand dollars."""
    ada, ben = local.account("ada"), local.account("ben")
    for who in ("ada", "ben", "stranger"):
        await local.fund(local.account(who), COIN)
    asked = {"sponsor_threshold": COIN, **rules}
    baal = await deploy_baal(local, {ada: 6 * COIN, ben: 2 * COIN}, loot={ben: 2 * COIN}, **asked)
    dollar = await local.deploy("PlainToken", "Dollar", "USDX", 6)
    registry = await local.deploy("Registry")
    await local.fund(baal.safe.address, 10 * COIN)
    await dollar.send("mint", baal.safe.address, 10**9, sender=local.deployer)
    await local.mine(3)
    return SummonedBaal(baal, dollar, registry)
