"""The port `ForeignVotes`: how a vote on somebody else's Governor stands, and what an account weighs in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import UnknownChain, WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules, GovernorStage
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.execution.actions.abi import function
from bot.execution.governor.contract import read_governor
from bot.execution.governor.stages import read_stage

_GET_VOTES = function("getVotes(address account, uint256 timepoint)")
_PRIOR_VOTES = function("getPriorVotes(address account, uint256 blockNumber)")
_HAS_VOTED = function("hasVoted(uint256 proposalId, address account)")
_RECEIPT = function("getReceipt(uint256 proposalId, address voter)")
_CLOCK = function("clock()")
_PACE = 1_000
"""Of so many blocks it is looked how long they took."""
_FURTHEST = 10 * 365 * 24 * 3600
"""Seconds: what ends later has no time that anybody could tell."""
_WORD = 32


@dataclass(frozen=True)
class EvmForeignVotes:
    chains: Mapping[ChainId, EvmChain]

    async def latest(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest block. Raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        chain = self._chain(proposal)
        return await read_vote(chain, proposal, voter, await chain.latest())

    async def final(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest finalized block. Raises the same."""
        chain = self._chain(proposal)
        return await read_vote(chain, proposal, voter, await chain.finalized())

    def _chain(self, proposal: ForeignProposal) -> EvmChain:
        if proposal.chain not in self.chains:
            raise UnknownChain(str(proposal.chain), tuple(chain.name for chain in self.chains.values()))
        return self.chains[proposal.chain]


async def read_vote(chain: EvmChain, proposal: ForeignProposal, voter: Address, at: BlockRef) -> ForeignVote:
    """The vote at one block. Raises NoCode, WrongContract, also for a Governor that says no number where it should;
    ChainUnavailable."""
    rules = (await read_governor(chain, proposal.governor, at, any_ids=True)).rules
    stage = await read_stage(chain, rules, proposal.id, at)
    if stage.name == "unproposed":
        return ForeignVote(at, rules, stage, None, False, None)
    bravo = rules.form == "bravo"
    voted_call = (_RECEIPT if bravo else _HAS_VOTED).encode([int(proposal.id), voter])
    asked = [Call(rules.address, voted_call), Call(rules.address, _CLOCK.encode([]))]
    if stage.name != "pending":
        weighs = (_PRIOR_VOTES if bravo else _GET_VOTES).encode([voter, stage.starts])
        asked.append(Call(rules.token if bravo else rules.address, weighs))
    voted, clock, *weight = await chain.read(asked, at)
    tokens.all_answered((voted, clock, *weight), chain.id)
    votes = _number(rules, weight[0]) if weight else None
    ends_at = await _ends_at(chain, rules, stage, clock, at)
    return ForeignVote(at, rules, stage, votes, _has_voted(rules, voted), ends_at)


def _has_voted(rules: GovernorRules, answer: Outcome) -> bool:
    """Raises WrongContract where that isn't told: then nobody knows whether votes would be cast twice."""
    if not isinstance(answer, bytes) or len(answer) < _WORD:
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return any(answer[:_WORD])


def _number(rules: GovernorRules, answer: Outcome) -> int:
    reading = tokens.number(answer)
    if not isinstance(reading, Value):
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return reading.raw


async def _ends_at(
    chain: EvmChain, rules: GovernorRules, stage: GovernorStage, clock: Outcome, at: BlockRef
) -> datetime | None:
    """About when its last vote is taken; None where that can't be told. Raises ChainUnavailable."""
    told = tokens.number(clock)
    if rules.clock == "time":
        return _moment(stage.ends, at)
    left = stage.ends - (told.raw if isinstance(told, Value) else at.number)
    if left < 0:
        # On some chains contracts count another chain's blocks.
        return at.time if stage.name not in ("pending", "active") else None
    before = await chain.block(max(at.number - _PACE, 0))
    passed = at.number - before.number
    return _moment(at.timestamp + left * (at.timestamp - before.timestamp) // passed, at) if passed else None


def _moment(seconds: int, at: BlockRef) -> datetime | None:
    far = at.timestamp + _FURTHEST
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < far else None
