"""DAOs whose tokens keep delegated votes: Uniswap, Compound, ENS, Arbitrum, Baal."""

import pytest

from tests.daos.conftest import DaoServer
from tests.main_job.job import TOKEN, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNI = "0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984"
COMP = "0xc00e94Cb662C3520282E6f5717214004A7f26888"
ENS = "0xC18360217D8F7Ab5e7c516566761Ea12Ce7F9D72"
ARB = "0x912CE59144191C1204E64559FE8253a0e49E6548"


@pytest.mark.parametrize(("page", "real"), [("uniswap", UNI), ("compound", COMP)])
async def test_votes_of_tokens_after_compound_count_as_delegated_at_the_snapshot(
    server: DaoServer, page: str, real: str
) -> None:
    chain, deployer = server.stage.chain, server.stage.chain.deployer
    later = (await chain.block("latest")).timestamp + 10**6
    token = await chain.deploy("Uni", deployer.address, deployer.address, later)
    holder, proxy, idle = f"{page} holder", f"{page} proxy", f"{page} idle"
    await server.members(holder, proxy, idle)
    for name, tokens in ((holder, 700), (proxy, 30), (idle, 5_000)):
        await token.send("transfer", server[name].wallet.address, tokens * TOKEN, sender=deployer)
    await server.send(holder, token, "delegate", server[proxy].wallet.address)
    await server.send(proxy, token, "delegate", server[proxy].wallet.address)
    await server.stage.finalize()

    answer = await server.move_in(page, {real: token}, quorum="0.00001%")
    assert_says(answer, token.address, "UNI")
    number = await server.opened(proxy, "By delegates")
    await server.send(holder, token, "delegate", server[holder].wallet.address)
    await server.stage.finalize()
    assert "730 UNI" in await server.click(proxy, number, "For")
    assert "It weighs nothing" in await server.click(holder, number, "Against")
    reply = await server[idle].person.click(await server.card(number), label="Against")
    # What is not delegated is read after the receipt stands there.
    await server.until(lambda: "not delegated yet" in reply.text)
    assert (await server.closed(number))["result"]["scores"] == [str(730 * TOKEN), "0", "0"]


@pytest.mark.parametrize(
    ("page", "real", "contract"),
    [("ens", ENS, "ClocklessVotesToken"), ("arbitrum", ARB, "LayerTwoVotesToken")],
)
async def test_votes_of_tokens_without_a_clock_count_as_delegated_at_the_snapshot(
    server: DaoServer, page: str, real: str, contract: str
) -> None:
    chain = server.stage.chain
    token = await chain.deploy(contract, "Votes", "VTS")
    holder, proxy = f"{page} holder", f"{page} proxy"
    await server.members(holder, proxy)
    await token.send("mint", server[holder].wallet.address, 700 * TOKEN, sender=chain.deployer)
    await server.send(holder, token, "delegate", server[proxy].wallet.address)
    await server.stage.finalize()
    await server.move_in(page, {real: token}, quorum="4%")
    assert await server.scores(proxy, {proxy: "For", holder: "Against"}) == [str(700 * TOKEN), "0", "0"]


async def test_shares_of_a_baal_count_as_delegated_and_loot_does_not(server: DaoServer) -> None:
    chain = server.stage.chain
    slot = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a33aa93d9e8d0a9bb3")
    proxy = await chain.deploy("SlotProxy", (await chain.deploy("BaalShares")).address, slot)
    shares = chain.contract("BaalShares", proxy.address)
    await shares.send("setUp", "Shares", "SHR", sender=chain.deployer)
    await server.members("summoner", "keeper")
    for name, count in (("summoner", 40), ("keeper", 2)):
        await shares.send("mint", server[name].wallet.address, count * TOKEN, sender=chain.deployer)
    await server.send("keeper", shares, "delegate", server["summoner"].wallet.address)
    await server.stage.finalize()
    await server.set_up(sources=f"erc20_votes {shares.address}", preset="moloch", quorum="")
    assert await server.scores("summoner", {"summoner": "For", "keeper": "Against"}) == [str(42 * TOKEN), "0"]
