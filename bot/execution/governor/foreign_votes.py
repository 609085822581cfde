"""The port `ForeignVotes`: how a vote on somebody else's Governor stands, what an account weighs in it, and how it
casts its own votes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.signatures import recover, signature_bytes, whole_signature
from bot.domain.blocks import BlockRef
from bot.domain.chains import chain_of
from bot.domain.errors import WrongContract, WrongSignature
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules, GovernorStage, ReadyCall
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import Cast, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.metagovernance.prepared_vote import PreparedVote
from bot.execution.actions.abi import function
from bot.execution.answers import number
from bot.execution.governor.ballots import (
    SigningRules,
    ballot_digest,
    ballot_document,
    read_nonce,
    read_signing_rules,
    relayed_call,
    vote_call,
)
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


class EvmForeignVotes(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, EvmChain]

    async def latest(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest block. Raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        (vote,) = await self.latest_of(proposal, [voter])
        return vote

    async def latest_of(
        self, proposal: ForeignProposal, voters: Sequence[Address]
    ) -> tuple[ForeignVote, ...]:
        """By the newest block, as each of these accounts has to say in it. Raises the same."""
        chain = self._chain(proposal)
        return await read_votes(chain, proposal, voters, await chain.latest())

    async def final(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest finalized block. Raises the same."""
        chain = self._chain(proposal)
        (vote,) = await read_votes(chain, proposal, [voter], await chain.finalized())
        return vote

    async def prepared(
        self, vote: ForeignVote, proposal: ForeignProposal, cast: Cast, reason: str, voter: Address
    ) -> PreparedVote:
        """How an account casts its own votes so. Raises UnknownChain, WrongContract, ChainUnavailable."""
        signing, nonce = await self._signing(vote, proposal, voter)
        document = None
        if signing is not None and signing.takes(cast, reason):
            document = ballot_document(signing, proposal, cast, reason, voter, nonce)
        return PreparedVote(vote_call(proposal, cast, reason), document)

    async def relayed(
        self,
        vote: ForeignVote,
        proposal: ForeignProposal,
        cast: Cast,
        reason: str,
        voter: Address,
        signature: str,
    ) -> ReadyCall:
        """What anybody sends with what the account's key has signed. Raises MalformedSignature, WrongSignature,
        UnknownChain, WrongContract, ChainUnavailable."""
        given = signature_bytes(signature)
        signing, nonce = await self._signing(vote, proposal, voter)
        if signing is None or not signing.takes(cast, reason):
            raise WrongSignature(voter, None)
        digest = ballot_digest(ballot_document(signing, proposal, cast, reason, voter, nonce))
        if (signer := recover(digest, given)) != voter:
            # The Governor would count it for whoever that is, or refuse it.
            raise WrongSignature(voter, signer)
        return relayed_call(signing, proposal, cast, reason, voter, whole_signature(given))

    async def _signing(
        self, vote: ForeignVote, proposal: ForeignProposal, voter: Address
    ) -> tuple[SigningRules | None, int]:
        """How the Governor takes signed votes, and the voter's nonce where that is signed."""
        chain = self._chain(proposal)
        at = await chain.latest()
        signing = await read_signing_rules(chain, vote.rules, at)
        if signing is None or not signing.names_voter:
            return signing, 0
        return signing, await read_nonce(chain, proposal.governor, voter, at)

    def _chain(self, proposal: ForeignProposal) -> EvmChain:
        return chain_of(self.chains, proposal.chain)


async def read_votes(
    chain: EvmChain, proposal: ForeignProposal, voters: Sequence[Address], at: BlockRef
) -> tuple[ForeignVote, ...]:
    """The vote at one block for each of these. Raises NoCode, WrongContract, also for a Governor that says no number
    where it should; ChainUnavailable."""
    rules = (await read_governor(chain, proposal.governor, at, any_ids=True)).rules
    stage = await read_stage(chain, rules, proposal.id, at)
    if stage.name == "unproposed":
        return tuple(ForeignVote(at, rules, stage, None, False, None) for _ in voters)
    bravo = rules.form == "bravo"
    asked = [voted_question(rules, proposal.id, voter) for voter in voters]
    if stage.name != "pending":
        teller, weighs = (rules.token, _PRIOR_VOTES) if bravo else (rules.address, _GET_VOTES)
        asked += [Call(teller, weighs.encode([voter, stage.starts])) for voter in voters]
    clock, *answers = await chain.read([Call(rules.address, _CLOCK.encode([])), *asked], at)
    tokens.all_answered((clock, *answers), chain.id)
    voted, weights = answers[: len(voters)], answers[len(voters) :]
    ends_at = await _ends_at(chain, rules, stage, clock, at)
    return tuple(
        ForeignVote(
            at,
            rules,
            stage,
            _number(rules, weights[place]) if weights else None,
            has_voted(rules, voted[place]),
            ends_at,
        )
        for place in range(len(voters))
    )


def voted_question(rules: GovernorRules, proposal: str, voter: Address) -> Call:
    """Whether an account has voted on the proposal of this id; the answer is read by `has_voted`."""
    asked = _RECEIPT if rules.form == "bravo" else _HAS_VOTED
    return Call(rules.address, asked.encode([int(proposal), voter]))


def has_voted(rules: GovernorRules, answer: Outcome) -> bool:
    """Raises WrongContract where that isn't told: then nobody knows whether votes would be cast twice."""
    if not isinstance(answer, bytes) or len(answer) < _WORD:
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return any(answer[:_WORD])


def _number(rules: GovernorRules, answer: Outcome) -> int:
    told = number(answer)
    if told is None:
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return told


async def _ends_at(
    chain: EvmChain, rules: GovernorRules, stage: GovernorStage, clock: Outcome, at: BlockRef
) -> datetime | None:
    """About when its last vote is taken; None where that can't be told. Raises ChainUnavailable."""
    told = number(clock)
    if rules.clock == "time":
        return _moment(stage.ends, at)
    left = stage.ends - (at.number if told is None else told)
    if left < 0:
        # On some chains contracts count another chain's blocks.
        return at.time if stage.name not in ("pending", "active") else None
    before = await chain.block(max(at.number - _PACE, 0))
    passed = at.number - before.number
    return _moment(at.timestamp + left * (at.timestamp - before.timestamp) // passed, at) if passed else None


def _moment(seconds: int, at: BlockRef) -> datetime | None:
    far = at.timestamp + _FURTHEST
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < far else None
