"""Votes that a wallet itself casts on Governors, and how much it weighs there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from eth_utils import to_checksum_address

from bot.domain.errors import NoCode, UnknownChain, WrongContract
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import FRACTIONAL, LARGEST_ID, Cast, Side
from bot.execution.governor.ballots import vote_call
from sandbox.chain import RpcError
from sandbox.chain.governor import deploy_governor
from tests.execution.governor.governor_treasury import COIN, SECONDS, TIMESTAMPED, GovernorTreasury
from tests.execution.governor.polls import REASON, all_votes, fractional, on, one_sort, polls


async def test_a_wallet_casts_its_votes_by_what_is_prepared(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    before = await found.votes.latest(found.proposal, found.voter)
    assert (before.stage.name, before.votes, before.voted) == ("active", votes, False)
    await found.cast(vote_call(found.proposal, Cast(Side.AGAINST), ""))
    after = await found.votes.latest(found.proposal, found.voter)
    assert (after.votes, after.voted, after.why_not("whole")) == (votes, True, NotCast.VOTED)
    assert await found.counted() == on(Side.AGAINST, votes)


async def test_a_reason_stands_on_chain_with_the_votes(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    call = vote_call(found.proposal, Cast(Side.ABSTAIN), REASON)
    receipt = await any_governor.local.send(any_governor.voter, call.to, 0, bytes.fromhex(call.data[2:]))
    (event,) = any_governor.governor.contract.logs(receipt, "VoteCast")
    assert (event["support"], event["reason"]) == (Side.ABSTAIN, REASON)
    assert await found.counted() == on(Side.ABSTAIN, votes)


@fractional
async def test_votes_are_cast_in_parts_to_the_last_unit(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    parts = (votes // 3, votes - votes // 3 - 1, 1)
    await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, parts), REASON))
    assert await found.counted() == parts


@fractional
@pytest.mark.attack("actions")
async def test_a_governor_takes_no_more_than_all_votes_in_parts(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    with pytest.raises(RpcError):
        await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, (votes, 1, 0)), REASON))


@pytest.mark.parametrize(
    "any_governor", ["TimelockedGovernor", "GovernorV4", "CompoundGovernor"], indirect=True
)
@pytest.mark.attack("actions")
async def test_a_governor_without_fractions_takes_no_parts(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    assert (await found.votes.latest(found.proposal, found.voter)).why_not("split") is NotCast.WHOLE_ONLY
    with pytest.raises(RpcError):
        await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, (1, 1, 1)), REASON))


async def test_before_the_vote_begins_nobody_knows_what_the_wallet_weighs(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor, begun=False)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert (vote.stage.name, vote.votes, vote.why_not("whole")) == ("pending", None, NotCast.NOT_BEGUN)


async def test_a_proposal_that_nobody_made_is_unknown(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    other = replace(found.proposal, id=str(LARGEST_ID))
    assert (await found.votes.latest(other, found.voter)).why_not("whole") is NotCast.UNKNOWN


async def test_votes_are_over_when_the_governor_says_so(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    any_governor.local.advance(SECONDS)
    await any_governor.governor.skip_vote(int(found.proposal.id))
    assert (await found.votes.latest(found.proposal, found.voter)).why_not("whole") is NotCast.OVER


@one_sort
async def test_the_end_is_told_by_the_pace_of_the_last_blocks(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert vote.ends_at is not None
    left = vote.stage.ends - vote.at.number
    first = await any_governor.chain.block(0)
    pace = (vote.at.timestamp - first.timestamp) / vote.at.number
    assert vote.ends_at - vote.at.time == timedelta(seconds=int(left * pace))


@pytest.mark.parametrize("any_governor", [TIMESTAMPED], indirect=True)
async def test_the_end_is_told_exactly_where_the_governor_counts_seconds(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert vote.ends_at is not None
    assert int(vote.ends_at.timestamp()) == vote.stage.ends


@one_sort
async def test_a_governor_may_number_its_proposals_in_any_way(any_governor: GovernorTreasury) -> None:
    numbering = await deploy_governor(
        any_governor.local, any_governor.governor.token, code="SequentialGovernor", voting_period=20
    )
    found = await polls(replace(any_governor, governor=numbering))
    assert found.proposal.id == "1"
    await found.cast(vote_call(found.proposal, Cast(Side.FOR), REASON))
    assert await found.counted() == on(Side.FOR, 100 * COIN)


async def test_of_several_wallets_each_is_told_what_it_weighs(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    nobody = Address(any_governor.local.account("nobody").address)
    mine, theirs = await found.votes.latest_of(found.proposal, [found.voter, nobody])
    assert (mine.votes, mine.why_not("whole")) == (votes, None)
    assert (theirs.votes, theirs.why_not("whole")) == (0, NotCast.NO_VOTES)
    assert mine.stage == theirs.stage


@one_sort
async def test_an_account_without_code_is_no_governor(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    nobody = replace(found.proposal, governor=Address(any_governor.local.account("nobody").address))
    with pytest.raises(NoCode):
        await found.votes.latest(nobody, found.voter)


@one_sort
@pytest.mark.attack("actions")
async def test_a_contract_that_is_no_governor_is_refused(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    token = Address(to_checksum_address(any_governor.governor.token.address))
    with pytest.raises(WrongContract):
        await found.votes.latest(replace(found.proposal, governor=token), found.voter)


@one_sort
async def test_a_chain_that_the_bot_does_not_know_is_named(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    with pytest.raises(UnknownChain):
        await found.votes.latest(replace(found.proposal, chain=ChainId(5)), found.voter)


@one_sort
@pytest.mark.attack("order")
async def test_what_is_delegated_after_the_snapshot_has_no_votes(any_governor: GovernorTreasury) -> None:
    found, late = await polls(any_governor), any_governor.local.account("late")
    await any_governor.governor.token.send("delegate", late.address, sender=any_governor.voter)
    vote = await found.votes.latest(found.proposal, Address(to_checksum_address(late.address)))
    assert (vote.votes, vote.why_not("whole")) == (0, NotCast.NO_VOTES)
    assert (await found.votes.latest(found.proposal, found.voter)).votes == 100 * COIN


@one_sort
@pytest.mark.attack("order")
async def test_what_is_not_final_yet_is_only_said_of_the_newest_block(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    await any_governor.local.mine(5)
    await found.cast(vote_call(found.proposal, Cast(Side.FOR), ""))
    assert (await found.votes.latest(found.proposal, found.voter)).voted
    assert not (await found.votes.final(found.proposal, found.voter)).voted
