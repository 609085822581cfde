"""Whatever somebody else's Governor says of its vote, nothing is cast but what members decided on."""

from __future__ import annotations

import pytest

from bot.domain.errors import WrongContract
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address
from bot.domain.metagovernance.casting import CastTerms, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.execution.governor.foreign_votes import EvmForeignVotes
from tests.execution.governor.governor_treasury import CHAIN
from tests.execution.governor.parrot import Parrot, text, word

VOTER = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
MOST = 2**256 - 1
WEIGHED, VOTED = (
    "getVotes(address account, uint256 timepoint)",
    "hasVoted(uint256 proposalId, address account)",
)
STATE, SNAPSHOT = "state(uint256 proposalId)", "proposalSnapshot(uint256 proposalId)"
DEADLINE = "proposalDeadline(uint256 proposalId)"


async def read(parrot: Parrot, **said: bytes) -> ForeignVote:
    """The vote of a Governor that says 1,000 votes, none of them cast; and of these whatever a test has it say."""
    answers = {WEIGHED: word(1_000), VOTED: word(0)} | {globals()[name]: said[name] for name in said}
    for fragment, answer in answers.items():
        await parrot.says(fragment, answer)
    proposal = ForeignProposal(CHAIN, Address(parrot.contract.address), "7")
    return await EvmForeignVotes({CHAIN: parrot.chain}).final(proposal, VOTER)


def terms(vote: ForeignVote) -> CastTerms:
    return CastTerms(VOTER, vote.votes or 0, vote.stage.starts, vote.stage.ends, "")


async def test_a_vote_that_is_told_honestly_can_be_cast(parrot: Parrot) -> None:
    vote = await read(parrot)
    assert (vote.votes, vote.voted, vote.why_not("whole")) == (1_000, False, None)


UNREADABLE = {
    "nothing of whether it has voted": {"VOTED": b""},
    "half of whether it has voted": {"VOTED": word(0)[1:]},
    "nothing of what it weighs": {"WEIGHED": b""},
    "half of what it weighs": {"WEIGHED": word(1_000)[1:]},
    "a state that is none": {"STATE": word(8)},
    "a state without end": {"STATE": word(MOST)},
    "a snapshot without end": {"SNAPSHOT": word(2**53)},
    "an end without end": {"DEADLINE": word(MOST)},
}


@pytest.mark.parametrize("lie", UNREADABLE)
@pytest.mark.attack("actions")
async def test_a_vote_of_which_a_part_is_not_told_is_none(parrot: Parrot, lie: str) -> None:
    with pytest.raises(WrongContract):
        await read(parrot, **UNREADABLE[lie])


LATER = {
    "another snapshot": ({"SNAPSHOT": word(2)}, NotCast.CHANGED),
    "fewer votes": ({"WEIGHED": word(999)}, NotCast.CHANGED),
    "more votes": ({"WEIGHED": word(MOST)}, NotCast.CHANGED),
    "no votes": ({"WEIGHED": word(0)}, NotCast.CHANGED),
    "that it has not begun": ({"STATE": word(0)}, NotCast.CHANGED),
    "that it has voted": ({"VOTED": word(1)}, NotCast.VOTED),
    "that it has voted, in other words": ({"VOTED": word(MOST)}, NotCast.VOTED),
    "that it is over": ({"STATE": word(3)}, NotCast.OVER),
    "that it was canceled": ({"STATE": word(2)}, NotCast.OVER),
}


@pytest.mark.parametrize("lie", LATER)
@pytest.mark.attack("order")
async def test_a_governor_that_says_something_else_after_the_opening_has_nothing_cast(
    parrot: Parrot, lie: str
) -> None:
    opened = terms(await read(parrot))
    said, why = LATER[lie]
    assert (await read(parrot, **said)).why_not("whole", opened) is why


@pytest.mark.parametrize("votes", [2**128, MOST])
@pytest.mark.attack("actions")
async def test_more_votes_than_a_part_can_have_are_cast_whole_or_not_at_all(
    parrot: Parrot, votes: int
) -> None:
    await parrot.says(
        "COUNTING_MODE()", text("support=bravo,fractional&quorum=for,abstain&params=fractional")
    )
    vote = await read(parrot, WEIGHED=word(votes))
    assert (vote.why_not("split"), vote.why_not("whole")) == (NotCast.TOO_MANY, None)


@pytest.mark.parametrize("clock", [b"", word(0), word(MOST), word(2**53)])
@pytest.mark.parametrize("deadline", [1, 2**53 - 1])
@pytest.mark.attack("time")
async def test_whatever_its_clock_says_the_end_is_a_time_or_unknown(
    parrot: Parrot, clock: bytes, deadline: int
) -> None:
    await parrot.says("clock()", clock)
    vote = await read(parrot, DEADLINE=word(deadline))
    assert vote.ends_at is None or vote.ends_at.year < 2035
