"""Reading a Governor on chain: what kind it is, its rules, and how far a proposal has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor, OtherIds
from bot.domain.executors import GovernorCall, GovernorProposal, GovernorRules, GovernorStage, Timelock
from bot.domain.executors.governor import Clock, GovernorForm, StageName
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function
from bot.execution.governor.proposing import proposal_id, questions_for_id

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
_LONGEST_NAME = 60
_LATEST_TIME = 2**37
"""Seconds: the year 6325."""
_LONGEST_TIME = 2**40
"""Of a period, in blocks or seconds."""
_LATEST_CLOCK = 2**53
"""What isn't told exactly in JSON is no moment of any clock."""

_STRING = Function("", function("f(string text)").parameters)
_STATE = function("state(uint256 proposalId)")
_VOTES = function("proposalVotes(uint256 proposalId)")
_SNAPSHOT = function("proposalSnapshot(uint256 proposalId)")
_DEADLINE = function("proposalDeadline(uint256 proposalId)")
_ETA = function("proposalEta(uint256 proposalId)")
_QUORUM = function("quorum(uint256 timepoint)")
_BRAVO_PROPOSAL = function("proposals(uint256 proposalId)")
_TEXTS = tuple(map(function, ("COUNTING_MODE()", "CLOCK_MODE()", "name()", "version()")))
_NUMBERS = tuple(
    map(
        function,
        (
            "votingDelay()",
            "votingPeriod()",
            "proposalThreshold()",
            "quorumVotes()",
            "initialProposalId()",
            "proposalCount()",
            "timelock()",
            "token()",
            "comp()",
            "uni()",
            "clock()",
            "proposalMaxOperations()",
            "latestProposalId()",
        ),
    )
)
_MIN_DELAY, _DELAY, _ADMIN = map(function, ("getMinDelay()", "delay()", "admin()"))
_HAS_ROLE = function("hasRole(bytes32 role, address account)")
_PROPOSER = keccak(text="PROPOSER_ROLE")
SAMPLE = GovernorProposal(
    "openzeppelin", None, (GovernorCall(Address("0x" + "11" * 20), 1, "0x01"),), "id", "", 0, 0
)
"""What nobody proposes: by it is seen which ids a Governor gives."""
_MOST_CALLS = 1_000_000
"""Where the Governor names no limit."""


@dataclass(frozen=True)
class FoundGovernor:
    """A Governor at one block."""

    at: BlockRef
    rules: GovernorRules
    most_calls: int
    """In one proposal."""
    heeded: bool
    """Whether its timelock, where it names one, takes calls from it: anybody can name any."""


async def read_governor(chain: EvmChain, governor: Address, at: BlockRef) -> FoundGovernor:
    """Its rules at one block. Raises NoCode, WrongContract, also where the ids of its proposals are neither hashes nor
    Bravo's numbers; ChainUnavailable."""
    asked = [Call(governor, each.encode([])) for each in (*_TEXTS, *_NUMBERS)]
    *answers, by_id, by_hash = await chain.read([*asked, *questions_for_id(governor, SAMPLE)], at)
    tokens.all_answered((*answers, by_id, by_hash), chain.id)
    if not any(isinstance(answer, bytes) and answer for answer in answers):
        if not await chain.has_code(governor, at):
            raise NoCode(governor, chain.id)
        raise WrongContract(governor, "Governor", NotAGovernor())
    counting, clock_mode, name, version = map(_text, answers[: len(_TEXTS)])
    known = dict(zip((each.name for each in _NUMBERS), answers[len(_TEXTS) :], strict=True))
    form = _form(counting, known)
    delay, period, threshold = (
        _number(known[each]) for each in ("votingDelay", "votingPeriod", "proposalThreshold")
    )
    token = next(filter(None, (_account(known[each]) for each in ("token", "comp", "uni"))), None)
    if form is None or threshold is None or token is None:
        raise WrongContract(governor, "Governor", NotAGovernor())
    if form == "openzeppelin" and not _ids_are_hashes(known["latestProposalId"], by_id, by_hash):
        raise WrongContract(governor, "Governor", OtherIds())
    if delay is None or period is None or max(delay, period) >= _LONGEST_TIME:
        raise WrongContract(governor, "Governor", NotAGovernor())
    clock: Clock = "time" if clock_mode is not None and clock_mode.startswith("mode=timestamp") else "block"
    named = _account(known["timelock"])
    # The quorum of a moment is only told once that is over.
    moment = _number(known["clock"]) or (at.timestamp if clock == "time" else at.number)
    symbol, decimals, quorum, timelock, heeded = await _about(
        chain, governor, token, named, max(moment - 1, 0), at
    )
    rules = GovernorRules(
        governor,
        form,
        _short(name) or "Governor",
        _short(version),
        counting is not None and "params=fractional" in counting,
        token,
        symbol,
        decimals,
        clock,
        delay,
        period,
        _number(known["quorumVotes"]) if form == "bravo" else quorum,
        threshold,
        timelock,
        (_number(known["proposalCount"]) or 0) if form == "bravo" else 0,
    )
    return FoundGovernor(at, rules, _number(known["proposalMaxOperations"]) or _MOST_CALLS, heeded)


