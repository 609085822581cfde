"""Votes on somebody else's Governors, which move when a test says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain.errors import WrongContract, WrongSignature
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules, GovernorStage, ReadyCall
from bot.domain.executors.governor import StageName
from bot.domain.ids import Address
from bot.domain.metagovernance.casting import Cast, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.metagovernance.prepared_vote import PreparedVote
from tests.fakes.chain import FakeChain
from tests.fakes.names import account

GOVERNOR_NAME = "another DAO's governor"
GOVERNOR = account(GOVERNOR_NAME)
SNAPSHOT, LAST_BLOCK = 900, 90_000


@dataclass
class FakeForeignVote:
    """One vote: it is active, can be split, and lasts for three weeks, until a test says otherwise."""

    ends_at: datetime | None
    name: StageName = "active"
    votes: int | None = 1_000
    voted: bool = False
    fractional: bool = True
    snapshot: int = SNAPSHOT


class FakeForeignVotes:
    """Governors by address with their votes by id; what isn't there is unknown to the Governor."""

    def __init__(self, chain: FakeChain) -> None:
        self._chain = chain
        self.votes: dict[tuple[Address, str], FakeForeignVote] = {}
        self.unfinal: dict[tuple[Address, str], FakeForeignVote] = {}
        """What only the newest block has."""
        self.broken = False
        """Whether nothing there can be read as a Governor."""

    def begin(self, proposal: str = "7", *, lasts: timedelta = timedelta(days=21)) -> FakeForeignVote:
        """A vote of the Governor."""
        vote = FakeForeignVote(self._chain.clock.true() + lasts)
        self.votes[GOVERNOR, proposal] = vote
        return vote

    async def latest(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        at = await self._chain.latest()
        known = self.unfinal.get((proposal.governor, proposal.id))
        found = self._vote(proposal, known or self.votes.get((proposal.governor, proposal.id)))
        return replace(found, at=at)

    async def latest_of(
        self, proposal: ForeignProposal, voters: Sequence[Address]
    ) -> tuple[ForeignVote, ...]:
        return tuple([await self.latest(proposal, voter) for voter in voters])

    async def prepared(
        self, vote: ForeignVote, proposal: ForeignProposal, cast: Cast, reason: str, voter: Address
    ) -> PreparedVote:
        message = {"proposalId": proposal.id, "support": str(cast.support), "reason": reason, "voter": voter}
        return PreparedVote(
            ReadyCall(proposal.governor, 0, "0x"), {"domain": {"name": "Another DAO"}, "message": message}
        )

    async def relayed(
        self,
        vote: ForeignVote,
        proposal: ForeignProposal,
        cast: Cast,
        reason: str,
        voter: Address,
        signature: str,
    ) -> ReadyCall:
        """The signature is the name of who signed."""
        if signature != voter:
            raise WrongSignature(voter, None)
        return ReadyCall(proposal.governor, 0, "0x01")

    async def final(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        at = await self._chain.finalized()
        return replace(self._vote(proposal, self.votes.get((proposal.governor, proposal.id))), at=at)

    def _vote(self, proposal: ForeignProposal, vote: FakeForeignVote | None) -> ForeignVote:
        if self.broken:
            raise WrongContract(proposal.governor, "Governor", NotAGovernor())
        at = self._chain.newest_final()
        rules = GovernorRules(
            proposal.governor,
            "openzeppelin",
            "Another DAO",
            "1",
            vote.fractional if vote else False,
            account("another DAO's token"),
            "OTHER",
            0,
            "block",
            1,
            100,
            None,
            0,
            None,
            0,
        )
        if vote is None:
            return ForeignVote(at, rules, GovernorStage("unproposed"), None, False, None)
        stage = GovernorStage(vote.name, proposal.id, starts=vote.snapshot, ends=LAST_BLOCK)
        return ForeignVote(at, rules, stage, vote.votes, vote.voted, vote.ends_at)
