"""Reading a Moloch DAO of the second version on chain: its rules, its queue, and how far a proposal has come."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.calls.state import Call, Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.errors.chain.contracts import NotAMoloch
from bot.domain.executors import MolochProposal, MolochRules, MolochStage
from bot.domain.executors.moloch import MolochForm
from bot.domain.executors.moloch_stages import MolochStageName
from bot.domain.ids import Address
from bot.execution import answers
from bot.execution.actions.abi import function

SPONSORED, PROCESSED, PASSED, CANCELED, WHITELIST, GUILDKICK = range(6)
"""Places in what `getProposalFlags` gives."""
_FLAGS = 6
_NUMBERS = tuple(
    map(
        function,
        (
            "periodDuration()",
            "votingPeriodLength()",
            "gracePeriodLength()",
            "summoningTime()",
            "proposalDeposit()",
            "processingReward()",
            "totalShares()",
            "totalLoot()",
            "proposalCount()",
            "getProposalQueueLength()",
        ),
    )
)
_DEPOSIT_TOKEN, _TOKEN_COUNT = map(function, ("depositToken()", "getTokenCount()"))
_LATEST = 2**37
"""Seconds since 1970, or of all periods together: beyond are no times."""
_MOST_PROPOSALS = 2**53
_PROPOSAL = function("proposals(uint256 proposalId)")
_GET_FLAGS = function("getProposalFlags(uint256 proposalId)")
_QUEUE = function("proposalQueue(uint256 index)")
_PROPOSAL_TYPES = [
    *("address", "address", "address"),  # applicant, proposer, sponsor
    *("uint256", "uint256"),  # sharesRequested, lootRequested
    *("uint256", "address", "uint256", "address"),  # tribute and payment, each with its token
    *("uint256", "uint256", "uint256"),  # startingPeriod, yesVotes, noVotes
    *("bytes", "uint256"),  # details, maxTotalSharesAndLootAtYesVote
]
MOST_QUEUED = 200
"""So many of the newest in the queue are looked at."""


class FoundMoloch(msgspec.Struct, frozen=True):
    """A Moloch DAO at one block."""

    at: BlockRef
    rules: MolochRules
    tokens: int
    """So many tokens its bank takes; 0 where it doesn't say it."""


class MolochEntry(msgspec.Struct, frozen=True):
    """A proposal as the contract keeps it."""

    id: int
    form: MolochForm
    applicant: Address | None
    proposer: Address
    shares: int
    loot: int
    tribute: int
    tribute_token: Address | None
    payment: int
    payment_token: Address | None
    starting_period: int
    yes: int
    no: int
    details: bytes
    flags: tuple[bool, ...]

    def is_of(self, proposal: MolochProposal) -> bool:
        """Whether it is just this proposal, to the letter."""
        token = self.tribute_token if self.form == "whitelist" else self.payment_token
        asked = (self.form, self.applicant, self.shares, self.loot, self.payment, token)
        wanted = (
            proposal.form,
            proposal.applicant,
            proposal.shares,
            proposal.loot,
            proposal.payment,
            proposal.token,
        )
        return asked == wanted and self.tribute == 0 and self.details == proposal.details.encode()


async def read_moloch(
    chain: EvmChain, moloch: Address, at: BlockRef, before: MolochRules | None = None
) -> FoundMoloch:
    """Its rules at one block; how its token is called is not asked again where it is that of `before`. Raises NoCode,
    WrongContract, ChainUnavailable."""
    asked = [Call(moloch, each.encode([])) for each in (*_NUMBERS, _DEPOSIT_TOKEN, _TOKEN_COUNT)]
    *found, deposit_token, taken = await chain.read(asked, at)
    tokens.all_answered((*found, deposit_token, taken), chain.id)
    if not any(isinstance(answer, bytes) and answer for answer in found):
        if not await chain.has_code(moloch, at):
            raise NoCode(moloch, chain.id)
        raise WrongContract(moloch, "Moloch", NotAMoloch())
    token = answers.account(deposit_token)
    known = [number for number in map(answers.number, found) if number is not None]
    if len(known) < len(found) or token is None:
        raise WrongContract(moloch, "Moloch", NotAMoloch())
    period, voting, grace, began, deposit, reward, shares, loot, count, queued = known
    lasts = period * (voting + grace)
    if not period > 0 or not 0 < began < _LATEST or lasts >= _LATEST or not queued <= count < _MOST_PROPOSALS:
        raise WrongContract(moloch, "Moloch", NotAMoloch())
    if before is not None and before.token == token:
        symbol, decimals = before.symbol, before.decimals
    else:
        symbol, decimals = await _called(chain, token, at)
    rules = MolochRules(
        moloch,
        timedelta(seconds=period),
        voting,
        grace,
        datetime.fromtimestamp(began, UTC),
        deposit,
        reward,
        token,
        symbol,
        decimals,
        shares,
        loot,
        count,
        queued,
    )
    return FoundMoloch(at, rules, answers.number(taken) or 0)


async def _called(chain: EvmChain, token: Address, at: BlockRef) -> tuple[str, int]:
    """A token's symbol and decimals. Raises ChainUnavailable."""
    symbol, decimals = await chain.read([tokens.symbol(token), tokens.decimals(token)], at)
    tokens.all_answered((symbol, decimals), chain.id)
    units = answers.number(decimals)
    return tokens.symbol_text(symbol), units if units is not None and units <= tokens.MAX_DECIMALS else 0


