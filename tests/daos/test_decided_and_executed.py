"""What a page in docs/daos/ says of deciding and executing, from the draft to the payment by the Governor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.policy.toml.file import read_policy
from sandbox.chain.contract import Contract
from sandbox.chain.governor import LocalGovernor, deploy_compound_governor, deploy_governor
from tests.daos.asked import Asked
from tests.daos.conftest import DaoServer, entered
from tests.docs.pages import blocks, read
from tests.main_job.job import TOKEN, assert_says, record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

_ID = re.compile(r"Id on the Governor\W*`(\d+)`")
SUPPLY = 1_000_000_000
"""Whole tokens, as many as there are of UNI."""


@dataclass(frozen=True)
class Dao:
    """A DAO as its page has it, and what stands in its place on the local chain."""

    page: str
    token_address: str
    token: str
    governor_address: str
    governor: str
    threshold: int
    """Whole tokens with which one may propose there."""
    quorum: int
    """Whole tokens for it there; of OpenZeppelin's Governors here 4% of all tokens."""
    held: int
    """Whole tokens of who proposes and votes."""
    blocks_a_tick: int = 1
    """How many blocks of the chain one of the Governor's clock has."""


DAOS = (
    Dao(
        "uniswap",
        "0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984",
        "Uni",
        "0x408ED6354d4973f66138C91495F2f2FCbd8724C3",
        "Bravo",
        threshold=1_000_000,
        quorum=40_000_000,
        held=41_000_000,
    ),
    Dao(
        "compound",
        "0xc00e94Cb662C3520282E6f5717214004A7f26888",
        "Uni",
        "",
        "Bravo",
        threshold=25_000,
        quorum=400_000,
        held=450_000,
    ),
    Dao(
        "ens",
        "0xC18360217D8F7Ab5e7c516566761Ea12Ce7F9D72",
        "ClocklessVotesToken",
        "0x323A76393544d5ecca80cd6ef2A560C6a395b7E3",
        "GovernorV4",
        threshold=100_000,
        quorum=40_000_000,
        held=41_000_000,
    ),
    Dao(
        "arbitrum",
        "0x912CE59144191C1204E64559FE8253a0e49E6548",
        "LayerTwoClockToken",
        "0x789fC99093B09aD01C34DC7251D0C89ce743e5a4",
        "TimelockedGovernor",
        threshold=1_000_000,
        quorum=40_000_000,
        held=41_000_000,
        blocks_a_tick=10,
    ),
)


@dataclass
class Way(Asked):
    """One proposal on its way to a Governor."""

    dao: Dao
    governor: LocalGovernor

    async def id(self) -> int:
        """By which the Governor knows it, once the thread says so."""
        message = await self.told()
        await self.server.until(lambda: _ID.search(message.text) is not None)
        found = _ID.search(message.text)
        assert found
        return int(found[1])


async def governed(server: DaoServer, dao: Dao, name: str) -> tuple[Contract, LocalGovernor]:
    """The DAO's token, of which a member holds as much as `held`, and its Governor, whose timelock has the rest."""
    chain, deployer = server.stage.chain, server.stage.chain.deployer
    if dao.token == "Uni":
        later = (await chain.block("latest")).timestamp + 10**6
        token = await chain.deploy("Uni", deployer.address, deployer.address, later)
    else:
        token = await chain.deploy(dao.token, "Votes", "VTS")
        await token.send("mint", deployer.address, SUPPLY * TOKEN, sender=deployer)
    rules = {"voting_delay": 2, "voting_period": 4, "threshold": dao.threshold * TOKEN}
    if dao.governor == "Bravo":
        governor = await deploy_compound_governor(chain, token, quorum=dao.quorum * TOKEN, **rules)
    else:
        governor = await deploy_governor(
            chain, token, code=dao.governor, timelock_delay=3 * 24 * 3600, **rules
        )
    await server.members(name)
    await token.send("transfer", server[name].wallet.address, dao.held * TOKEN, sender=deployer)
    await token.send("transfer", governor.timelock.address, (SUPPLY - dao.held) * TOKEN, sender=deployer)
    await server.send(name, token, "delegate", server[name].wallet.address)
    await chain.mine(dao.blocks_a_tick)
    await server.stage.finalize()
    return token, governor


@pytest.mark.parametrize("dao", DAOS, ids=lambda dao: dao.page)
async def test_what_the_page_says_ends_in_a_payment_by_the_governor(server: DaoServer, dao: Dao) -> None:
    name, given = f"{dao.page} delegate", entered(dao.page)
    (text,) = blocks(read(f"docs/daos/{dao.page}.md"), "policy")
    policy = read_policy(text.encode()).policy
    token, governor = await governed(server, dao, name)
    assert given.get("safe", "") == (f"governor {dao.governor_address}" if dao.governor_address else "")
    answer = await server.move_in(
        dao.page,
        {dao.token_address: token},
        quorum=given["quorum"],
        threshold=given["threshold"],
        safe=f"governor {governor.address}",
    )
    assert_says(answer, "Governor", governor.timelock.address)
    assert_says(await server.upload(dao.page), governor.address)

    grantee = server.stage.chain.account(f"{dao.page} grantee").address
    number = await server.submitted(name, "A grant", f"transfer 250000 {token.address} to {grantee}")
    way = Way(server, number, dao, governor)
    await server.elapses(policy.periods.discussion)
    await server.card(number, "Open for voting")
    await server.click(name, number, "For")
    await server.elapses(policy.periods.voting)
    assert record_of(await server.result(number))["result"]["scores"][0] == str(dao.held * TOKEN)

    await server.in_thread(number, "On the Governor: proposal")
    await way.sends(name)
    await server.in_thread(number, "It was proposed to the Governor, as")
    proposal = await way.id()
    await governor.skip_to_vote(proposal)
    await governor.vote(proposal, 1, sender=server[name].wallet)
    await governor.skip_vote(proposal)
    await server.stage.finalize()
    await server.in_thread(number, "It passed on the Governor too")
    await way.sends(name)
    await server.in_thread(number, "It is queued in the timelock")
    await server.elapses(timedelta(days=3))
    await server.in_thread(number, "Its time in the timelock is over")
    await way.sends(name)
    await server.notified(number, "The Governor executed the proposal")
    assert await token.call("balanceOf", grantee) == 250_000 * TOKEN
