"""The port `Executor` for Moloch DAOs of the second version: checking, preparing and following what their members
decide once more on chain."""

from collections.abc import Collection, Mapping, Sequence

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import NotForMoloch, RequestMismatch, TooManyCalls
from bot.domain.executors import (
    Decision,
    Examined,
    ExecutionRequest,
    MolochCheck,
    MolochExecutor,
    MolochExtensions,
    MolochInstructions,
    MolochProposal,
    MolochRefusal,
    ReadyCall,
    Signing,
)
from bot.domain.executors.moloch_stages import MolochStep
from bot.domain.ids import Address, ChainId
from bot.execution.asked_by_members import AskedByMembers
from bot.execution.called_code import require_same_code
from bot.execution.decision_words import words_on_chain
from bot.execution.looked_for import first_block, first_proposal, known_proposal
from bot.execution.moloch.contract import FoundMoloch, read_moloch, read_queue
from bot.execution.moloch.events import FoundProposal, end_of, find
from bot.execution.moloch.examining import examine, refusal_of
from bot.execution.moloch.leaving import MOST_BEFORE, BeforeLeaving, changes_of, read_leaving
from bot.execution.moloch.proposing import (
    asked_by,
    process_call,
    request_hash,
    request_of,
    sponsor_call,
    submit_call,
)
from bot.services.ports import Progress


class Molochs(AskedByMembers):
    """Implements the port `Executor`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def completed(self, executor: MolochExecutor) -> MolochExecutor:
        """As it is: nothing else makes its calls."""
        return executor

    async def check(self, executor: MolochExecutor) -> MolochCheck:
        """Its rules at the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[executor.chain]
        return MolochCheck((await read_moloch(chain, executor.address, await chain.finalized())).rules)

    async def extensions(self, executor: MolochExecutor) -> MolochExtensions:
        """How long members can leave, by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        return MolochExtensions((await self._latest(executor)).rules.grace)

    async def stopped_by(self, executor: MolochExecutor, actions: Sequence[Action]) -> MolochRefusal | None:
        """What would stop it now. Raises NoCode, WrongContract, ChainUnavailable."""
        try:
            request = request_of(executor, actions)
        except (TooManyCalls, NotForMoloch, ValueError):
            # It was written for another executor.
            return MolochRefusal("no_function")
        return await refusal_of(self._chains[executor.chain], await self._latest(executor), request)

    async def examine(self, executor: MolochExecutor, actions: Sequence[Action]) -> Examined:
        """What it is asked for by the newest block. Raises TooManyCalls, NotForMoloch, NoCode, WrongContract,
        ChainUnavailable."""
        found = await self._latest(executor)
        return await examine(self._chains[executor.chain], executor, found, actions)

    async def prepare(
        self,
        executor: MolochExecutor,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> MolochProposal:
        """The proposal of this action. Raises CodeChanged, TooManyCalls, NotForMoloch, NoCode, WrongContract,
        ChainUnavailable; ValueError for no action."""
        found = await self._latest(executor)
        await self._voted(executor, found, actions, opened)
        request = request_of(executor, actions)
        return MolochProposal(
            request.form,
            request.applicant,
            request.shares,
            request.loot,
            request.payment,
            request.token,
            words_on_chain(decision, "Request", request_hash(request)),
            first_block(opened.block.number),
            first_proposal(opened),
        )

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """How far it has come by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain = self._chains[executor.chain]
        at = await chain.finalized()
        rules = (await read_moloch(chain, executor.address, at)).rules
        stage = (await find(chain, rules, proposal, known_proposal(request), at)).stage
        execution = await end_of(chain, rules, proposal, stage, at)
        return Progress((), 0, execution, at.time, True, stage)

    async def instructions(self, request: ExecutionRequest) -> MolochInstructions:
        """What somebody has to send now, and what leaving pays, by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        ours = await find(chain, found.rules, proposal, known_proposal(request), found.at)
        after = BeforeLeaving(changes_of(proposal), proposal.token, ours.place)
        queue = await read_queue(chain, found.rules, found.at, MOST_BEFORE + 1)
        (leaving,) = await read_leaving(chain, found, [after], queue)
        return MolochInstructions(
            found.rules,
            ours.stage,
            found.at,
            _step(ours),
            await self._refusal(found, proposal, ours),
            leaving,
        )

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        """What somebody can send now. Raises RequestMismatch where what is stored isn't just this action, CodeChanged,
        TooManyCalls, NotForMoloch, NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        wanted = request_of(executor, actions)
        hashed = request_hash(wanted)
        if asked_by(proposal) != wanted or hashed not in proposal.details:
            raise RequestMismatch(hashed, request_hash(asked_by(proposal)))
        await self._voted(executor, found, actions, opened)
        ours = await find(chain, found.rules, proposal, known_proposal(request), found.at)
        return Signing.of_a_step(
            found.at,
            _ready(executor.address, proposal, ours),
            await self._refusal(found, proposal, ours),
            ours.stage,
        )

    async def _latest(self, executor: MolochExecutor) -> FoundMoloch:
        chain = self._chains[executor.chain]
        return await read_moloch(chain, executor.address, await chain.latest())

    async def _voted(
        self, executor: MolochExecutor, found: FoundMoloch, actions: Sequence[Action], opened: Examined
    ) -> None:
        """Raises CodeChanged where something else would run than when the vote opened, and what `examine` raises."""
        require_same_code(opened, await examine(self._chains[executor.chain], executor, found, actions))

    async def _refusal(
        self, found: FoundMoloch, proposal: MolochProposal, ours: FoundProposal
    ) -> MolochRefusal | None:
        if ours.stage.is_over or ours.stage.name == "processed":
            return None
        return await refusal_of(self._chains[found.at.chain], found, asked_by(proposal))


def _asked(request: ExecutionRequest) -> tuple[MolochExecutor, MolochProposal]:
    """Who is asked for what. Raises TypeError for a request of another kind."""
    payload = request.payload_as(MolochProposal)
    assert isinstance(request.executor, MolochExecutor)
    return request.executor, payload


def _step(ours: FoundProposal) -> MolochStep | None:
    """What is to be sent next, `submit`, `sponsor` or `process`; None while nothing is."""
    stage = ours.stage
    if stage.name == "unproposed":
        return "submit"
    if stage.name == "submitted":
        return "sponsor"
    return "process" if stage.name == "ready" and stage.behind is None else None


def _ready(moloch: Address, proposal: MolochProposal, ours: FoundProposal) -> ReadyCall | None:
    step = _step(ours)
    if step == "submit":
        return submit_call(moloch, proposal)
    if step == "sponsor" and ours.stage.id is not None:
        return sponsor_call(moloch, ours.stage.id)
    return process_call(moloch, proposal, ours.place) if step and ours.place is not None else None
