"""Reading a Governor on chain: what kind it is, and its rules."""

import msgspec
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.errors import NoCode, WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor, OtherIds
from bot.domain.executors import GovernorCall, GovernorProposal, GovernorRules, Timelock
from bot.domain.executors.governor import Clock, GovernorForm
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.answers import account, name, number, text
from bot.execution.governor.proposing import proposal_id, questions_for_id

_LONGEST_TIME = 2**40
"""Of a period, in blocks or seconds."""

QUORUM = function("quorum(uint256 timepoint)")
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


class FoundGovernor(msgspec.Struct, frozen=True):
    """A Governor at one block."""

    at: BlockRef
    rules: GovernorRules
    most_calls: int
    """In one proposal."""
    heeded: bool
    """Whether its timelock, where it names one, takes calls from it: anybody can name any."""


async def read_governor(
    chain: EvmChain, governor: Address, at: BlockRef, *, any_ids: bool = False
) -> FoundGovernor:
    """Its rules at one block. Raises NoCode, WrongContract, also where the ids of its proposals are neither hashes nor
    Bravo's numbers, unless `any_ids` will do; ChainUnavailable."""
    asked = [Call(governor, each.encode([])) for each in (*_TEXTS, *_NUMBERS)]
    *answers, by_id, by_hash = await chain.read([*asked, *questions_for_id(governor, SAMPLE)], at)
    tokens.all_answered((*answers, by_id, by_hash), chain.id)
    if not any(isinstance(answer, bytes) and answer for answer in answers):
        if not await chain.has_code(governor, at):
            raise NoCode(governor, chain.id)
        raise WrongContract(governor, "Governor", NotAGovernor())
    *modes, called, version = answers[: len(_TEXTS)]
    counting, clock_mode = map(text, modes)
    known = dict(zip((each.name for each in _NUMBERS), answers[len(_TEXTS) :], strict=True))
    form = _form(counting, known)
    delay, period, threshold = (
        number(known[each]) for each in ("votingDelay", "votingPeriod", "proposalThreshold")
    )
    token = next(filter(None, (account(known[each]) for each in ("token", "comp", "uni"))), None)
    if form is None or threshold is None or token is None:
        raise WrongContract(governor, "Governor", NotAGovernor())
    known_ids = any_ids or form == "bravo" or _ids_are_hashes(known["latestProposalId"], by_id, by_hash)
    if not known_ids:
        raise WrongContract(governor, "Governor", OtherIds())
    if delay is None or period is None or max(delay, period) >= _LONGEST_TIME:
        raise WrongContract(governor, "Governor", NotAGovernor())
    clock: Clock = "time" if clock_mode is not None and clock_mode.startswith("mode=timestamp") else "block"
    named = account(known["timelock"])
    # The quorum of a moment is only told once that is over.
    moment = number(known["clock"]) or (at.timestamp if clock == "time" else at.number)
    symbol, decimals, quorum, timelock, heeded = await _about(
        chain, governor, token, named, max(moment - 1, 0), at
    )
    rules = GovernorRules(
        governor,
        form,
        name(called) or "Governor",
        name(version),
        counting is not None and "params=fractional" in counting,
        token,
        symbol,
        decimals,
        clock,
        delay,
        period,
        number(known["quorumVotes"]) if form == "bravo" else quorum,
        threshold,
        timelock,
        (number(known["proposalCount"]) or 0) if form == "bravo" else 0,
    )
    return FoundGovernor(at, rules, number(known["proposalMaxOperations"]) or _MOST_CALLS, heeded)


def _form(counting: str | None, known: dict[str, Outcome]) -> GovernorForm | None:
    if counting is not None and counting.startswith("support=bravo"):
        return "openzeppelin"
    bravo = [number(known[each]) for each in ("quorumVotes", "initialProposalId", "proposalCount")]
    return None if None in bravo else "bravo"


def _ids_are_hashes(latest: Outcome, by_id: Outcome, by_hash: Outcome) -> bool:
    """By what it answers for a proposal that nobody has made; a Governor that numbers knows its hash, and no id."""
    told = [each for each in map(number, (by_id, by_hash)) if each is not None]
    computed = int(proposal_id(SAMPLE.calls, SAMPLE.description))
    return number(latest) is None and bool(told) and all(each == computed for each in told)


async def _about(
    chain: EvmChain, governor: Address, token: Address, timelock: Address | None, moment: int, at: BlockRef
) -> tuple[str, int, int | None, Timelock | None, bool]:
    """The token's symbol and decimals, the quorum of a moment, and the timelock with whether it heeds the Governor.
    Raises WrongContract where a timelock is named that doesn't answer as one, ChainUnavailable."""
    asked = [tokens.symbol(token), tokens.decimals(token), Call(governor, QUORUM.encode([moment]))]
    if timelock is not None:
        proposes = _HAS_ROLE.encode([_PROPOSER, governor])
        questions = (_MIN_DELAY.encode([]), _DELAY.encode([]), proposes, _ADMIN.encode([]))
        asked += [Call(timelock, each) for each in questions]
    symbol, decimals, quorum, *of_timelock = await chain.read(asked, at)
    tokens.all_answered((symbol, decimals, quorum, *of_timelock), chain.id)
    found, heeded = None, True
    if timelock is not None:
        controller, compound, may_propose, _ = map(number, of_timelock)
        if controller is not None:
            found, heeded = Timelock(timelock, "controller", controller), may_propose == 1
        elif compound is not None:
            found, heeded = Timelock(timelock, "compound", compound), account(of_timelock[-1]) == governor
        if found is None or found.delay >= _LONGEST_TIME:
            raise WrongContract(timelock, "Timelock", NotAGovernor())
    units = number(decimals)
    return (
        name(symbol) or "votes",
        units if units is not None and units <= tokens.MAX_DECIMALS else 0,
        number(quorum),
        found,
        heeded,
    )
