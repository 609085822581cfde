"""Presets by which tokens decide: from the policy to the posted result."""

from __future__ import annotations

import pytest

from bot.domain.policy import preset
from tests.main_job.job import TOKEN, assert_says
from tests.presets.conftest import Moot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_token(moot: Moot) -> None:
    """Threshold, quorum, majority, timelock, and the Safe."""
    said = await moot.apply("token")
    assert_says(said, "For and Abstain hold at least 4 % of all power", "an author needs 1 FOLK")
    grantee = moot.stage.chain.account("token grantee")
    number = await moot.opened("ada", "A grant", f"transfer 1 ETH to {grantee.address}")
    await moot.click("ada", number, "For")
    await moot.click("ben", number, "Against")
    await moot.click("cleo", number, "For")
    record = await moot.ends(number)
    assert record["result"]["scores"] == [str(60_000 * TOKEN), str(40_000 * TOKEN), "0"]
    assert_says((await moot.result(number)).text, "**Passed**", "**Quorum reached**")
    await moot.signed(number)
    assert await moot.stage.chain.balance(grantee.address) == TOKEN


async def test_delegated(moot: Moot) -> None:
    """A delegate votes with lent power, until its owner votes."""
    await moot.apply("delegated")
    dan, cleo = moot["dan"].person, moot["cleo"].person
    for lender in ("ben", "cleo"):
        answer = await moot.ask(moot[lender].person, "delegate to", member=dan)
        assert "dan" in answer or str(dan.id) in answer, answer
    number = await moot.opened("ada", "By delegates")
    receipt = await moot.click("dan", number, "For")
    assert "60\u2009000 FOLK" in receipt or "61\u2009000 FOLK" in receipt, receipt
    await moot.click("ada", number, "Against")
    await moot.click("cleo", number, "Against")
    record = await moot.ends(number)
    assert record["result"]["scores"] == [str(41_000 * TOKEN), str(60_000 * TOKEN), "0"]
    assert_says((await moot.result(number)).text, "**Defeated**")
    for lender in (moot["ben"].person, cleo):
        await moot.ask(lender, "delegate revoke")


async def test_quadratic(moot: Moot) -> None:
    """40,000 tokens are 200 votes, and 21,000 in two hands 173."""
    said = await moot.apply("quadratic")
    assert "⚠️ **Mind**" in said
    number = await moot.opened("ada", "By roots")
    await moot.command("ada", number, "For")
    for name in ("cleo", "dan", "ben"):
        await moot.command(name, number, "Against" if name != "ben" else "Abstain")
    record = await moot.ends(number)
    for_, against, _ = record["result"]["scores"]
    assert for_ == "200.000000000000000000"
    # √20,000 + √1,000
    assert against.startswith("173.0441")
    assert record["frozen"]["policy"]["options"]["unit"] == str(TOKEN)
    assert record["result"]["outcome"]["passed"] is True
    assert_says((await moot.result(number)).text, "**Passed**", "**Quorum reached**")


async def test_moloch(moot: Moot) -> None:
    """One share carries it where nobody objects, and a grace period follows."""
    await moot.apply("moloch")
    number = await moot.opened("dan", "One voice", f"transfer 1 ETH to {moot.stage.safe.address}")
    await moot.click("dan", number, "For")
    record = await moot.ends(number)
    assert record["result"]["outcome"] == {
        "passed": True,
        "quorum_reached": True,
        "majority_reached": True,
        "quorum_power": None,
        "quorum_needed": None,
    }
    assert_says((await moot.result(number)).text, "**Passed**")
    await moot.card(number, "guardians may veto until")
    assert preset("moloch").periods.timelock.days == 7
    await moot.signed(number)


async def test_optimistic(moot: Moot) -> None:
    """It passes though nobody votes; a tenth of all power stops it."""
    said = await moot.apply("optimistic")
    assert "Against with at least 10 % of all power stops it" in said
    silent = await moot.opened("ada", "Routine")
    assert (await moot.ends(silent))["result"]["outcome"]["passed"] is True
    assert_says((await moot.result(silent)).text, "**Passed**")
    stopped = await moot.opened("ada", "No routine")
    await moot.click("ada", stopped, "For")
    await moot.click("cleo", stopped, "Against")
    record = await moot.ends(stopped)
    assert record["result"]["outcome"]["vetoed"] is True
    assert_says((await moot.result(stopped)).text, "**Defeated**", "the share that stops it was reached")


async def test_conviction(moot: Moot) -> None:
    """Stakes grow until they outgrow what the proposal asks of the pool; nobody closes it."""
    await moot.apply("conviction")
    grantee = moot.stage.chain.account("conviction grantee")
    number = await moot.begins(await moot.proposal("ada", "A well", f"transfer 1 ETH to {grantee.address}"))
    for name in ("ada", "ben", "cleo"):
        answer = await moot.ask(moot[name].person, "stake add", proposal=str(number), amount="all")
        assert "✅" in answer or "FOLK" in answer, answer
    moot.bot.passes(days=3)
    assert moot.results(number) == []
    moot.bot.passes(days=9)
    assert_says((await moot.result(number)).text, "**Passed**")
    await moot.signed(number)
    assert await moot.stage.chain.balance(grantee.address) == TOKEN