def _form(counting: str | None, known: dict[str, Outcome]) -> GovernorForm | None:
    if counting is not None and counting.startswith("support=bravo"):
        return "openzeppelin"
    bravo = [_number(known[each]) for each in ("quorumVotes", "initialProposalId", "proposalCount")]
    return None if None in bravo else "bravo"


def _ids_are_hashes(latest: Outcome, by_id: Outcome, by_hash: Outcome) -> bool:
    """By what it answers for a proposal that nobody has made; a Governor that numbers knows its hash, and no id."""
    told = [number for number in map(_number, (by_id, by_hash)) if number is not None]
    computed = int(proposal_id(SAMPLE.calls, SAMPLE.description))
    return _number(latest) is None and bool(told) and all(number == computed for number in told)


async def _about(
    chain: EvmChain, governor: Address, token: Address, timelock: Address | None, moment: int, at: BlockRef
) -> tuple[str, int, int | None, Timelock | None, bool]:
    """The token's symbol and decimals, the quorum of a moment, and the timelock with whether it heeds the Governor.
    Raises WrongContract where a timelock is named that doesn't answer as one, ChainUnavailable."""
    asked = [tokens.symbol(token), tokens.decimals(token), Call(governor, _QUORUM.encode([moment]))]
    if timelock is not None:
        proposes = _HAS_ROLE.encode([_PROPOSER, governor])
        questions = (_MIN_DELAY.encode([]), _DELAY.encode([]), proposes, _ADMIN.encode([]))
        asked += [Call(timelock, each) for each in questions]
    symbol, decimals, quorum, *of_timelock = await chain.read(asked, at)
    tokens.all_answered((symbol, decimals, quorum, *of_timelock), chain.id)
    found, heeded = None, True
    if timelock is not None:
        controller, compound, may_propose, _ = map(_number, of_timelock)
        if controller is not None:
            found, heeded = Timelock(timelock, "controller", controller), may_propose == 1
        elif compound is not None:
            found, heeded = Timelock(timelock, "compound", compound), _account(of_timelock[-1]) == governor
        if found is None or found.delay >= _LONGEST_TIME:
            raise WrongContract(timelock, "Timelock", NotAGovernor())
    units = _number(decimals)
    return (
        _short(_text(symbol)) or "votes",
        units if units is not None and units <= tokens.MAX_DECIMALS else 0,
        _number(quorum),
        found,
        heeded,
    )


