"""What the pages of guilds in docs/daos/ say of deciding and executing, from the draft to what the guild has
processed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.policy.toml.file import read_policy
from sandbox.chain.moloch import PERIOD, YES, collect, deploy_moloch
from tests.daos.asked import Asked
from tests.daos.conftest import Moot, entered
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
    moot: Moot, guild: Guild
) -> None:
    (text,) = blocks(read(f"docs/daos/{guild.page}.md"), "policy")
    policy = read_policy(text.encode()).policy
    chain, member, other = moot.stage.chain, f"{guild.page} member", f"{guild.page} other"
    await moot.members(member, other)
    wallet = moot[member].wallet
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    shares = {wallet: 6, moot[other].wallet: 4}
    moloch = await deploy_moloch(chain, [dai], shares, deposit=10 * TOKEN, reward=TOKEN)
    await collect(moloch, dai, 1_000 * TOKEN, member=wallet)
    await dai.send("mint", wallet.address, 10 * TOKEN, sender=chain.deployer)
    await moot.send(member, dai, "approve", moloch.address, 10 * TOKEN)
    await moot.stage.finalize()

    given = entered(guild.page)
    assert given.get("safe", "") in ("", f"moloch {guild.address}")
    answer = await moot.move_in(
        guild.page,
        {guild.address: moloch.contract},
        quorum="",
        threshold=given["threshold"],
        safe=f"moloch {moloch.address}",
    )
    assert_says(answer, "Moloch DAO", moloch.address)
    assert_says(await moot.upload(guild.page), moloch.address)

    grantee = chain.account(f"{guild.page} grantee").address
    number = await moot.submitted(member, "A grant", f"transfer 500 {dai.address} to {grantee}")
    await moot.elapses(policy.periods.discussion)
    await moot.card(number, "Open for voting")
    await moot.click(member, number, "For")
    await moot.click(other, number, "Against")
    await moot.elapses(policy.periods.voting)
    assert record_of(await moot.result(number))["result"]["scores"] == ["6", "4"]

    await moot.in_thread(number, "In the DAO: proposal")
    way = Asked(moot, number)
    await way.sends(member)
    await moot.in_thread(number, "It was submitted to the DAO, as proposal `0`")
    await way.sends(member)
    await moot.in_thread(number, "It was sponsored in the DAO")
    await moot.elapses(timedelta(seconds=PERIOD))
    await moloch.vote(0, YES, sender=wallet)
    await moot.elapses(timedelta(seconds=moloch.voting_periods * PERIOD))
    await moot.in_thread(number, "Who disagrees can leave until <t:")
    await moot.elapses(timedelta(seconds=moloch.grace_periods * PERIOD))
    await moot.in_thread(number, "The grace period is over")
    await way.sends(member)
    await moot.notified(number, "The DAO carried it out in block")
    assert await moloch.balance(grantee, dai) == 500 * TOKEN
