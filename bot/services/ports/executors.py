"""Who carries out what passed, and what actions say."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.blocks import BlockRef
from bot.domain.executors import (
    AnyCheck,
    AnyExtensions,
    AnyInstructions,
    AnyPayload,
    AnyRefusal,
    AnyStage,
    Confirmation,
    Decision,
    Examined,
    Execution,
    ExecutionRequest,
    Proof,
    Provers,
    Signing,
    Standing,
)
from bot.domain.ids import Address, ChainId
from bot.services.ports.accounts import AccountNames


class ActionCodec(Protocol):
    """Between what a proposer writes, calldata, and what it does."""

    def by_chain(self, lines: str, usual: ChainId, named: Mapping[str, ChainId]) -> Mapping[ChainId, str]:
        """The lines of each chain, the usual one first: `on polygon: transfer 1 POL to 0x…` is of the chain that is
        called so. The number of each action's line stays. Raises BadAction for a chain that isn't named here."""
        ...

    def makes_streams(self, chain: ChainId) -> bool:
        """Whether the operator has named contracts through which streams and vestings go on that chain."""
        ...

    async def parse(
        self,
        lines: str,
        chain: ChainId,
        at: BlockRef,
        *,
        account: Address,
        names: AccountNames | None = None,
    ) -> tuple[Action, ...]:
        """The actions that the lines describe, one a line, to be made by the executor's `account`; names in them are
        looked up with `names`.

        transfer 1.5 ETH to 0x…
        transfer 25000 0xToken to 0x…           (decimals read from the token at the block)
        call 0x… set(bytes32 key, uint256 value) 0x12… 5 [value 0.1 ETH]
        raw 0x… 0xcalldata [value 0.1 ETH]

        Raises BadAction naming the line.
        """
        ...

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """What the actions do, read back from their calldata; calls to the executor's own `account` are marked.

        Raises ChainUnavailable.
        """
        ...

    def decode_unread(
        self, actions: Sequence[Action], *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """The same without asking the chain: amounts are base units, and each action says that it is so."""
        ...


class Progress(msgspec.Struct, frozen=True):
    """What became of a request."""

    confirmations: tuple[Confirmation, ...]
    """Those that the executor would count now, where people must sign."""
    threshold: int
    """How many it needs."""
    execution: Execution | None
    """How it ended, once that is final."""
    until: datetime
    """The time of the block by which it was looked for: what came later isn't known yet."""
    visible: bool | None = None
    """Whether those who carry it out find it where they look; None where that was not asked, or nobody answered."""
    stage: AnyStage | None = None
    """How far it has come, where its kind has stages."""
    handed_over: bool = False
    """Whether nobody has to see it any more who signs: it has been signed and sent, and waits elsewhere."""


