"""The port `Executor` for Governors: checking, preparing and following what their voters decide once more on chain."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import RequestMismatch
from bot.domain.executors import (
    Decision,
    Examined,
    ExecutionRequest,
    GovernorCheck,
    GovernorExecutor,
    GovernorExtensions,
    GovernorInstructions,
    GovernorProposal,
    GovernorRefusal,
    GovernorRules,
    GovernorStage,
    ReadyCall,
    Signing,
)
from bot.domain.executors.governor import GovernorStep
from bot.domain.ids import ChainId
from bot.execution.answers import number
from bot.execution.asked_by_members import AskedByMembers
from bot.execution.called_code import require_same_code
from bot.execution.governor.contract import FoundGovernor, read_governor
from bot.execution.governor.events import end_of, number_of
from bot.execution.governor.examining import examine, require_timelock
from bot.execution.governor.proposing import (
    description_of,
    execute_call,
    governor_calls,
    proposal_id,
    propose_call,
    questions_for_id,
    queue_call,
)
from bot.execution.governor.stages import read_stage
from bot.execution.looked_for import first_block
from bot.services.ports import Progress

_LONGEST_REASON = 200


class Governors(AskedByMembers):
    """Implements the port `Executor`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def completed(self, executor: GovernorExecutor) -> GovernorExecutor:
        """With its timelock. Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[executor.chain]
        rules = (await read_governor(chain, executor.address, await chain.finalized())).rules
        timelock = rules.timelock.address if rules.timelock else None
        return executor.model_copy(update={"timelock": timelock})

    async def check(self, executor: GovernorExecutor) -> GovernorCheck:
        """Its rules at the finalized block. Raises NoCode, WrongContract, also where it has another timelock than the
        policy names; ChainUnavailable."""
        chain = self._chains[executor.chain]
        found = await read_governor(chain, executor.address, await chain.finalized())
        require_timelock(executor, found)
        return GovernorCheck(found.rules)

    async def extensions(self, executor: GovernorExecutor) -> GovernorExtensions:
        """Its timelock by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        return GovernorExtensions((await self._latest(executor)).rules.timelock)

    async def stopped_by(
        self, executor: GovernorExecutor, actions: Sequence[Action]
    ) -> GovernorRefusal | None:
        """Whether the first call would fail now. Raises NoCode, WrongContract, ChainUnavailable."""
        chain, found = self._chains[executor.chain], await self._latest(executor)
        return await _failing(chain, found.rules, actions, found.at)

    async def examine(self, executor: GovernorExecutor, actions: Sequence[Action]) -> Examined:
        """What the actions call by the newest block. Raises ChangesExecutor, TooManyCalls, NoCode, WrongContract, also
        where it has another timelock than the policy names; ChainUnavailable."""
        found = await self._latest(executor)
        require_timelock(executor, found)
        return await examine(self._chains[executor.chain], executor, found, actions)

    async def prepare(
        self,
        executor: GovernorExecutor,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> GovernorProposal:
        """The proposal of these actions. Its id is computed here and compared with the Governor's.

        Raises CodeChanged, ChangesExecutor, TooManyCalls, RequestMismatch, NoCode, WrongContract, ChainUnavailable; and
        ValueError for no actions, or any that is no plain call.
        """
        found = await self._latest(executor)
        await self._voted(executor, found, actions, opened)
        calls = governor_calls(actions)
        description = description_of(decision, calls)
        proposal = GovernorProposal(
            found.rules.form,
            None,
            calls,
            description,
            "0x" + keccak(text=description).hex(),
            first_block(opened.block.number),
            opened.nonce,
        )
        return await self._with_id(executor, found, proposal)

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """How far it has come by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain = self._chains[executor.chain]
        at = await chain.finalized()
        rules = (await read_governor(chain, executor.address, at)).rules
        stage = await self._stage(chain, rules, request, at)
        execution = None
        if stage.id is not None:
            execution = await end_of(chain, rules, proposal, stage.id, stage.name, at)
        return Progress((), 0, execution, at.time, True, stage)

    async def instructions(self, request: ExecutionRequest) -> GovernorInstructions:
        """What somebody has to send now, by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        stage = await self._stage(chain, found.rules, request, found.at)
        actions = [Action(chain.id, call.to, call.value, call.data) for call in proposal.calls]
        refusal = await _failing(chain, found.rules, actions, found.at)
        return GovernorInstructions(found.rules, stage, found.at, _step(found, stage), refusal)

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        """What somebody can send now. Raises RequestMismatch where what is stored isn't just these actions,
        CodeChanged, ChangesExecutor, TooManyCalls, NoCode, WrongContract, ChainUnavailable."""
        executor, proposal = _asked(request)
        chain, found = self._chains[executor.chain], await self._latest(executor)
        if proposal.calls != governor_calls(actions):
            raise RequestMismatch(proposal.id or "", "")
        await self._voted(_as_opened(executor, opened), found, actions, opened)
        await self._with_id(executor, found, proposal)
        stage = await self._stage(chain, found.rules, request, found.at)
        return Signing.of_a_step(
            found.at,
            _ready(found, proposal, stage),
            await _failing(chain, found.rules, actions, found.at),
            stage,
        )

    async def _latest(self, executor: GovernorExecutor) -> FoundGovernor:
        chain = self._chains[executor.chain]
        return await read_governor(chain, executor.address, await chain.latest())

    async def _voted(
        self, executor: GovernorExecutor, found: FoundGovernor, actions: Sequence[Action], opened: Examined
    ) -> None:
        """Raises CodeChanged where something else would run than when the vote opened, and what `examine` raises."""
        require_same_code(opened, await examine(self._chains[executor.chain], executor, found, actions))

    async def _with_id(
        self, executor: GovernorExecutor, found: FoundGovernor, proposal: GovernorProposal
    ) -> GovernorProposal:
        """Raises RequestMismatch where the Governor takes it for another one, or kept another id; ChainUnavailable."""
        if found.rules.form == "bravo":
            return proposal
        computed = proposal_id(proposal.calls, proposal.description)
        chain = self._chains[executor.chain]
        answers = await chain.read(questions_for_id(executor.address, proposal), found.at)
        tokens.all_answered(answers, chain.id)
        told = [each for each in map(number, answers) if each is not None]
        if not told or str(told[0]) != computed or proposal.id not in (None, computed):
            raise RequestMismatch(computed, str(told[0]) if told else "")
        return replace(proposal, id=computed)

    async def _stage(
        self, chain: EvmChain, rules: GovernorRules, request: ExecutionRequest, at: BlockRef
    ) -> GovernorStage:
        proposal = request.payload_as(GovernorProposal)
        stage = request.stage_as(GovernorStage)
        known = proposal.id or (stage.id if stage is not None else None)
        key = known or await number_of(chain, rules, proposal, at)
        if key is None:
            return GovernorStage("unproposed")
        stage = await read_stage(chain, rules, key, at)
        due = stage.eta is None or stage.eta <= at.time
        return replace(stage, name="ready") if stage.name == "queued" and due else stage


def _asked(request: ExecutionRequest) -> tuple[GovernorExecutor, GovernorProposal]:
    """Who is asked for what. Raises TypeError for a request of another kind."""
    payload = request.payload_as(GovernorProposal)
    assert isinstance(request.executor, GovernorExecutor)
    return request.executor, payload


def _as_opened(executor: GovernorExecutor, opened: Examined) -> GovernorExecutor:
    """With the timelock that it had when the vote opened, which the policy named."""
    holders = [each.account for each in opened.called if each.rights == "self"]
    timelock = next((each for each in holders if each != executor.address), None)
    return executor.model_copy(update={"timelock": timelock})


def _step(found: FoundGovernor, stage: GovernorStage) -> GovernorStep | None:
    """What is to be sent next, `propose`, `queue` or `execute`; None while nothing is."""
    if stage.name == "unproposed":
        return "propose"
    if stage.name == "succeeded":
        return "queue" if found.rules.timelock is not None else "execute"
    return "execute" if stage.name == "ready" else None


def _ready(found: FoundGovernor, proposal: GovernorProposal, stage: GovernorStage) -> ReadyCall | None:
    step, governor = _step(found, stage), found.rules.address
    if step == "propose":
        return propose_call(governor, proposal)
    if step is None or stage.id is None:
        return None
    return (queue_call if step == "queue" else execute_call)(governor, proposal, stage.id)


async def _failing(
    chain: EvmChain, rules: GovernorRules, actions: Sequence[Action], at: BlockRef
) -> GovernorRefusal | None:
    """Whether the first call would fail if it were made now: the only one of which the state is known that it finds.
    One that brings coins is not tried. Raises ChainUnavailable."""
    first = actions[0] if actions else None
    if first is None or first.value or first.data == "0x":
        return None
    answer = await chain.call_as(rules.holder, Call(first.to, bytes.fromhex(first.data[2:])), at)
    if not isinstance(answer, Reverted) or answer.out_of_gas:
        return None
    reason = visible(answer.why)[:_LONGEST_REASON] if answer.why else ""
    return GovernorRefusal(1, len(actions), reason)
