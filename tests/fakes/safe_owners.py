"""Who owns the Safes of the tests, as a vote may change it."""

from dataclasses import dataclass

from bot.domain.actions.called_code import CalledCode, CodeAt, Examined
from bot.domain.councils.seats import SafeOwners
from bot.domain.executors import AnyExecutor, SafeExecutor
from tests.fakes.chain import FakeChain
from tests.fakes.names import digest
from tests.fakes.safes import FakeSafes


@dataclass(frozen=True)
class FakeSafeOwnership:
    chain: FakeChain
    safes: FakeSafes

    async def owners(self, executor: AnyExecutor) -> SafeOwners:
        assert isinstance(executor, SafeExecutor)
        at, provers = await self.chain.latest(), await self.safes.provers(executor)
        return SafeOwners(at, provers.signers, provers.threshold)

    async def examine(self, executor: AnyExecutor) -> Examined:
        assert isinstance(executor, SafeExecutor)
        examined = await self.safes.examine(executor, ())
        to = executor.address
        called = CalledCode(to, (CodeAt(to, self.safes.codes.get(to, digest("code", to))),))
        return Examined(examined.block, (called,), examined.nonce, changes_owners=True)
