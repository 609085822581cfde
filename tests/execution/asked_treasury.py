"""A treasury whose members ask its executor in transactions of their own wallets, and the bot's view of it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.executors import AnyExecutor, Decision, Examined, ExecutionRequest, ReadyCall
from bot.domain.ids import RequestId
from bot.services.ports import Executor
from sandbox.chain import LocalChain
from sandbox.chain.account import Account
from tests.execution.treasury import DECISION, REQUESTED_AT


class AskedTreasury(ABC):
    """What they all begin with."""

    local: LocalChain

    @property
    @abstractmethod
    def port(self) -> Executor:
        """What the bot does with such an executor."""

    @property
    @abstractmethod
    def executor(self) -> AnyExecutor:
        """As a policy that was bound has it."""

    @property
    def stored(self) -> AnyExecutor:
        """As the database gives it back."""
        return self.executor

    @property
    @abstractmethod
    def member(self) -> Account:
        """Who sends what needs the most power."""

    async def opened(self, actions: Sequence[Action]) -> Examined:
        return await self.port.examine(self.executor, actions)

    async def prepared(self, actions: Sequence[Action], decision: Decision = DECISION) -> ExecutionRequest:
        """It is asked for actions whose vote opened a moment ago."""
        opened = await self.opened(actions)
        return self.request(await self.port.prepare(self.executor, actions, (), opened, decision))

    def request(self, payload: Any) -> ExecutionRequest:
        return ExecutionRequest(RequestId(1), self.stored, payload, REQUESTED_AT)

    async def ready(self, request: ExecutionRequest, actions: Sequence[Action]) -> ReadyCall | None:
        """What the page offers to be sent now."""
        return (await self.port.signing(request, actions, await self.opened(actions))).ready

    async def send(self, call: ReadyCall | None, *, sender: Account | None = None) -> dict[str, object]:
        """A member sends what was prepared from a wallet."""
        assert call is not None
        data = bytes.fromhex(call.data[2:])
        return await self.local.send(sender or self.member, call.to, call.value, data)

    async def number(self, request: ExecutionRequest) -> int:
        """By which it is known on chain."""
        stage = (await self.port.instructions(request)).stage
        assert stage.id is not None
        return int(stage.id)

    async def followed(self, request: ExecutionRequest) -> ExecutionRequest:
        """The request with what is final of it."""
        await self.local.mine(3)
        progress = await self.port.progress(request, ask=False)
        return replace(request, stage=progress.stage, execution=progress.execution)


class TreasuryOfMembers(AskedTreasury):
    """One whose members have shares of it: a Moloch DAO, a Baal."""

    @property
    def ada(self) -> Account:
        """Who has six shares of eight."""
        return self.local.account("ada")

    @property
    def ben(self) -> Account:
        """Who has two shares and two loot."""
        return self.local.account("ben")

    @property
    def stranger(self) -> Account:
        """Who has nothing but coins for fees."""
        return self.local.account("stranger")

    @property
    def member(self) -> Account:
        return self.ada
