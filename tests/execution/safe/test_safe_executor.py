"""The same rules for the real executor of Safes, on a local chain and transaction service, and for the fake."""

from collections.abc import AsyncIterator

import pytest

from bot.chain.chains import EvmChain
from bot.domain.executors import ExecutionRequest, SafeExecutor
from bot.domain.ids import Address
from bot.execution.safe.safes import Safes
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits
from sandbox import safe_app
from sandbox.safe_service import SafeService as LoopbackService
from tests.execution.safe.safe_executor_rules import Desk, SafeExecutorRules
from tests.execution.treasury import Treasury
from tests.fakes import MAINNET, FakeChain, FakeSafe, FakeSafes, ManualClock, account


class LocalDesk(Desk):
    def __init__(self, treasury: Treasury, safes: Safes, service: LoopbackService) -> None:
        self.safes = safes
        self.executor = treasury.executor
        self.owners = tuple(Address(owner.address) for owner in treasury.owners)
        self._treasury = treasury
        self._service = service

    async def confirm(self, request: ExecutionRequest, owner: Address) -> None:
        (signer,) = [each for each in self._treasury.owners if each.address == owner]
        await safe_app.confirm(self._service, self._treasury.safe, signer, request.payload.safe_tx_hash)

    async def execute(self, request: ExecutionRequest) -> None:
        treasury, named = self._treasury, request.payload.safe_tx_hash
        await safe_app.execute(
            self._service, treasury.safe, named, treasury.owners[:2], treasury.local.deployer
        )
        await treasury.local.mine(2)

    def submitted(self) -> list[str]:
        return [each["safeTxHash"] for each in self._service.transactions(self.executor.address)]


class FakeDesk(Desk):
    def __init__(self) -> None:
        chain = FakeChain(ManualClock())
        self.owners = (account("owner one"), account("owner two"), account("owner three"))
        self._safe = FakeSafe(account("safe"), self.owners)
        self._fake = FakeSafes(chain)
        self._fake.add(self._safe)
        self.safes = self._fake
        self.executor = SafeExecutor(chain=MAINNET, address=self._safe.address)

    async def confirm(self, request: ExecutionRequest, owner: Address) -> None:
        self._fake.confirm(self._safe, request, owner)

    async def execute(self, request: ExecutionRequest) -> None:
        self._fake.end(self._safe, request, "executed")

    def submitted(self) -> list[str]:
        return list(self._safe.queue)


class TestSafes(SafeExecutorRules):
    @pytest.fixture
    async def desk(self, treasury: Treasury, chain: EvmChain) -> AsyncIterator[Desk]:
        proposer = treasury.local.account("proposer")
        async with LoopbackService.serve(treasury.local.url) as service:
            await safe_app.add_delegate(service, treasury.safe, treasury.owners[0], proposer)
            client = SafeService(service.url, limits=ServiceLimits(timeout=0.5, attempts=3, wait=0.01))
            safes = Safes({chain.id: chain}, {chain.id: client}, "0x" + proposer.key.key.hex())
            yield LocalDesk(treasury, safes, service)
            await safes.close()


class TestFakeSafes(SafeExecutorRules):
    @pytest.fixture
    def desk(self) -> Desk:
        return FakeDesk()
