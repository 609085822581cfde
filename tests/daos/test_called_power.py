"""DAOs whose power another function tells: Aave, MakerDAO, Moloch guilds, gardens of 1Hive."""

import pytest

from sandbox.chain.contract import Contract
from tests.daos.conftest import DaoServer
from tests.main_job.job import TOKEN, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")

AAVE = "0x7Fc66500c84A76Ad7e9c93437bFc5Ac33E2DDaE9"
STK_AAVE = "0x4da27a545c0c5B758a6BA100e3a049001de870f5"
A_AAVE = "0xA700b4eB416Be35b2911fd5Dee80678ff64fF6C9"
CHIEF = "0x929d9A1435662357F54AdcF64DcEE4d6b867a6f9"
FACTORY = "0x4Cf3DaeFA2683Cd18df00f7AFF5169C00a9EccD5"
MOLOCH = "0x1fd169A4f5c59ACf79d0Fd5d91D1201EF1Bce9f1"
VENTURES = "0x4570b4fAF71E23942B8B9F934b47ccEdF7540162"
HONEY = "0x71850b7E9Ee3f13Ab46d67167341E4bDc905Eef9"
NOBODY = "0x" + "0" * 40
PROXY_SLOT = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a33aa93d9e8d0a9bb3")
VOTING = 0


async def aave_token(server: DaoServer) -> Contract:
    """AAVE as it came about: the first version mints, and the second, which knows powers, takes its place."""
    chain = server.stage.chain
    first, second = await chain.deploy("AaveToken"), await chain.deploy("AaveTokenV2")
    proxy = await chain.deploy("SlotProxy", first.address, PROXY_SLOT)
    before = chain.contract("AaveToken", proxy.address)
    await before.send("initialize", proxy.address, chain.deployer.address, NOBODY, sender=chain.deployer)
    await proxy.send("upgradeTo", second.address, sender=chain.deployer)
    token = chain.contract("AaveTokenV2", proxy.address)
    await token.send("initialize", sender=chain.deployer)
    return token


async def test_aave_counts_the_voting_power_of_its_three_tokens(server: DaoServer) -> None:
    deployer = server.stage.chain.deployer
    tokens = [await aave_token(server) for _ in range(3)]
    await server.members("supplier", "delegate")
    for place, token in enumerate(tokens):
        await token.send("transfer", server["supplier"].wallet.address, 10**place * TOKEN, sender=deployer)
    await server.send("supplier", tokens[1], "delegateByType", server["delegate"].wallet.address, VOTING)
    await server.send("supplier", tokens[2], "delegateByType", server["delegate"].wallet.address, 1)
    await server.stage.finalize()
    answer = await server.move_in("aave", dict(zip((AAVE, STK_AAVE, A_AAVE), tokens, strict=True)))
    assert_says(answer, "`getPowerCurrent($, uint8 0)`")
    assert await server.scores("supplier", {"supplier": "For", "delegate": "Against"}) == [
        str(101 * TOKEN),
        str(10 * TOKEN),
        "0",
    ]


async def test_maker_counts_own_deposits_and_those_of_a_delegates_contract(server: DaoServer) -> None:
    chain = server.stage.chain
    gov = await chain.deploy("PlainToken", "Sky", "SKY", 18)
    chief = await chain.deploy("Chief", gov.address)
    factory = await chain.deploy("VoteDelegateFactory", chief.address)
    await server.members("speaker", "locker", "backer")
    await server.send("speaker", factory, "create")
    made = chain.contract("VoteDelegate", await factory.call("delegates", server["speaker"].wallet.address))
    for name, into in (("speaker", chief), ("locker", chief), ("backer", made)):
        await gov.send("mint", server[name].wallet.address, 1_000 * TOKEN, sender=chain.deployer)
        await server.send(name, gov, "approve", into.address, 1_000 * TOKEN)
    await server.send("speaker", chief, "lock", 1 * TOKEN)
    await server.send("locker", chief, "lock", 20 * TOKEN)
    await server.send("backer", made, "lock", 300 * TOKEN)
    await server.stage.finalize()
    await server.move_in("maker", {CHIEF: chief, FACTORY: factory})
    number = await server.opened("speaker", "A spell")
    await server.send("backer", made, "free", 300 * TOKEN)
    await server.stage.finalize()
    for name, choice in (("speaker", "For"), ("locker", "Against"), ("backer", "Abstain")):
        await server.click(name, number, choice)
    record = await server.closed(number)
    assert record["result"]["scores"] == [str(301 * TOKEN), str(20 * TOKEN), "0"]
    asked = [source["function"] for source in record["frozen"]["policy"]["power"]["sources"]]
    assert asked == ["deposits($)", f"deposits({factory.address}.delegates($))"]


@pytest.mark.parametrize(
    ("page", "real", "contract", "loot"),
    [("moloch", MOLOCH, "GuildV1", ()), ("metacartel-ventures", VENTURES, "GuildV2", (1_000,))],
)
async def test_a_guild_counts_shares_for_the_key_that_may_act(
    server: DaoServer, page: str, real: str, contract: str, loot: tuple[int, ...]
) -> None:
    chain = server.stage.chain
    guild = await chain.deploy(contract)
    cold, key, plain, outside = (f"{page} {name}" for name in ("cold", "key", "plain", "outside"))
    await server.members(cold, key, plain, outside)
    for name, shares in ((cold, 70), (plain, 5)):
        await guild.send("admit", server[name].wallet.address, shares, *loot, sender=chain.deployer)
    await server.send(cold, guild, "updateDelegateKey", server[key].wallet.address)
    await server.stage.finalize()
    await server.move_in(page, {real: guild}, quorum="")
    votes = {key: "For", cold: "Against", plain: "Against", outside: "Against"}
    assert await server.scores(key, votes) == ["70", "5"]


async def test_a_garden_counts_honey_held_and_staked_or_the_power_in_one_pool(server: DaoServer) -> None:
    chain = server.stage.chain
    honey = await chain.deploy("PlainToken", "Honey", "HNY", 18)
    garden = await chain.deploy("Garden", honey.address)
    pool = chain.account("a pool").address
    await server.members("bee", "drone")
    for name, held, staked in (("bee", 10, 7), ("drone", 2, 0)):
        await honey.send("mint", server[name].wallet.address, held * TOKEN, sender=chain.deployer)
        await server.send(name, honey, "approve", garden.address, held * TOKEN)
        await server.send(name, garden, "stake", staked * TOKEN)
    await server.send("bee", garden, "activate", pool)
    await server.stage.finalize()
    votes = {"bee": "For", "drone": "Against"}
    staked = f"call {garden.address} getMemberStakedAmount($) decimals 18"
    power = f"call {garden.address} getMemberPowerInStrategy($, {pool}) decimals 18"

    await server.move_in("1hive", {HONEY: honey}, quorum="1%")
    assert await server.scores("bee", votes) == [str(3 * TOKEN), str(2 * TOKEN), "0"]
    await server.set_up(sources=f"erc20 {honey.address} + {staked}", quorum="1 votes")
    assert await server.scores("bee", votes) == [str(10 * TOKEN), str(2 * TOKEN), "0"]
    await server.set_up(sources=f"erc20 {honey.address} + {power}", quorum="1 votes")
    assert await server.scores("bee", votes) == [str(10 * TOKEN), str(2 * TOKEN), "0"]
