"""Reading a Baal on chain: its rules, and how far a proposal has come."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from bot.chain.calls.state import Call, Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.errors.chain.contracts import DeafSafe, NotABaal, OtherBatchContract
from bot.domain.executors import BaalProposal, BaalRules, MolochStage
from bot.domain.executors.moloch_stages import MolochStageName
from bot.domain.ids import Address
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.safe.multi_send import is_call_only, is_multi_send

UNBORN, SUBMITTED, VOTING, CANCELLED, GRACE, READY, PROCESSED, DEFEATED = range(8)
"""`ProposalState` of Baal."""
PASSED, ACTION_FAILED = 2, 3
"""Places in what `getProposalStatus` gives."""
_OUT_OF_THE_WAY = (UNBORN, CANCELLED, PROCESSED, DEFEATED)
_STAGES: dict[int, MolochStageName] = {
    UNBORN: "unproposed",
    SUBMITTED: "submitted",
    VOTING: "voting",
    CANCELLED: "canceled",
    GRACE: "grace",
    READY: "ready",
    PROCESSED: "processed",
    DEFEATED: "defeated",
}
_ACCOUNTS = tuple(
    map(function, ("avatar()", "target()", "multisendLibrary()", "sharesToken()", "lootToken()"))
)
_NUMBERS = tuple(
    map(
        function,
        (
            "votingPeriod()",
            "gracePeriod()",
            "proposalOffering()",
            "quorumPercent()",
            "sponsorThreshold()",
            "minRetentionPercent()",
            "totalShares()",
            "totalLoot()",
            "proposalCount()",
        ),
    )
)
_LONGEST = 2**32
"""Seconds: the Baal has no room for more."""
_ENABLED = function("isModuleEnabled(address module)")
_NAME = function("name()")
_STATE = function("state(uint32 id)")
_STATUS = function("getProposalStatus(uint32 id)")
_PROPOSAL = function("proposals(uint256 id)")
_WORDS = 13
"""Of a proposal: id, prevProposalId, votingStarts, votingEnds, graceEnds, expiration, baalGas, yesVotes, noVotes,
maxTotalSharesAndLootAtVote, maxTotalSharesAtSponsor, sponsor, proposalDataHash."""


class FoundBaal(msgspec.Struct, frozen=True):
    """A Baal at one block."""

    at: BlockRef
    rules: BaalRules
    multi_send: Address
    """Through which its Safe makes several calls."""


async def read_baal(chain: EvmChain, baal: Address, at: BlockRef) -> FoundBaal:
    """Its rules at one block. Raises NoCode; WrongContract, also where its Safe takes no calls from it, or it makes
    them through code that isn't Safe's own; ChainUnavailable."""
    asked = [Call(baal, each.encode([])) for each in (*_ACCOUNTS, *_NUMBERS)]
    found = await chain.read(asked, at)
    tokens.all_answered(found, chain.id)
    if not any(isinstance(answer, bytes) and answer for answer in found):
        if not await chain.has_code(baal, at):
            raise NoCode(baal, chain.id)
        raise WrongContract(baal, "Baal", NotABaal())
    safe, target, multi_send, shares_token, loot_token = map(answers.account, found[: len(_ACCOUNTS)])
    numbers = [answers.number(each) for each in found[len(_ACCOUNTS) :]]
    if safe is None or safe != target or multi_send is None or shares_token is None or loot_token is None:
        raise WrongContract(baal, "Baal", NotABaal())
    known = [each for each in numbers if each is not None]
    if len(known) < len(numbers) or max(*known[:2], known[-1]) >= _LONGEST or max(known[3], known[5]) > 100:
        raise WrongContract(baal, "Baal", NotABaal())
    voting, grace, offering, quorum, threshold, retention, shares, loot, count = known
    name, symbol, enabled = await chain.read(
        [
            Call(shares_token, _NAME.encode([])),
            tokens.symbol(shares_token),
            Call(safe, _ENABLED.encode([baal])),
        ],
        at,
    )
    tokens.all_answered((name, symbol, enabled), chain.id)
    if answers.number(enabled) != 1:
        raise WrongContract(safe, "Safe", DeafSafe(baal))
    await _require_multi_send(chain, multi_send, at)
    rules = BaalRules(
        baal,
        safe,
        shares_token,
        answers.name(name) or "Baal",
        tokens.symbol_or_votes(symbol),
        shares,
        loot,
        timedelta(seconds=voting),
        timedelta(seconds=grace),
        offering,
        chain.native,
        quorum,
        threshold,
        retention,
        count,
    )
    return FoundBaal(at, rules, multi_send)


async def _require_multi_send(chain: EvmChain, account: Address, at: BlockRef) -> None:
    """Raises WrongContract for other code than Safe's: its Safe runs it as its own. ChainUnavailable."""
    code = (await chain.codes([account], at))[account]
    if not is_call_only(code) and not is_multi_send(code, account):
        raise WrongContract(account, "MultiSend", OtherBatchContract())


