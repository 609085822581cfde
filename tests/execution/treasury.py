"""A Safe of three owners with coins and two tokens, and a registry that it may call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.actions.actions import Action
from bot.domain.executors import Decision, ExecutionRequest, SafeExecutor, SafeTransaction
from bot.domain.ids import Address, ChainId, ChannelId, ContentHash, GuildId, ProposalId, RequestId
from bot.execution.safe.safes import Safes
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe

REQUESTED_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)

DECISION = Decision(
    ProposalId(12),
    "Pay the team",
    GuildId(700),
    ChannelId(701),
    ContentHash("aa" * 32),
    ContentHash("bb" * 32),
    1,
)


@dataclass(frozen=True)
class Treasury:
    local: LocalChain
    safe: LocalSafe
    folk: Contract
    dollar: Contract
    registry: Contract

    def on(self, chain: LocalChain) -> "Treasury":
        """The same on another chain that has it all."""
        contracts = (each.on(chain) for each in (self.folk, self.dollar, self.registry))
        return Treasury(chain, self.safe.on(chain), *contracts)

    @property
    def owners(self) -> tuple[Account, ...]:
        return self.safe.owners

    @property
    def address(self) -> Address:
        return Address(self.safe.address)

    @property
    def executor(self) -> SafeExecutor:
        return SafeExecutor(chain=ChainId(31337), address=self.address)

    def request(self, transaction: SafeTransaction) -> ExecutionRequest:
        """The Safe is asked for a transaction."""
        return ExecutionRequest(RequestId(1), self.executor, transaction, REQUESTED_AT)


async def treasury_on(local: LocalChain, code: str) -> Treasury:
    """A Safe of this code, and what it holds."""
    owners = [local.account(f"owner {number}") for number in range(3)]
    safe = await deploy_safe(local, owners=owners, threshold=2, code=code)
    folk = await local.deploy("VotesToken", "Folk", "FOLK")
    dollar = await local.deploy("PlainToken", "Dollar", "USDX", 6)
    registry = await local.deploy("Registry")
    await local.fund(safe.address, 10**19)
    await folk.send("airdrop", [safe.address], [10**21], False, sender=local.deployer)
    await dollar.send("airdrop", [safe.address], [10**9], sender=local.deployer)
    return Treasury(local, safe, folk, dollar, registry)


async def prepared(
    safes: Safes, executor: SafeExecutor, actions: Sequence[Action], waiting: Sequence[SafeTransaction] = ()
) -> SafeTransaction:
    """The Safe is asked for actions whose vote opened a moment ago."""
    opened = await safes.examine(executor, actions)
    return await safes.prepare(executor, actions, [each.nonce for each in waiting], opened, DECISION)