async def read_stage(chain: EvmChain, rules: GovernorRules, proposal: str, at: BlockRef) -> GovernorStage:
    """How far a proposal of this id has come at the block; `unproposed` where the Governor knows none.

    Raises WrongContract, ChainUnavailable.
    """
    number = int(proposal)
    if rules.form == "bravo":
        return await _bravo_stage(chain, rules, number, at)
    asked = [
        Call(rules.address, each.encode([number])) for each in (_STATE, _VOTES, _SNAPSHOT, _DEADLINE, _ETA)
    ]
    state, votes, snapshot, deadline, eta = await chain.read(asked, at)
    name = _state(chain, rules, state, (votes, snapshot, deadline, eta))
    starts, ends = _moment(rules, _number(snapshot)), _moment(rules, _number(deadline))
    if name == "unproposed":
        return GovernorStage("unproposed")
    against, in_favour, abstain = _words(votes, 3)
    stage = GovernorStage(
        name, proposal, against, in_favour, abstain, None, starts, ends, _time(_number(eta))
    )
    if name == "pending":
        return stage
    (quorum,) = await chain.read([Call(rules.address, _QUORUM.encode([starts]))], at)
    tokens.all_answered([quorum], chain.id)
    return replace(stage, quorum=_number(quorum))


async def _bravo_stage(chain: EvmChain, rules: GovernorRules, number: int, at: BlockRef) -> GovernorStage:
    asked = [Call(rules.address, each.encode([number])) for each in (_STATE, _BRAVO_PROPOSAL)]
    state, proposal = await chain.read(asked, at)
    name = _state(chain, rules, state, (proposal,))
    if name == "unproposed":
        return GovernorStage("unproposed")
    # id, proposer, eta, startBlock, endBlock, forVotes, againstVotes, abstainVotes, …
    _, _, eta, starts, ends, in_favour, against, abstain = _words(proposal, 8)
    from_, until = _moment(rules, starts), _moment(rules, ends)
    return GovernorStage(
        name, str(number), against, in_favour, abstain, rules.quorum, from_, until, _time(eta)
    )


def _moment(rules: GovernorRules, told: int | None) -> int:
    """A moment of the Governor's clock; 0 where it tells none. Raises WrongContract."""
    if told is not None and told >= _LATEST_CLOCK:
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return told or 0


def _state(chain: EvmChain, rules: GovernorRules, answer: Outcome, others: Sequence[Outcome]) -> StageName:
    """Raises WrongContract, ChainUnavailable."""
    tokens.all_answered((answer, *others), chain.id)
    if isinstance(answer, Reverted):
        if answer.out_of_gas:
            raise ChainUnavailable(
                chain.id, f"state of {rules.address}: {answer.why}", failure=answer.failure
            )
        return "unproposed"
    state = _number(answer)
    if state is None or state >= len(STATES):
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return STATES[state]


def state_of(rules: GovernorRules, proposal: str) -> Call:
    """The question after the state of a proposal."""
    return Call(rules.address, _STATE.encode([int(proposal)]))


def named_state(answer: Outcome) -> StageName | None:
    """The state by the answer to `state_of`; None where it can't be read."""
    if isinstance(answer, Reverted) and not answer.out_of_gas:
        return "unproposed"
    state = _number(answer)
    return STATES[state] if state is not None and state < len(STATES) else None


def _number(answer: Outcome) -> int | None:
    reading = tokens.number(answer)
    return reading.raw if isinstance(reading, Value) else None


def _account(answer: Outcome) -> Address | None:
    number = _number(answer)
    return address(f"0x{number:040x}") if number is not None and 0 < number < 1 << 160 else None


def _words(answer: Outcome, count: int) -> list[int]:
    """The first words of an answer; zeros where it is shorter."""
    data = answer if isinstance(answer, bytes) else b""
    data = data[: 32 * count].ljust(32 * count, b"\0")
    return [int.from_bytes(data[place : place + 32], "big") for place in range(0, 32 * count, 32)]


def _text(answer: Outcome) -> str | None:
    if not isinstance(answer, bytes):
        return None
    values = _STRING.decode(_STRING.selector + answer)
    return str(values[0]) if values else None


def _short(text: str | None) -> str:
    return visible(text)[:_LONGEST_NAME] if text else ""


def _time(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < _LATEST_TIME else None
