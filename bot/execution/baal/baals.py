"""The port `Executor` for Baals: checking, preparing and following what their members decide once more on chain."""

from collections.abc import Collection, Mapping, Sequence

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import RequestMismatch
from bot.domain.executors import (
    BaalCheck,
    BaalExecutor,
    BaalExtensions,
    BaalInstructions,
    BaalProposal,
    BaalRefusal,
    Decision,
    Examined,
    ExecutionRequest,
    MolochStage,
    ReadyCall,
    Signing,
)
from bot.domain.executors.moloch_stages import MolochStep
from bot.domain.ids import ChainId
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.asked_by_members import AskedByMembers
from bot.execution.baal.contract import FoundBaal, read_baal
from bot.execution.baal.events import end_of, stage_of
from bot.execution.baal.examining import examine, require_safe
from bot.execution.baal.leaving import BeforeLeaving, changes_of, read_leaving
from bot.execution.baal.proposing import (
    HASH_OPERATION,
    actions_of,
    data_hash,
    expiration_of,
    gas_for,
    process_call,
    proposal_data,
    sponsor_call,
    submit_call,
)
from bot.execution.called_code import require_same_code
from bot.execution.decision_words import words_on_chain
from bot.execution.looked_for import first_block, first_proposal, known_proposal
from bot.services.ports import Progress

_AS_MODULE = function("execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)")


class Baals(AskedByMembers):
    """Implements the port `Executor`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def completed(self, executor: BaalExecutor) -> BaalExecutor:
        """With its Safe. Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[executor.chain]
        rules = (await read_baal(chain, executor.address, await chain.finalized())).rules
        return executor.model_copy(update={"safe": rules.safe})

    async def check(self, executor: BaalExecutor) -> BaalCheck:
        """Its rules at the finalized block. Raises NoCode, WrongContract, also where it has another Safe than the
        policy names; ChainUnavailable."""
        chain = self._chains[executor.chain]
        found = await read_baal(chain, executor.address, await chain.finalized())
        require_safe(executor, found)
        return BaalCheck(found.rules)

    async def extensions(self, executor: BaalExecutor) -> BaalExtensions:
        """How long members can leave, by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        rules = (await self._latest(executor)).rules
        return BaalExtensions(rules.grace, rules.retention)

    async def stopped_by(self, executor: BaalExecutor, actions: Sequence[Action]) -> BaalRefusal | None:
        """Whether the calls would fail now, as all do that aren't plain. Raises NoCode, WrongContract,
        ChainUnavailable."""
        found = await self._latest(executor)
        if not actions or any(action.operation is not Operation.CALL for action in actions):
            return BaalRefusal("calls")
        return await self._failing(found, proposal_data(actions))

    async def examine(self, executor: BaalExecutor, actions: Sequence[Action]) -> Examined:
        """What the actions call by the newest block. Raises ChangesExecutor, CallsHidden, NoCode, WrongContract, also
        where it has another Safe than the policy names; ChainUnavailable."""
        found = await self._latest(executor)
        require_safe(executor, found)
        return await examine(self._chains[executor.chain], executor, found, actions)

    async def prepare(
        self,
        executor: BaalExecutor,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> BaalProposal:
        """The proposal of these actions. The hash of its data is computed here and compared with the Baal's.

        Raises CodeChanged, ChangesExecutor, CallsHidden, RequestMismatch, NoCode, WrongContract, ChainUnavailable; and
        ValueError for no actions, or any that is no plain call.
        """
        found = await self._latest(executor)
        await self._voted(executor, found, actions, opened)
        data = proposal_data(actions)
        hashed = data_hash(data)
        await self._require_hash(found, data, hashed)
        return BaalProposal(
            data,
            hashed,
            expiration_of(decision.expires_at),
            gas_for(actions),
            words_on_chain(decision, "Proposal data", hashed),
            first_block(opened.block.number),
            first_proposal(opened),
        )

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """How far it has come by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain = self._chains[executor.chain]
        at = await chain.finalized()
        rules = (await read_baal(chain, executor.address, at)).rules
        stage = await stage_of(chain, rules, proposal, known_proposal(request), at)
        execution = await end_of(chain, rules, proposal, stage, at)
        return Progress((), 0, execution, at.time, True, stage)

    async def instructions(self, request: ExecutionRequest) -> BaalInstructions:
        """What somebody has to send now, and what leaving pays, by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        stage = await stage_of(chain, found.rules, proposal, known_proposal(request), found.at)
        after = BeforeLeaving(changes_of(actions_of(proposal, executor.chain)), stage.behind is not None)
        (leaving,) = await read_leaving(chain, executor.address, found.rules.safe, [after], found.at)
        return BaalInstructions(
            found.rules,
            stage,
            found.at,
            _step(found, proposal, stage),
            await self._refusal(found, proposal, stage),
            leaving,
        )

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        """What somebody can send now. Raises RequestMismatch where what is stored isn't just these actions,
        CodeChanged, ChangesExecutor, CallsHidden, NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        data = proposal_data(actions)
        hashed = data_hash(data)
        kept = (proposal.data, proposal.data_hash, proposal.gas)
        if kept != (data, hashed, gas_for(actions)) or hashed not in proposal.details:
            raise RequestMismatch(hashed, proposal.data_hash)
        await self._voted(_as_opened(executor, opened), found, actions, opened)
        await self._require_hash(found, data, hashed)
        stage = await stage_of(chain, found.rules, proposal, known_proposal(request), found.at)
        return Signing.of_a_step(
            found.at,
            _ready(found, proposal, stage),
            await self._refusal(found, proposal, stage),
            stage,
        )

    async def _latest(self, executor: BaalExecutor) -> FoundBaal:
        chain = self._chains[executor.chain]
        return await read_baal(chain, executor.address, await chain.latest())

    async def _voted(
        self, executor: BaalExecutor, found: FoundBaal, actions: Sequence[Action], opened: Examined
    ) -> None:
        """Raises CodeChanged where something else would run than when the vote opened, and what `examine` raises."""
        require_same_code(opened, await examine(self._chains[executor.chain], executor, found, actions))

    async def _require_hash(self, found: FoundBaal, data: str, hashed: str) -> None:
        """Raises RequestMismatch where the Baal takes the data for something else; ChainUnavailable."""
        chain, baal = self._chains[found.at.chain], found.rules.address
        asked = Call(baal, HASH_OPERATION.encode([bytes.fromhex(data[2:])]))
        (answer,) = await chain.read([asked], found.at)
        tokens.all_answered([answer], chain.id)
        if (told := answers.number(answer)) != int(hashed, 16):
            raise RequestMismatch(hashed, "" if told is None else f"0x{told:064x}")

    async def _refusal(
        self, found: FoundBaal, proposal: BaalProposal, stage: MolochStage
    ) -> BaalRefusal | None:
        if _too_late(found, proposal, stage):
            return BaalRefusal("time")
        if stage.is_over or stage.name == "processed":
            return None
        return await self._failing(found, proposal.data)

    async def _failing(self, found: FoundBaal, data: str) -> BaalRefusal | None:
        """Whether the calls would fail if the Baal had its Safe make them now. Raises ChainUnavailable."""
        chain = self._chains[found.at.chain]
        asked = _AS_MODULE.encode([found.multi_send, 0, bytes.fromhex(data[2:]), Operation.DELEGATE_CALL])
        answer = await chain.call_as(found.rules.address, Call(found.rules.safe, asked), found.at)
        return BaalRefusal("calls") if answers.number(answer) == 0 else None


