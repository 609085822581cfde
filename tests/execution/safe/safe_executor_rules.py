"""What services may rely on of the executor of Safes, be it the real one on a local chain or the fake of the tests."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.errors import NoCode, NotASafe
from bot.domain.executors import ExecutionRequest, SafeExecutor, SafeTransaction
from bot.domain.ids import Address, RequestId
from bot.services.ports import Executor
from tests.execution.treasury import DECISION

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
NOBODY = Address("0x00000000000000000000000000000000000000A1")


class Desk(ABC):
    """A Safe of three owners, of whom two must sign, and the port through which the services reach it."""

    safes: Executor
    executor: SafeExecutor
    owners: tuple[Address, ...]

    @abstractmethod
    async def confirm(self, request: ExecutionRequest, owner: Address) -> None:
        """The owner signs."""

    @abstractmethod
    async def execute(self, request: ExecutionRequest) -> None:
        """It is executed, and that is final."""

    @abstractmethod
    def submitted(self) -> list[str]:
        """The hashes of what reached the transaction service."""

    def pay(self, wei: int) -> Action:
        return Action(self.executor.chain, TO, wei, "0x")

    async def prepared(self, wei: int, waiting: tuple[SafeTransaction, ...] = ()) -> ExecutionRequest:
        actions = [self.pay(wei)]
        opened = await self.safes.examine(self.executor, actions)
        nonces = [each.nonce for each in waiting]
        payload = await self.safes.prepare(self.executor, actions, nonces, opened, DECISION)
        return ExecutionRequest(RequestId(wei), self.executor, payload, AT)


class SafeExecutorRules:
    """Each runs with a fixture `desk`."""

    async def test_a_safe_is_found_with_its_owners_and_the_way_to_them(self, desk: Desk) -> None:
        check = await desk.safes.check(desk.executor)
        assert (check.safe.address, check.safe.threshold, check.safe.nonce) == (desk.executor.address, 2, 0)
        assert set(check.safe.owners) == set(desk.owners)
        assert (check.has_service, check.may_propose, check.reachable) == (True, True, True)

    async def test_what_is_no_safe_is_refused(self, desk: Desk) -> None:
        nobody = SafeExecutor(chain=desk.executor.chain, address=NOBODY)
        with pytest.raises(NotASafe):
            await desk.safes.check(nobody)
        with pytest.raises(NoCode):
            await desk.safes.examine(nobody, [desk.pay(1)])

    async def test_one_action_is_asked_for_as_it_is(self, desk: Desk) -> None:
        payload = (await desk.prepared(7)).payload
        assert (payload.to, payload.value, payload.data, payload.operation) == (TO, 7, "0x", 0)
        assert (payload.nonce, payload.threshold) == (0, 2)

    async def test_a_request_gets_the_first_nonce_that_nothing_else_has(self, desk: Desk) -> None:
        first = await desk.prepared(1)
        second = await desk.prepared(2, (first.payload,))
        assert (first.payload.nonce, second.payload.nonce) == (0, 1)
        await desk.safes.submit(second, "second")
        assert (await desk.prepared(3)).payload.nonce == 0
        assert (await desk.prepared(4, (first.payload,))).payload.nonce == 2

    async def test_a_request_after_one_that_was_executed_has_the_next_nonce(self, desk: Desk) -> None:
        first = await desk.prepared(1)
        await desk.safes.submit(first, "first")
        await desk.execute(first)
        assert (await desk.prepared(2)).payload.nonce == 1

    async def test_a_request_is_submitted_once_however_often_it_is_handed_over(self, desk: Desk) -> None:
        request = await desk.prepared(1)
        for _ in range(3):
            await desk.safes.submit(request, "folkmoot")
        assert desk.submitted() == [request.payload.safe_tx_hash]

    async def test_who_has_signed_is_told_and_who_has_not_is_asked(self, desk: Desk) -> None:
        request = await desk.prepared(1)
        await desk.safes.submit(request, "folkmoot")
        progress = await desk.safes.progress(request, ask=True)
        assert (progress.confirmations, progress.threshold, progress.execution) == ((), 2, None)
        assert set((await desk.safes.instructions(request)).owners) == set(desk.owners)
        await desk.confirm(request, desk.owners[1])
        seen = (await desk.safes.progress(request, ask=True)).confirmations
        assert [confirmation.owner for confirmation in seen] == [desk.owners[1]]
        told = replace(request, confirmations=seen)
        instructions = await desk.safes.instructions(told)
        assert set(instructions.owners) - set(told.confirmed_by) == {desk.owners[0], desk.owners[2]}
        assert instructions.approval is None, "the service collects the signatures"

    async def test_an_execution_ends_a_request(self, desk: Desk) -> None:
        request = await desk.prepared(1)
        await desk.safes.submit(request, "folkmoot")
        await desk.execute(request)
        execution = (await desk.safes.progress(request, ask=True)).execution
        assert execution is not None
        assert (execution.status, execution.block.chain) == ("executed", desk.executor.chain)
