"""The preset by which members decide how the votes of their Safe are cast in another DAO's Governor."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.chain.governor import AGAINST, LocalGovernor, deploy_governor
from tests.main_job.job import TOKEN, assert_says, verified
from tests.presets.conftest import DiscordHarness

pytestmark = pytest.mark.asyncio(loop_scope="session")
HELD = 5_000 * TOKEN
MONTH = 30 * 24 * 3600
"""Seconds."""


async def another_dao(dao: DiscordHarness) -> tuple[LocalGovernor, int]:
    """Its Governor, in which the Safe has 5,000 votes, and a proposal on which it votes."""
    chain, deployer = dao.stage.chain, dao.stage.chain.deployer
    token = await chain.deploy("TimestampVotesToken", "Other", "OTHER")
    await token.send("airdrop", [dao.stage.safe.address], [HELD], True, sender=deployer)
    governor = await deploy_governor(chain, token, voting_period=MONTH)
    await dao.stage.finalize()
    proposal = await governor.propose([(governor.timelock.address, 0, b"")], "# Theirs", sender=deployer)
    await governor.skip_to_vote(proposal)
    await dao.stage.finalize()
    return governor, proposal


async def test_metagovernance(dao: DiscordHarness, tmp_path: Path) -> None:
    """Members decide against it, and the Safe votes so, with the record's hash on chain."""
    said = await dao.apply("metagovernance", sources=dao.tokens)
    assert_says(said, "all votes of its executor are cast for the side that wins here")
    governor, proposal = await another_dao(dao)
    number = await dao.opened("ada", "Their new timelock", f"cast {governor.address} {proposal}")
    card = await dao.card(number, "5\u202f000 OTHER")
    assert_says(card.text, "castVoteWithReason(id, 0, reason)", str(proposal), governor.address)
    await dao.click("ada", number, "For")
    await dao.click("ben", number, "Against")
    await dao.click("cleo", number, "Against")
    record = await dao.ends(number)
    result = await dao.result(number)
    assert_says(result.text, "**Winner: Against**", "**Cast**", "**Against** with 5\u202f000 OTHER")
    transaction = await dao.signed(number)
    assert await governor.contract.call("proposalVotes", proposal) == (HELD, 0, 0)
    assert transaction["to"] == governor.address
    assert record["content_hash"].encode().hex() in transaction["data"]
    asked = await dao.in_thread(number, "safeTxHash")
    assert "Look twice" not in asked.text
    lines = await verified(result, tmp_path, dao.stage.chain.url)
    assert any(transaction["data"] in each for each in lines), lines
    assert any("it has voted there" in each for each in lines), lines
    assert AGAINST == 0