def _asked(request: ExecutionRequest) -> tuple[BaalExecutor, BaalProposal]:
    """Who is asked for what. Raises TypeError for a request of another kind."""
    payload = request.payload_as(BaalProposal)
    assert isinstance(request.executor, BaalExecutor)
    return request.executor, payload


def _as_opened(executor: BaalExecutor, opened: Examined) -> BaalExecutor:
    """With the Safe that it had when the vote opened, which the policy named."""
    safe = next((each.account for each in opened.called if each.rights == "self"), None)
    return executor.model_copy(update={"safe": safe})


def _too_late(found: FoundBaal, proposal: BaalProposal, stage: MolochStage) -> bool:
    """Whether it would expire before its grace is over: then the Baal doesn't let its vote begin."""
    if not proposal.expiration or stage.name not in ("unproposed", "submitted"):
        return False
    soonest = found.at.time + found.rules.voting + found.rules.grace
    return proposal.expiration <= soonest.timestamp()


def _step(found: FoundBaal, proposal: BaalProposal, stage: MolochStage) -> MolochStep | None:
    """What is to be sent next, `submit`, `sponsor` or `process`; None while nothing is."""
    if _too_late(found, proposal, stage):
        return None
    if stage.name == "unproposed":
        return "submit"
    if stage.name == "submitted":
        return "sponsor"
    late = proposal.expiration and proposal.expiration < found.at.timestamp
    return "process" if stage.name == "ready" and stage.behind is None and not late else None


def _ready(found: FoundBaal, proposal: BaalProposal, stage: MolochStage) -> ReadyCall | None:
    step, baal = _step(found, proposal, stage), found.rules.address
    if step == "submit":
        return submit_call(baal, proposal)
    if step is None or stage.id is None:
        return None
    return sponsor_call(baal, stage.id) if step == "sponsor" else process_call(baal, proposal, stage.id)
