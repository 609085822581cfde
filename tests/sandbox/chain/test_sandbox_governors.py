"""The sandbox's Governors take a proposal from its proposing to its execution, each with its own timelock."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from eth_utils import keccak

from sandbox.chain import LocalChain, RpcError
from sandbox.chain.governor import (
    ACTIVE,
    CANCELED,
    DEFEATED,
    EXECUTED,
    QUEUED,
    SUCCEEDED,
    LocalGovernor,
    deploy_compound_governor,
    deploy_governor,
)

COIN = 10**18
KINDS = ("TimelockedGovernor", "FractionalGovernor", "GovernorV4", "CompoundGovernor", "Bravo")


@pytest.fixture
async def chain() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve(genesis_time=1_700_000_000) as chain:
        yield chain


async def governor_of(chain: LocalChain, code: str) -> LocalGovernor:
    """One whose votes are all the deployer's, and whose timelock holds a coin."""
    deployer = chain.deployer
    if code == "Bravo":
        token = await chain.deploy("Uni", deployer.address, deployer.address, 1_800_000_000)
        await token.send("delegate", deployer.address, sender=deployer)
    else:
        votes = "ClocklessVotesToken" if code == "GovernorV4" else "VotesToken"
        token = await chain.deploy(votes, "Folk", "FOLK")
        await token.send("mint", deployer.address, 100 * COIN, sender=deployer)
        await token.send("delegate", deployer.address, sender=deployer)
    deploy = deploy_compound_governor if code in ("Bravo", "CompoundGovernor") else deploy_governor
    governor = await deploy(chain, token, code=code)
    await chain.fund(governor.timelock.address, COIN)
    return governor


@pytest.mark.parametrize("code", KINDS)
async def test_what_is_voted_for_is_executed_by_the_timelock(chain, code):
    governor, ben = await governor_of(chain, code), chain.account("ben").address
    calls, voter = [(ben, COIN // 4, b"")], chain.deployer
    proposal = await governor.propose(calls, "Pay Ben", sender=voter)
    await governor.pass_vote(proposal, voter=voter)
    assert await governor.state(proposal) == SUCCEEDED
    await governor.queue(proposal, calls, "Pay Ben", sender=voter)
    assert await governor.state(proposal) == QUEUED
    with pytest.raises(RpcError):
        await governor.execute(proposal, calls, "Pay Ben", sender=voter)
    await governor.skip_timelock()
    receipt = await governor.execute(proposal, calls, "Pay Ben", sender=voter)
    assert governor.contract.logs(receipt, "ProposalExecuted")
    assert await governor.state(proposal) == EXECUTED
    assert await chain.balance(ben) == COIN // 4


@pytest.mark.parametrize("code", KINDS)
async def test_what_nobody_votes_for_is_defeated(chain, code):
    governor = await governor_of(chain, code)
    proposal = await governor.propose([(chain.deployer.address, 0, b"")], "Nothing", sender=chain.deployer)
    await governor.skip_to_vote(proposal)
    assert await governor.state(proposal) == ACTIVE
    await governor.skip_vote(proposal)
    assert await governor.state(proposal) == DEFEATED


@pytest.mark.parametrize("code", [code for code in KINDS if code != "GovernorV4"])
async def test_a_proposer_takes_back_what_is_pending(chain, code):
    governor, calls = await governor_of(chain, code), [(chain.deployer.address, 0, b"")]
    proposal = await governor.propose(calls, "Nothing", sender=chain.deployer)
    await governor.cancel(proposal, calls, "Nothing", sender=chain.deployer)
    assert await governor.state(proposal) == CANCELED


@pytest.mark.parametrize("code", [code for code in KINDS if code != "Bravo"])
async def test_the_id_of_a_proposal_is_the_hash_of_what_it_does_and_says(chain, code):
    governor, calls = await governor_of(chain, code), [(chain.deployer.address, 3, b"\x12")]
    proposal = await governor.propose(calls, "Say it", sender=chain.deployer)
    hashed = [[to for to, _, _ in calls], [3], [b"\x12"], keccak(text="Say it")]
    assert await governor.contract.call("hashProposal", *hashed) == proposal


async def test_whoever_executes_brings_the_coins_of_bravo_and_nobody_does_elsewhere(chain):
    left = {}
    for code in ("Bravo", "CompoundGovernor", "TimelockedGovernor", "GovernorV4"):
        governor, ben = await governor_of(chain, code), chain.account(code).address
        calls, voter = [(ben, COIN // 4, b"")], chain.deployer
        proposal = await governor.propose(calls, "Pay Ben", sender=voter)
        await governor.pass_vote(proposal, voter=voter)
        await governor.queue(proposal, calls, "Pay Ben", sender=voter)
        await governor.skip_timelock()
        await governor.execute(proposal, calls, "Pay Ben", sender=voter)
        left[code] = await chain.balance(governor.timelock.address)
    spent = 3 * COIN // 4
    assert left == {
        "Bravo": COIN,
        "CompoundGovernor": spent,
        "TimelockedGovernor": spent,
        "GovernorV4": spent,
    }


async def test_bravo_numbers_its_proposals_one_after_the_other(chain):
    governor = await governor_of(chain, "Bravo")
    proposal = await governor.propose([(chain.deployer.address, 0, b"")], "One", sender=chain.deployer)
    assert proposal == 2
    assert await governor.contract.call("proposalCount") == 2


async def test_a_quorum_that_is_reached_late_extends_the_vote(chain):
    governor = await governor_of(chain, "TimelockedGovernor")
    proposal = await governor.propose([(chain.deployer.address, 0, b"")], "Late", sender=chain.deployer)
    deadline = await governor.contract.call("proposalDeadline", proposal)
    await chain.mine(deadline - (await chain.block()).number - 1)
    await governor.vote(proposal, 1, sender=chain.deployer)
    assert await governor.contract.call("proposalDeadline", proposal) == (await chain.block()).number + 3
