"""What the page of Arbitrum says of subDAOs: a part with a Safe and a limit, below a whole that has a Governor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.policy.model import Periods, preset
from sandbox.chain.contract import Contract
from sandbox.chain.governor import deploy_governor
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.discord import Message, Person
from sandbox.discord.world.guilds import Role
from sandbox.discord.world.permissions import P
from sandbox.safe_app import add_delegate
from sandbox.stage import Stage
from tests.daos.conftest import DaoServer, entered, periods, written
from tests.docs.pages import named, read, rows
from tests.main_job.job import TOKEN, assert_says, record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

ARBITRUM, TRACK = "arbitrum", "subdaos"
ARB, GOVERNOR = "0x912CE59144191C1204E64559FE8253a0e49E6548", "0x789fC99093B09aD01C34DC7251D0C89ce743e5a4"
SAFE, GRANTEE = "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
GIVEN = {
    named(head)[0]: named(cell)[0]
    for head, cell in rows(read(f"docs/daos/{ARBITRUM}.md"), "in #gaming").items()
}
ABOVE, TIMELOCK = periods(ARBITRUM, TRACK), timedelta(days=int(GIVEN["timelock"].removesuffix("d")))
BELOW = preset("subdao").periods.model_copy(update={"timelock": TIMELOCK})


@dataclass
class Whole:
    """The ArbitrumDAO of the page with its delegate, and the subDAO Gaming, whose Safe is not named yet."""

    server: DaoServer
    arb: Contract
    safe: LocalSafe
    """Of Gaming."""
    gaming: Stage
    moderator: Person
    """Of Gaming."""
    role: Role

    @contextmanager
    def in_gaming(self) -> Iterator[None]:
        """What happens within is typed and said in its channels."""
        whole, self.server.stage = self.server.stage, self.gaming
        yield
        self.server.stage = whole

    async def names(self, safe: LocalSafe) -> Message:
        """The moderator of Gaming enters what the page says, with this Safe; returns the answer."""
        assert GIVEN["safe"] == SAFE
        options = {**GIVEN, "safe": safe.address}
        reply = await self.moderator.slash(self.gaming.announcements, "gov track edit", **options)
        return await reply.settled(timeout=30)

    async def passes(self, number: int, times: Periods) -> Message:
        """The delegate alone decides; returns the card when its vote was open."""
        await self.server.elapses(times.discussion)
        card = await self.server.card(number, "Open for voting")
        await self.server.click("delegate", number, "For")
        await self.server.elapses(times.voting)
        await self.server.result(number)
        return card

    async def above(self, title: str, kind: str, changes: dict[str, str]) -> tuple[int, Message]:
        """What the page's block has, proposed on the track for subDAOs, passed, and its timelock is over; its number
        and its card."""
        line = written(ARBITRUM, kind, changes)
        number = await self.server.submitted("delegate", title, line, track=TRACK)
        card = await self.passes(number, ABOVE)
        await self.server.elapses(ABOVE.timelock)
        return number, card

    async def pays(self, number: int) -> None:
        """The owners of the Safe of Gaming sign and execute it."""
        await self.server.in_thread(number, "safeTxHash")
        with self.in_gaming():
            await self.server.execute(self.server.transactions()[0])
        await self.server.notified(number, "The Safe executed")


async def founded(server: DaoServer) -> Whole:
    """The page's set-up, with a delegate of 41 million ARB; a Safe for Gaming, channels, and who will moderate it."""
    stage, chain, guild = server.stage, server.stage.chain, server.stage.guild
    arb = await chain.deploy("LayerTwoClockToken", "Arbitrum", "ARB")
    governor = await deploy_governor(chain, arb, threshold=10**6 * TOKEN, timelock_delay=3 * 24 * 3600)
    safe = await deploy_safe(chain, owners=stage.owners, threshold=2, salt=1)
    await add_delegate(stage.service, safe, stage.owners[0], stage.proposer)
    await server.members("delegate")
    wallet = server["delegate"].wallet.address
    for account, millions in ((wallet, 41), (safe.address, 1), (governor.timelock.address, 958)):
        await arb.send("mint", account, millions * 10**6 * TOKEN, sender=chain.deployer)
    await server.send("delegate", arb, "delegate", wallet)
    await chain.mine(10)
    await stage.finalize()
    given = entered(ARBITRUM)
    rules = {"quorum": given["quorum"], "threshold": given["threshold"]}
    governing = given["safe"].replace(GOVERNOR, governor.address)
    assert_says(await server.move_in(ARBITRUM, {ARB: arb}, safe=governing, **rules), governor.address)
    await server.upload(ARBITRUM)
    role = guild.create_role("Gaming")
    channels = {
        "announcements": guild.create_text_channel("gaming"),
        "discussion": guild.create_forum_channel("gaming-talk"),
        "log": guild.create_text_channel("gaming-log"),
    }
    moderator = guild.create_member("gail", roles=[role], permissions=P.MANAGE_GUILD)
    gaming = replace(stage, safe=safe, moderator=moderator, **channels)
    return Whole(server, arb, safe, gaming, moderator, role)


