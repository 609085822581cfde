"""A delegate's wallet that is asked for a vote in somebody else's Governor, and the bot's view of it."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.executors import DelegateWalletExecutor, Examined, ExecutionRequest
from bot.domain.ids import RequestId
from bot.domain.metagovernance.calls import cast_call, sample_call
from bot.domain.metagovernance.casting import Cast
from bot.execution.delegate_wallet.delegate_wallets import DelegateWallets
from sandbox.chain.account import Account
from tests.execution.governor.governor_treasury import CHAIN, GovernorTreasury
from tests.execution.governor.polls import Polls, polls
from tests.execution.treasury import DECISION, REQUESTED_AT

REASON = f"Decided by Folkmoot\nContent (SHA-256): {'aa' * 32}\nRecord (SHA-256): {'bb' * 32}"


@dataclass
class AskedWallet:
    """The wallet has all votes in a Governor, in which a vote is under way. Members decided on `decided`."""

    found: Polls
    decided: Cast
    opened: Examined

    @property
    def port(self) -> DelegateWallets:
        return DelegateWallets({CHAIN: self.found.world.chain})

    @property
    def executor(self) -> DelegateWalletExecutor:
        return DelegateWalletExecutor(chain=CHAIN, address=self.found.voter)

    @property
    def actions(self) -> list[Action]:
        return [cast_call(self.found.proposal, self.decided, REASON)]

    async def request(self) -> ExecutionRequest:
        payload = await self.port.prepare(self.executor, self.actions, (), self.opened, DECISION)
        return ExecutionRequest(RequestId(1), self.executor, payload, REQUESTED_AT)

    async def votes(self, cast: Cast, *, reason: str = "Mine alone", sender: Account | None = None) -> None:
        """Somebody casts this, the delegate if nobody is named; not final yet."""
        action = cast_call(self.found.proposal, cast, reason)
        await self.found.world.local.send(
            sender or self.found.world.voter, action.to, 0, bytes.fromhex(action.data[2:])
        )

    async def followed(self, request: ExecutionRequest) -> ExecutionRequest:
        """The request with what is final of it, some blocks later."""
        await self.found.world.local.mine(3)
        progress = await self.port.progress(request, ask=False)
        return replace(request, stage=progress.stage, execution=progress.execution)


async def asked_wallet(world: GovernorTreasury, decided: Cast) -> AskedWallet:
    """The vote on its vote has opened, a moment after that on the Governor."""
    found = await polls(world)
    executor = DelegateWalletExecutor(chain=CHAIN, address=found.voter)
    rule = "whole" if decided.parts is None else "split"
    sample = [sample_call(found.proposal, rule)]
    return AskedWallet(found, decided, await DelegateWallets({CHAIN: world.chain}).examine(executor, sample))
