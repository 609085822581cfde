"""/treasury: one walk from an unnamed token to a valued treasury, and a payment that is asked for."""

import pytest

WHOLE = 10**18
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_members_see_what_there_is_and_ask_for_some_of_it(dao):
    chain = dao.world.chain
    await chain.fund(dao.safe.address, 2 * WHOLE)
    await dao.world.dollar.send("mint", dao.safe.address, 1_000 * 10**6, sender=chain.deployer)
    eth = await chain.deploy("PriceFeed", "ETH / USD", 8, 2_500_00000000)
    usd = await chain.deploy("PriceFeed", "USDC / USD", 8, 1_00000000)
    await dao.world.set_clock()
    bare = await dao.use("ada", "treasury show")
    assert "are in no total**: no price feed is named for it" in bare.text
    assert "as far as it could be read and valued" in bare.text
    watched = await dao.use("mona", "gov treasury watch", kind="coin", name="ETH", feed=eth.address)
    assert "calls itself `ETH / USD`" in watched.text
    await dao.use(
        "mona",
        "gov treasury watch",
        kind="erc20",
        name="USDC",
        address=dao.world.dollar.address,
        feed=usd.address,
        heartbeat="2h",
    )
    shown = await dao.use("ada", "treasury show")
    assert "**$6\u202f000** in all" in shown.text, shown.text
    assert "**2 ETH** · $5\u202f000 · 83.3" in shown.text
    assert [file.filename for file in shown.attachments] == ["treasury.png"]
    listed = await dao.use("mona", "gov treasury list")
    assert "renewed at least every 2 hours" in listed.text
    forgotten = await dao.use("milo", "gov treasury forget", name="usdc")
    assert "doesn't look at this any more" in forgotten.text
    assert (await dao.log())[0][0] == "treasury forget"
    assert "Nothing waits" in (await dao.use("ada", "treasury requests")).text
    assert "Nothing that passed here" in (await dao.use("ada", "treasury spending", by="month")).text
    assert "No limits: whatever passes may be spent" in (await dao.use("ada", "treasury budget")).text
    picker = await dao.use(
        "ada", "treasury request", amount="0.5", token="ETH", to=dao.safe.owners[0].address
    )
    assert "main" in picker.text


async def test_a_treasury_that_drifted_is_drafted_back_by_a_member(dao):
    chain, dollar = dao.world.chain, dao.world.dollar
    await chain.fund(dao.safe.address, 2 * WHOLE)
    await dollar.send("mint", dao.safe.address, 1_000 * 10**6, sender=chain.deployer)
    eth = await chain.deploy("PriceFeed", "ETH / USD", 8, 2_500_00000000)
    usd = await chain.deploy("PriceFeed", "USDC / USD", 8, 1_00000000)
    await dao.world.set_clock()
    await dao.use("mona", "gov treasury watch", kind="coin", name="ETH", feed=eth.address)
    await dao.use(
        "mona", "gov treasury watch", kind="erc20", name="USDC", address=dollar.address, feed=usd.address
    )
    refused = await dao.use("mona", "gov treasury target", shares="ETH 50%, USDC 40%", band="5%")
    assert "they are 90 %" in refused.text
    aimed = await dao.use("mona", "gov treasury target", shares="ETH 50%, USDC 50%", band="5%")
    assert "more than 5 % of everything off its target" in aimed.text
    assert (await dao.log())[0][0] == "treasury target"
    shown = await dao.use("ada", "treasury show")
    assert "⚠️ ETH: 83.3" in shown.text
    picker = await dao.click("ada", shown, "Draft a rebalancing")
    form = (await dao["ada"].select(picker, values="main")).modal
    assert form is not None
    assert form.field("Title").value == "Rebalance the treasury"
    assert "To sell:\n- 0.8 ETH, worth $2\u202f000" in form.field("Text").value
    assert "To buy:\n- 2\u202f000 USDC, worth $2\u202f000" in form.field("Text").value
    preview = await (await form.submit()).settled()
    assert preview.button("Submit")
    none = await dao.use("mona", "gov treasury target", shares="none")
    assert "has no target shares" in none.text
    gone = await dao.click("ada", shown, "Draft a rebalancing")
    assert "nothing to sell or to buy" in gone.text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", ["watch", "forget", "target"])
@pytest.mark.parametrize("name", ["ada", "gus"])
async def test_nobody_but_moderators_changes_what_the_treasury_looks_at(dao, name, command):
    given = {
        "watch": {"kind": "coin", "name": "ETH"},
        "forget": {"name": "ETH"},
        "target": {"shares": "none"},
    }
    options = given[command]
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        refused = await dao.use(name, f"gov treasury {command}", **options)
    finally:
        gov["default_member_permissions"] = hidden
    assert "This is for moderators" in refused.text
