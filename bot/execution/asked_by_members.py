"""What executors have in common that members ask themselves: they send each step from wallets of their own."""

from collections.abc import Sequence
from typing import Any

from bot.domain.actions.actions import Action
from bot.domain.errors import NotAProver, NotASigner
from bot.domain.executors import (
    AnyExecutor,
    AnyPayload,
    Confirmation,
    Examined,
    Execution,
    ExecutionRequest,
    Proof,
    Provers,
    Standing,
)
from bot.domain.ids import Address


class AskedByMembers:
    """The part of the port `Executor` in which nobody speaks for the executor, and nothing is signed or handed over."""

    async def provers(self, executor: Any) -> Provers:
        """Nobody: it needs no proof."""
        return Provers((), 0)

    async def check_proof(self, executor: Any, proof: Proof) -> None:
        """Raises NotAProver: nobody speaks for it."""
        raise NotAProver(executor, proof.signer, ())

    async def standing(self, executor: Any, proofs: Sequence[Proof]) -> Standing:
        """That nobody has signed for it."""
        return Standing((), False, 0)

    async def tokens(self, executor: AnyExecutor) -> Sequence[Address]:
        """Nothing tells them."""
        return ()

    async def executed(
        self, executor: Any, actions: Sequence[Action], opened: Examined
    ) -> Sequence[tuple[AnyPayload, Execution | None]]:
        """None: a proposal that is prepared again is the same one, and known again on chain."""
        return ()

    async def require_voted(self, request: ExecutionRequest, actions: Sequence[Action]) -> None:
        """Nothing: it is not handed over, and compared with them on the page before a step is offered."""

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        """Nothing: members hand it in from their own wallets."""

    async def signature(self, request: ExecutionRequest, text: str) -> Confirmation:
        """Raises NotASigner: nobody signs a message for it."""
        raise NotASigner(request.executor, None)

    async def send_signature(self, request: ExecutionRequest, confirmation: Confirmation) -> None:
        """Nothing: there are none."""