async def read_entries(
    chain: EvmChain,
    moloch: Address,
    numbers: Sequence[int],
    at: BlockRef,
    *,
    without_longest: bool = False,
) -> list[MolochEntry | None]:
    """The proposals with these ids; None for one that nobody has submitted. Raises WrongContract; ChainUnavailable,
    also for one whose text takes more gas than a read gets.

    `without_longest`: such a one is None too. Anybody may submit it, and it must stop no other.
    """
    asked = [Call(moloch, each.encode([number])) for number in numbers for each in (_PROPOSAL, _GET_FLAGS)]
    found = await chain.read(asked, at)
    tokens.all_answered(found, chain.id)
    told = zip(numbers, found[::2], found[1::2], strict=True)
    return [
        None
        if without_longest and isinstance(proposal, Reverted) and proposal.out_of_gas
        else _entry(chain, moloch, number, proposal, flags)
        for number, proposal, flags in told
    ]


def _entry(
    chain: EvmChain, moloch: Address, number: int, proposal: Outcome, told: Outcome
) -> MolochEntry | None:
    for answer in (proposal, told):
        if isinstance(answer, Reverted) and answer.out_of_gas:
            raise ChainUnavailable(
                chain.id, f"proposal {number} of {moloch}: {answer.why}", failure=answer.failure
            )
    flags = answers.flags(told, _FLAGS)
    if not isinstance(proposal, bytes) or flags is None:
        raise WrongContract(moloch, "Moloch", NotAMoloch())
    try:
        values = decode(_PROPOSAL_TYPES, proposal, strict=False)
    except (DecodingError, OverflowError):
        raise WrongContract(moloch, "Moloch", NotAMoloch()) from None
    applicant, proposer, _, shares, loot, tribute, given, payment, paid, starts, yes, no, details, _ = values
    proposed_by = answers.account_in(int(proposer, 16))
    if proposed_by is None:
        return None
    form: MolochForm = "guildkick" if flags[GUILDKICK] else "whitelist" if flags[WHITELIST] else "ordinary"
    named = [answers.account_in(int(each, 16)) for each in (applicant, given, paid)]
    return MolochEntry(
        number,
        form,
        named[0],
        proposed_by,
        shares,
        loot,
        tribute,
        named[1],
        payment,
        named[2],
        starts,
        yes,
        no,
        bytes(details),
        tuple(flags),
    )


async def read_queue(
    chain: EvmChain, rules: MolochRules, at: BlockRef, most: int = MOST_QUEUED
) -> dict[int, int]:
    """The newest places in the queue, the earliest first, and the id of the proposal at each. Raises WrongContract,
    ChainUnavailable."""
    places = range(max(rules.queued - most, 0), rules.queued)
    found = await chain.read([Call(rules.address, _QUEUE.encode([place])) for place in places], at)
    tokens.all_answered(found, chain.id)
    numbers = [answers.number(answer) for answer in found]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        raise WrongContract(rules.address, "Moloch", NotAMoloch())
    return dict(zip(places, known, strict=True))


async def unprocessed(
    chain: EvmChain, moloch: Address, numbers: Sequence[int], at: BlockRef
) -> frozenset[int]:
    """Those of these ids that aren't processed, however long their texts are. Raises WrongContract,
    ChainUnavailable."""
    told = await chain.read([flags_of(moloch, number) for number in numbers], at)
    tokens.all_answered(told, chain.id)
    found = [answers.flags(each, _FLAGS) for each in told]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        raise WrongContract(moloch, "Moloch", NotAMoloch())
    return frozenset(number for number, each in zip(numbers, known, strict=True) if not each[PROCESSED])


def flags_of(moloch: Address, number: int) -> Call:
    """The question after the flags of a proposal."""
    return Call(moloch, _GET_FLAGS.encode([number]))


def is_over(answer: Outcome) -> bool | None:
    """Whether a proposal is processed or canceled, by the answer to `flags_of`; None where that can't be read."""
    found = answers.flags(answer, _FLAGS)
    return None if found is None else found[PROCESSED] or found[CANCELED]


def stage_of(rules: MolochRules, entry: MolochEntry, behind: int | None, at: BlockRef) -> MolochStage:
    """How far a proposal has come at the block; `behind` is the id of the one that must be processed before. Raises
    WrongContract for times that are none."""
    number, flags = str(entry.id), entry.flags
    if flags[CANCELED]:
        return MolochStage("canceled", number)
    if not flags[SPONSORED]:
        return MolochStage("submitted", number)
    moments = [
        int(rules.began.timestamp()) + int(rules.period.total_seconds()) * (entry.starting_period + periods)
        for periods in (0, rules.voting_periods, rules.voting_periods + rules.grace_periods)
    ]
    if moments[-1] >= _LATEST:
        raise WrongContract(rules.address, "Moloch", NotAMoloch())
    starts, ends, grace_ends = moments
    name: MolochStageName
    if flags[PROCESSED]:
        name = "processed" if flags[PASSED] else "defeated" if entry.yes <= entry.no else "refused"
    elif at.timestamp < starts:
        name = "waiting"
    elif at.timestamp < ends:
        name = "voting"
    elif entry.yes <= entry.no:
        name = "defeated"
    else:
        name = "grace" if at.timestamp < grace_ends else "ready"
    times = [datetime.fromtimestamp(each, UTC) for each in moments]
    waits = str(behind) if behind is not None and name in ("grace", "ready") else None
    return MolochStage(name, number, entry.yes, entry.no, times[0], times[1], times[2], waits)