async def test_a_subdao_pays_by_its_safe_within_its_limit_and_the_whole_decides_on_the_rest(
    server: DaoServer,
) -> None:
    dao = await founded(server)
    stage, grantee = server.stage, server.stage.chain.account("a maker of games").address
    local = {ARB: dao.arb.address, GRANTEE: grantee}

    await server.ask(stage.moderator, "gov track add", name=TRACK, preset="token")
    shown = await server.upload(ARBITRUM, kind=TRACK, track=TRACK)
    assert_says(shown, "what passes may create parts with rules of their own", "veto what passed")
    names = {ARB: dao.arb.address, "#gaming-talk": f"<#{dao.gaming.discussion.id}>"}
    number, card = await dao.above("A subDAO for games", "create", names)
    assert_says(
        card.text, dao.role.mention, "create the part **Gaming**", "200\u202f000 ARB", "in any 90 days"
    )
    await server.in_thread(number, "As voted, the server is changed")

    refused = await dao.names(stage.safe)
    assert_says(refused.text, f"Another space of this server, {stage.guild.name}, has proved that the Safe")
    await server.logged("another space of this server asked for the Safe", "Gaming")
    assert_says((await dao.names(dao.safe)).text, dao.safe.address)
    # In the log of Gaming nobody types: its moderator uses the channel of its announcements.
    await replace(dao.gaming, log=dao.gaming.announcements).prove()

    with dao.in_gaming():
        within = written(ARBITRUM, "within", local)
        first = await server.submitted("delegate", "A first game", within)
        await dao.passes(first, BELOW)
        await server.elapses(BELOW.timelock)
        await dao.pays(first)
        assert await dao.arb.call("balanceOf", grantee) == 150_000 * TOKEN

        person = server["delegate"].person
        beyond = await server.stage.draft(person, "A large one", "All.", written(ARBITRUM, "beyond", local))
        assert_says(beyond.text, "This moves 60\u202f000 ARB", "and 150\u202f000 are spent or asked for")
        assert_says(await server.stage.submit(person, beyond), "This moves 60\u202f000 ARB")
        taken_up = await (await person.click(beyond, label=f"Take it to {stage.guild.name}")).settled()
    up = await server.submits("delegate", taken_up)
    assert_says((await dao.passes(up, ABOVE)).text, "Brought up by **Gaming**")
    frozen = record_of(await server.result(up))["frozen"]
    assert (frozen["brought_up"]["name"], frozen["policy"]["executor"]["address"]) == (
        "Gaming",
        dao.safe.address,
    )
    await server.elapses(ABOVE.timelock)
    await dao.pays(up)
    assert await dao.arb.call("balanceOf", grantee) == 210_000 * TOKEN

    # The first game counts for Gaming no more.
    await server.elapses(timedelta(days=90))
    with dao.in_gaming():
        second = await server.submitted("delegate", "A second game", within)
        await dao.passes(second, BELOW)
    # By then the timelock of Gaming is over, but nothing is asked of its Safe while the vote goes on.
    assert ABOVE.discussion + ABOVE.voting + ABOVE.timelock >= BELOW.timelock
    veto, _ = await dao.above("Not this game", "veto", {"#7": f"#{second}"})
    await server.logged("what passed in a part vetoed by a vote", f"#{second}")
    with dao.in_gaming():
        await server.in_thread(second, f"**Vetoed** by the space above, in proposal {veto}")
        await server.elapses(timedelta(days=14))
        assert len(server.transactions()) == 2
    assert await dao.arb.call("balanceOf", grantee) == 210_000 * TOKEN
