"""How far the proposals of a Governor have come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chain.calls.state import Call, Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules, GovernorStage
from bot.domain.executors.governor import StageName
from bot.execution.actions.abi import function
from bot.execution.answers import moment, number
from bot.execution.governor.contract import QUORUM

STATES: tuple[StageName, ...] = (
    "pending",
    "active",
    "canceled",
    "defeated",
    "succeeded",
    "queued",
    "expired",
    "executed",
)
"""`ProposalState` of OpenZeppelin's and Compound's Governors alike."""
_LATEST_CLOCK = 2**53
"""What isn't told exactly in JSON is no moment of any clock."""

_STATE = function("state(uint256 proposalId)")
_OPENZEPPELIN = tuple(
    map(
        function,
        (
            "proposalVotes(uint256 proposalId)",
            "proposalSnapshot(uint256 proposalId)",
            "proposalDeadline(uint256 proposalId)",
            "proposalEta(uint256 proposalId)",
        ),
    )
)
_BRAVO = (function("proposals(uint256 proposalId)"),)


async def read_stage(chain: EvmChain, rules: GovernorRules, proposal: str, at: BlockRef) -> GovernorStage:
    """How far a proposal of this id has come at the block; `unproposed` where the Governor knows none.

    Raises WrongContract, ChainUnavailable.
    """
    stage = (await read_stages(chain, rules, [proposal], at))[proposal]
    if stage is None:
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return stage


async def read_stages(
    chain: EvmChain,
    rules: GovernorRules,
    proposals: Sequence[str],
    at: BlockRef,
    quorums: Mapping[str, int] | None = None,
) -> dict[str, GovernorStage | None]:
    """How far each of these has come at the block, by its id; None where the Governor answers as none does.

    `quorums` are those that are known: that of a vote stays what it was when it began. Raises ChainUnavailable.
    """
    questions = (_STATE, *(_BRAVO if rules.form == "bravo" else _OPENZEPPELIN))
    asked = [Call(rules.address, each.encode([int(one)])) for one in proposals for each in questions]
    answers = await chain.read(asked, at)
    tokens.all_answered(answers, chain.id)
    found: dict[str, GovernorStage | None] = {}
    for place, one in enumerate(proposals):
        state, *others = answers[place * len(questions) : (place + 1) * len(questions)]
        name = _state(chain, rules, state)
        found[one] = None if name is None else _stage(rules, one, name, others)
    if rules.form == "bravo":
        return found
    return await _with_quorums(chain, rules, found, at, quorums or {})


async def _with_quorums(
    chain: EvmChain,
    rules: GovernorRules,
    stages: Mapping[str, GovernorStage | None],
    at: BlockRef,
    known: Mapping[str, int],
) -> dict[str, GovernorStage | None]:
    """With the quorum of each vote that has begun: before, nobody tells it."""
    begun = {
        one: stage
        for one, stage in stages.items()
        if stage is not None and stage.name not in ("unproposed", "pending")
    }
    begins = list(dict.fromkeys(stage.starts for one, stage in begun.items() if one not in known))
    answers = await chain.read([Call(rules.address, QUORUM.encode([each])) for each in begins], at)
    tokens.all_answered(answers, chain.id)
    told = dict(zip(begins, map(number, answers), strict=True))
    with_quorums = {
        one: replace(stage, quorum=known[one] if one in known else told[stage.starts])
        for one, stage in begun.items()
    }
    return {**stages, **with_quorums}


def _stage(
    rules: GovernorRules, proposal: str, name: StageName, others: Sequence[Outcome]
) -> GovernorStage | None:
    if name == "unproposed":
        return GovernorStage("unproposed")
    if rules.form == "bravo":
        # id, proposer, eta, startBlock, endBlock, forVotes, againstVotes, abstainVotes, …
        _, _, eta, starts, ends, in_favour, against, abstain = _words(others[0], 8)
        quorum = rules.quorum
    else:
        votes, *moments = others
        starts, ends, eta = (number(each) or 0 for each in moments)
        against, in_favour, abstain = _words(votes, 3)
        quorum = None
    if max(starts, ends) >= _LATEST_CLOCK:
        return None
    return GovernorStage(name, proposal, against, in_favour, abstain, quorum, starts, ends, moment(eta))


def _state(chain: EvmChain, rules: GovernorRules, answer: Outcome) -> StageName | None:
    """None for an answer that is none. Raises ChainUnavailable."""
    if isinstance(answer, Reverted) and answer.out_of_gas:
        raise ChainUnavailable(chain.id, f"state of {rules.address}: {answer.why}", failure=answer.failure)
    return named_state(answer)


def state_of(rules: GovernorRules, proposal: str) -> Call:
    """The question after the state of a proposal."""
    return Call(rules.address, _STATE.encode([int(proposal)]))


def named_state(answer: Outcome) -> StageName | None:
    """The state by the answer to `state_of`; None where it can't be read."""
    if isinstance(answer, Reverted) and not answer.out_of_gas:
        return "unproposed"
    state = number(answer)
    return STATES[state] if state is not None and state < len(STATES) else None


def _words(answer: Outcome, count: int) -> list[int]:
    """The first words of an answer; zeros where it is shorter."""
    data = answer if isinstance(answer, bytes) else b""
    data = data[: 32 * count].ljust(32 * count, b"\0")
    return [int.from_bytes(data[place : place + 32], "big") for place in range(0, 32 * count, 32)]
