"""Presets by which tokens decide: from the policy to the posted result."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.policy.model import preset
from tests.main_job.job import TOKEN, assert_says
from tests.presets.conftest import DiscordHarness

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_token(dao: DiscordHarness) -> None:
    """Threshold, quorum, majority, timelock, and the Safe."""
    said = await dao.apply("token", sources=dao.tokens)
    assert_says(said, "For and Abstain hold at least 4 % of all power", "an author needs 1 FOLK")
    grantee = dao.stage.chain.account("token grantee")
    number = await dao.opened("ada", "A grant", f"transfer 1 ETH to {grantee.address}")
    await dao.click("ada", number, "For")
    await dao.click("ben", number, "Against")
    await dao.click("cleo", number, "For")
    record = await dao.ends(number)
    assert record["result"]["scores"] == [str(60_000 * TOKEN), str(40_000 * TOKEN), "0"]
    assert_says((await dao.result(number)).text, "**Passed**", "**Quorum reached**")
    await dao.signed(number)
    assert await dao.stage.chain.balance(grantee.address) == TOKEN


async def test_delegated(dao: DiscordHarness) -> None:
    """A delegate votes with delegated power, until its owner votes."""
    await dao.apply("delegated", sources=dao.tokens)
    dan, cleo = dao["dan"].person, dao["cleo"].person
    for delegator in ("ben", "cleo"):
        answer = await dao.ask(dao[delegator].person, "delegate to", member=dan)
        assert "dan" in answer or str(dan.id) in answer, answer
    number = await dao.opened("ada", "By delegates")
    receipt = await dao.click("dan", number, "For")
    assert "60\u202f000 FOLK" in receipt or "61\u202f000 FOLK" in receipt, receipt
    await dao.click("ada", number, "Against")
    await dao.click("cleo", number, "Against")
    record = await dao.ends(number)
    assert record["result"]["scores"] == [str(41_000 * TOKEN), str(60_000 * TOKEN), "0"]
    assert_says((await dao.result(number)).text, "**Defeated**")
    for delegator in (dao["ben"].person, cleo):
        await dao.ask(delegator, "delegate revoke")


async def test_quadratic(dao: DiscordHarness) -> None:
    """40,000 tokens are 200 votes, and 21,000 in two hands 173."""
    said = await dao.apply("quadratic", sources=dao.tokens, quorum="3 voters")
    assert "⚠️ **Mind**" in said
    number = await dao.opened("ada", "By roots")
    await dao.command("ada", number, "For")
    for name in ("cleo", "dan", "ben"):
        await dao.command(name, number, "Against" if name != "ben" else "Abstain")
    record = await dao.ends(number)
    for_, against, _ = record["result"]["scores"]
    assert for_ == "200.000000000000000000"
    # √20,000 + √1,000
    assert against.startswith("173.0441")
    assert record["frozen"]["policy"]["options"]["unit"] == str(TOKEN)
    assert record["result"]["outcome"]["passed"] is True
    assert_says((await dao.result(number)).text, "**Passed**", "**Quorum reached**")


async def test_moloch(dao: DiscordHarness) -> None:
    """One share carries it where nobody objects, and a grace period follows."""
    await dao.apply("moloch", sources=dao.tokens)
    number = await dao.opened("dan", "One voice", f"transfer 1 ETH to {dao.stage.safe.address}")
    await dao.click("dan", number, "For")
    record = await dao.ends(number)
    assert record["result"]["outcome"] == {
        "passed": True,
        "quorum_reached": True,
        "majority_reached": True,
        "quorum_power": None,
        "quorum_needed": None,
    }
    assert_says((await dao.result(number)).text, "**Passed**")
    await dao.card(number, "guardians may veto until")
    assert preset("moloch").periods.timelock.days == 7
    await dao.signed(number)


async def test_optimistic(dao: DiscordHarness) -> None:
    """It passes though nobody votes; a tenth of all power stops it."""
    said = await dao.apply("optimistic", sources=dao.tokens)
    assert "Against with at least 10 % of all power stops it" in said
    silent = await dao.opened("ada", "Routine")
    assert (await dao.ends(silent))["result"]["outcome"]["passed"] is True
    assert_says((await dao.result(silent)).text, "**Passed**")
    stopped = await dao.opened("ada", "No routine")
    await dao.click("ada", stopped, "For")
    await dao.click("cleo", stopped, "Against")
    record = await dao.ends(stopped)
    assert record["result"]["outcome"]["vetoed"] is True
    assert_says((await dao.result(stopped)).text, "**Defeated**", "the share that stops it was reached")


async def test_conviction(dao: DiscordHarness) -> None:
    """Stakes grow until they outgrow what the proposal asks of the pool; nobody closes it."""
    await dao.apply("conviction", sources=dao.tokens)
    grantee = dao.stage.chain.account("conviction grantee")
    number = await dao.begins(await dao.proposal("ada", "A well", f"transfer 1 ETH to {grantee.address}"))
    for name in ("ada", "ben", "cleo"):
        answer = await dao.ask(dao[name].person, "stake add", proposal=str(number), amount="all")
        assert "✅" in answer or "FOLK" in answer, answer
    await dao.passes(timedelta(days=3))
    assert dao.results(number) == []
    await dao.passes(timedelta(days=9))
    assert_says((await dao.result(number)).text, "**Passed**")
    await dao.signed(number)
    assert await dao.stage.chain.balance(grantee.address) == TOKEN
