"""A Moloch DAO whose bank has tokens, three members, and the bot's view of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import ExecutionRequest, MolochExecutor
from bot.domain.ids import Address, ChainId
from bot.execution.actions.known import SUBMIT_TO_MOLOCH
from bot.execution.moloch.molochs import Molochs
from bot.execution.moloch.proposing import SUBMIT_GUILDKICK, SUBMIT_WHITELIST
from sandbox.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.moloch import YES, LocalMoloch, collect, deploy_moloch
from tests.execution.asked_treasury import TreasuryOfMembers

CHAIN = ChainId(31337)
COIN = 10**18
DEPOSIT = 10 * COIN


@dataclass(frozen=True)
class FoundedMoloch:
    moloch: LocalMoloch
    dai: Contract
    weth: Contract

    def on(self, chain: LocalChain) -> Self:
        """The same on another chain that has it all."""
        return replace(self, moloch=self.moloch.on(chain), dai=self.dai.on(chain), weth=self.weth.on(chain))


@dataclass
class MolochTreasury(TreasuryOfMembers):
    local: LocalChain
    moloch: LocalMoloch
    dai: Contract
    weth: Contract
    chain: EvmChain

    @property
    def molochs(self) -> Molochs:
        return Molochs({CHAIN: self.chain})

    @property
    def grantee(self) -> Address:
        return Address(self.local.account("grantee").address)

    @property
    def address(self) -> Address:
        return Address(self.moloch.address)

    @property
    def port(self) -> Molochs:
        return self.molochs

    @property
    def executor(self) -> MolochExecutor:
        return MolochExecutor(chain=CHAIN, address=self.address)

    def pay(self, amount: int = 100) -> Action:
        return call(self.dai.address, self.dai.data("transfer", self.grantee, amount))

    def admit(self, shares: int = 1, loot: int = 0, payment: int = 0, details: str = "") -> Action:
        """The DAO's own function."""
        token = self.dai.address
        given = [self.grantee, shares, loot, 0, token, payment, token, details]
        return call(self.address, SUBMIT_TO_MOLOCH.encode(given))

    def take_up(self, token: str) -> Action:
        return call(self.address, SUBMIT_WHITELIST.encode([token, ""]))

    def put_out(self, member: str) -> Action:
        return call(self.address, SUBMIT_GUILDKICK.encode([member, ""]))

    async def sponsored(self, request: ExecutionRequest, actions: Sequence[Action]) -> int:
        """It is submitted and sponsored by what was prepared. Returns its place in the queue."""
        await self.send(await self.ready(request, actions), sender=self.stranger)
        await self.send(await self.ready(request, actions))
        return int(await self.moloch.contract.call("getProposalQueueLength")) - 1

    async def passed(self, place: int) -> None:
        """Ada votes for it, and the grace is over."""
        await self.moloch.skip_to_vote(place)
        await self.moloch.vote(place, YES, sender=self.ada)
        await self.moloch.skip_grace(place)


def call(to: str, data: bytes, value: int = 0) -> Action:
    return Action(CHAIN, Address(to), value, "0x" + data.hex())


async def founded_moloch(local: LocalChain, **rules: int) -> FoundedMoloch:
    """One whose bank holds 1,000 DAI and 50 WETH, in base units; who sponsors leaves a deposit."""
    ada, ben = local.account("ada"), local.account("ben")
    for who in ("ada", "ben", "stranger"):
        await local.fund(local.account(who), COIN)
    dai, weth = [await local.deploy("PlainToken", name, name, 18) for name in ("DAI", "WETH")]
    asked = {"deposit": DEPOSIT, "reward": COIN, **rules}
    moloch = await deploy_moloch(local, [dai, weth], {ada: 6, ben: 2}, loot={ben: 2}, **asked)
    await collect(moloch, dai, 1_000, member=ada)
    await collect(moloch, weth, 50, member=ada)
    for member in (ada, ben):
        await dai.send("mint", member.address, 100 * COIN, sender=local.deployer)
        await dai.send("approve", moloch.address, 100 * COIN, sender=member)
    await local.mine(3)
    return FoundedMoloch(moloch, dai, weth)
