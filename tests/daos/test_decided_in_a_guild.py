"""What the pages of guilds in docs/daos/ say of deciding and executing, from the draft to what the guild has
processed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.policy.toml.file import read_policy
from sandbox.chain.moloch import PERIOD, YES, collect, deploy_moloch
from tests.daos.asked import Asked
from tests.daos.conftest import DaoServer, entered
from tests.docs.pages import blocks, read
from tests.main_job.job import TOKEN, assert_says, record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Guild:
    """A guild as its page has it."""

    page: str
    address: str


GUILDS = (
    Guild("moloch", "0x1fd169A4f5c59ACf79d0Fd5d91D1201EF1Bce9f1"),
    Guild("metacartel-ventures", "0x4570b4fAF71E23942B8B9F934b47ccEdF7540162"),
)


@pytest.mark.parametrize("guild", GUILDS, ids=lambda guild: guild.page)
async def test_what_a_guilds_page_says_ends_in_a_payment_that_the_guild_processed(
    server: DaoServer, guild: Guild
) -> None:
    (text,) = blocks(read(f"docs/daos/{guild.page}.md"), "policy")
    policy = read_policy(text.encode()).policy
    chain, member, other = server.stage.chain, f"{guild.page} member", f"{guild.page} other"
    await server.members(member, other)
    wallet = server[member].wallet
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    shares = {wallet: 6, server[other].wallet: 4}
    moloch = await deploy_moloch(chain, [dai], shares, deposit=10 * TOKEN, reward=TOKEN)
    await collect(moloch, dai, 1_000 * TOKEN, member=wallet)
    await dai.send("mint", wallet.address, 10 * TOKEN, sender=chain.deployer)
    await server.send(member, dai, "approve", moloch.address, 10 * TOKEN)
    await server.stage.finalize()

    given = entered(guild.page)
    assert given.get("safe", "") in ("", f"moloch {guild.address}")
    answer = await server.move_in(
        guild.page,
        {guild.address: moloch.contract},
        quorum="",
        threshold=given["threshold"],
        safe=f"moloch {moloch.address}",
    )
    assert_says(answer, "Moloch DAO", moloch.address)
    assert_says(await server.upload(guild.page), moloch.address)

    grantee = chain.account(f"{guild.page} grantee").address
    number = await server.submitted(member, "A grant", f"transfer 500 {dai.address} to {grantee}")
    await server.elapses(policy.periods.discussion)
    await server.card(number, "Open for voting")
    await server.click(member, number, "For")
    await server.click(other, number, "Against")
    await server.elapses(policy.periods.voting)
    assert record_of(await server.result(number))["result"]["scores"] == ["6", "4"]

    await server.in_thread(number, "In the DAO: proposal")
    way = Asked(server, number)
    await way.sends(member)
    await server.in_thread(number, "It was submitted to the DAO, as proposal `0`")
    await way.sends(member)
    await server.in_thread(number, "It was sponsored in the DAO")
    await server.elapses(timedelta(seconds=PERIOD))
    await moloch.vote(0, YES, sender=wallet)
    await server.elapses(timedelta(seconds=moloch.voting_periods * PERIOD))
    await server.in_thread(number, "Who disagrees can leave until <t:")
    await server.elapses(timedelta(seconds=moloch.grace_periods * PERIOD))
    await server.in_thread(number, "The grace period is over")
    await way.sends(member)
    await server.notified(number, "The DAO carried it out in block")
    assert await moloch.balance(grantee, dai) == 500 * TOKEN