def questions_about(baal: Address, number: int) -> list[Call]:
    """What is asked about a proposal: its state, its flags, all of it."""
    return [Call(baal, each.encode([number])) for each in (_STATE, _STATUS, _PROPOSAL)]


def state_of(baal: Address, number: int) -> Call:
    return Call(baal, _STATE.encode([number]))


def proposals_of(baal: Address, numbers: Sequence[int]) -> list[Call]:
    """The questions after what these proposals are."""
    return [Call(baal, _PROPOSAL.encode([number])) for number in numbers]


def is_over(answer: Outcome) -> bool | None:
    """Whether a proposal is processed or canceled, by the answer to `state_of`; None where that can't be read."""
    if isinstance(answer, Reverted):
        return None if answer.out_of_gas else False
    state = answers.number(answer)
    return None if state is None else state in (PROCESSED, CANCELLED)


def is_of(answer: Outcome, proposal: BaalProposal) -> bool:
    """Whether a Baal's answer to `proposals` has just the calls and rules of this one; its words are not kept there."""
    told = answers.words(answer, _WORDS)
    return told is not None and (told[5], told[6], told[12]) == (
        proposal.expiration,
        proposal.gas,
        int(proposal.data_hash, 16),
    )


class StoodAt(msgspec.Struct, frozen=True):
    """A proposal of a Baal at one block."""

    stage: MolochStage
    sponsor: Address | None
    """None before it is sponsored."""
    data_hash: int
    """Of its calls."""
    expiration: int
    """In seconds since 1970; 0: never."""
    failed: bool
    """Whether its calls failed when it was processed."""


async def read_stage(
    chain: EvmChain, baal: Address, proposal: BaalProposal, number: str, at: BlockRef
) -> MolochStage | None:
    """How far the proposal with this number has come at the block; None where another one has it, or none.

    Raises WrongContract, ChainUnavailable.
    """
    state, status, told = await chain.read(questions_about(baal, int(number)), at)
    tokens.all_answered((state, status, told), chain.id)
    stood = (await read_stood(chain, baal, [(number, state, status, told)], at))[number]
    return stood.stage if stood is not None and is_of(told, proposal) else None


async def read_stood(
    chain: EvmChain, baal: Address, told: Sequence[tuple[str, Outcome, Outcome, Outcome]], at: BlockRef
) -> dict[str, StoodAt | None]:
    """How far proposals have come at the block, by their numbers; None for one that isn't there.

    `told` is each one's number, and the Baal's answers to `questions_about` it. Raises WrongContract,
    ChainUnavailable.
    """
    found = {number: _stood(chain, baal, number, *outcomes) for number, *outcomes in told}
    before = {
        number: each.previous
        for number, each in found.items()
        if each is not None and each.stood.stage.name in ("grace", "ready") and each.previous
    }
    places = list(dict.fromkeys(before.values()))
    states = await chain.read([state_of(baal, place) for place in places], at)
    tokens.all_answered(states, chain.id)
    waiting = {
        place
        for place, state in zip(places, states, strict=True)
        if answers.number(state) not in _OUT_OF_THE_WAY
    }
    return {
        number: None
        if each is None
        else replace(each.stood, stage=dataclasses.replace(each.stood.stage, behind=str(before[number])))
        if before.get(number) in waiting
        else each.stood
        for number, each in found.items()
    }


class _Stood(msgspec.Struct, frozen=True):
    stood: StoodAt
    previous: int
    """The one that was sponsored before; 0 where there is none."""


def _stood(
    chain: EvmChain, baal: Address, number: str, state: Outcome, status: Outcome, told: Outcome
) -> _Stood | None:
    """Raises WrongContract, ChainUnavailable."""
    for answer in (state, status, told):
        if isinstance(answer, Reverted) and answer.out_of_gas:
            raise ChainUnavailable(chain.id, f"a proposal of {baal}: {answer.why}", failure=answer.failure)
    at_state, flags, words = answers.number(state), answers.flags(status, 4), answers.words(told, _WORDS)
    if at_state not in _STAGES or flags is None or words is None:
        raise WrongContract(baal, "Baal", NotABaal())
    if at_state == UNBORN or words[0] != int(number):
        return None
    _, before, starts, ends, grace_ends, expiration, _, yes, no, _, _, sponsor, data_hash, *_ = words
    name = _STAGES[at_state]
    if name == "processed" and not flags[PASSED]:
        name = "refused"
    if name in ("grace", "ready") and yes <= no:
        # Nobody can vote any more.
        name = "defeated"
    moments = [answers.moment(each) for each in (starts, ends, grace_ends)]
    stage = MolochStage(name, number, yes, no, moments[0], moments[1], moments[2])
    stood = StoodAt(stage, answers.account_in(sponsor), data_hash, expiration, flags[ACTION_FAILED])
    return _Stood(stood, before)