class Executor(Protocol):
    """All executors of one kind, on all configured chains. Each step reads its chain at a block of its own choice.

    What is given is of the kind: the executor of its class in `EXECUTORS`, a request with a payload of its form.
    """

    async def completed(self, executor: Any) -> Any:
        """The executor as a policy keeps it, with what the chain tells of it at the finalized block. Raises NoCode,
        WrongContract, ChainUnavailable."""
        ...

    async def check(self, executor: Any) -> AnyCheck:
        """What the executor is found to be at the finalized block. Raises NotASafe, WrongContract, ChainUnavailable,
        ServiceUnavailable, ServiceRefused."""
        ...

    async def provers(self, executor: Any) -> Provers:
        """Who speaks for the executor by the newest block, and can prove that it belongs to a space.

        Raises NoCode, WrongContract, ChainUnavailable.
        """
        ...

    async def check_proof(self, executor: Any, proof: Proof) -> None:
        """Return if the proof is by somebody who speaks for the executor, or by the executor itself, by the newest
        block. Raises NotAProver, WrongSignature, MalformedSignature, AcceptsAnything, NoCode, WrongContract,
        ChainUnavailable."""
        ...

    async def standing(self, executor: Any, proofs: Sequence[Proof]) -> Standing:
        """What proofs that were checked once are worth by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        ...

    async def extensions(self, executor: Any) -> AnyExtensions:
        """What beside those who sign decides what it does, by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        ...

    async def tokens(self, executor: Any) -> Sequence[Address]:
        """The contracts of tokens that it is said to hold, as far as anybody tells: a hint that nobody vouches for.

        Raises ServiceUnavailable, ServiceRefused.
        """
        ...

    async def stopped_by(self, executor: Any, actions: Sequence[Action]) -> AnyRefusal | None:
        """What would stop these actions by the newest block; None where nothing would. Raises NoCode, WrongContract,
        ChainUnavailable."""
        ...

    async def examine(self, executor: Any, actions: Sequence[Action]) -> Examined:
        """What the actions call, and how far the executor has come, by the newest block.

        Raises ChangesExecutor, CallsHidden and NoBatchContract for actions that it must not or can't be asked for;
        NoCode, WrongContract, ChainUnavailable.
        """
        ...

    async def executed(
        self, executor: Any, actions: Sequence[Action], opened: Examined
    ) -> Sequence[tuple[AnyPayload, Execution | None]]:
        """Requests of just these actions that it has carried out, or tried to, since the vote opened, the oldest first;
        None for one that needs nobody's signature any more, and hasn't ended.

        A database that was put back knows nothing of them. Raises NoCode, WrongContract, ChainUnavailable.
        """
        ...

    async def prepare(
        self,
        executor: Any,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> AnyPayload:
        """Exactly what the executor has to be asked, so that it makes these actions, by the newest block.

        `waiting` are the nonces of requests to it that have not come to an end: this one comes after them. `opened` is
        what was examined when the vote opened, `decision` what was decided. Raises CodeChanged where something else
        would run than then; ChangesExecutor, NoBatchContract, TooManyCalls, RequestMismatch, NoCode, WrongContract,
        ChainUnavailable.
        """
        ...

    async def require_voted(self, request: ExecutionRequest, actions: Sequence[Action]) -> None:
        """Before it is handed over: return if what is stored asks for just these actions, which were voted on. Raises
        RequestMismatch, ChainUnavailable."""
        ...

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        """Hand the request over to where those who carry it out find it, and see that they do; once, however often it
        is called.

        `origin` says where it comes from. Raises RequestMismatch, ServiceUnavailable, ServiceRefused.
        """
        ...

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """What became of it by the finalized block. Raises NoCode, WrongContract, ChainUnavailable.

        Without `ask` only the chain is looked at, and no service that counts how often it is asked: what was seen of
        confirmations stays, as far as they count.
        """
        ...

    async def instructions(self, request: ExecutionRequest) -> AnyInstructions:
        """What people have to do for it now, by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        ...

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing | None:
        """What those who have to sign it sign, and how far their signatures are by the newest block; None where nobody
        signs. `actions` are those that were voted on, `opened` what was examined when the vote opened.

        Raises RequestMismatch where the request is for something else, CodeChanged and ChangesExecutor where something
        else would run than then; NoBatchContract, NoCode, WrongContract, ChainUnavailable.
        """
        ...

    async def signature(self, request: ExecutionRequest, text: str) -> Confirmation:
        """A signature as somebody handed it in, by whom it is and in the form that the executor takes. It is looked at
        by the newest block, and only asked for where there is something to sign.

        Raises MalformedSignature; NotASigner, also for a signature of something else; NoCode, WrongContract,
        ChainUnavailable.
        """
        ...

    async def send_signature(self, request: ExecutionRequest, confirmation: Confirmation) -> None:
        """Hand a signature over to where those who carry it out look; once, however often it is called. Nothing happens
        where they look nowhere. Raises ServiceUnavailable, ServiceRefused."""
        ...


Executors = Mapping[str, Executor]
"""The executors by their kind."""
