"""/gov retry: what was given up is shown, and tried again when a moderator says so."""

import pytest

from bot.domain.ids import GuildId, ProposalId
from bot.services.delivery.notifications import PostResult, Queue
from sandbox.discord import CannotDo

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def given_up(dao, *proposals):
    """Results that the bot has given up to post."""
    guild, now = GuildId(dao.guild.id), dao.world.clock.now()
    async with dao.services.uow.writing() as repositories:
        results = [PostResult(guild, ProposalId(guild + each)) for each in proposals]
        await repositories.outbox.add(*results, at=now)
        for entry in await repositories.outbox.due(Queue.DECISIONS, now, 1000):
            if isinstance(entry.notification, PostResult) and entry.notification.guild == guild:
                await repositories.outbox.give_up(entry, now, "https://rpc.example/key: refused")


async def waiting(dao):
    async with dao.services.uow.reading() as repositories:
        found = await repositories.outbox.due(Queue.DECISIONS, dao.world.clock.now(), 1000)
    return [
        entry.notification.proposal - dao.guild.id
        for entry in found
        if isinstance(entry.notification, PostResult) and entry.notification.guild == dao.guild.id
    ]


async def test_nothing_that_was_given_up_is_said_to_be_nothing(dao):
    assert "there is nothing to try again" in (await dao.use("mona", "gov retry")).text
    doctor = await dao.use("mona", "gov doctor")
    assert "✅ deliveries: nothing was given up" in doctor.text


async def test_the_doctor_says_what_was_given_up_and_how_to_mend_it(dao):
    await given_up(dao, 1, 2)
    doctor = await dao.use("mona", "gov doctor")
    (line,) = [line for line in doctor.text.splitlines() if "deliveries" in line]
    assert line.startswith("⚠️")
    assert "2 were given up since" in line
    assert "`/gov retry`" in line


@pytest.mark.attack("secrets")
async def test_the_address_of_a_node_stands_in_no_answer(dao):
    await given_up(dao, 1)
    for command in ("gov doctor", "gov retry", "gov log"):
        assert "rpc.example" not in (await dao.use("mona", command)).text


async def test_a_moderator_has_all_of_the_server_tried_again_in_public(dao, fresh):
    await fresh.set_up()
    await given_up(dao, 1, 2)
    await given_up(fresh, 3)
    answer = await dao.use("milo", "gov retry")
    assert "2 deliveries are tried again now" in answer.text
    assert sorted(await waiting(dao)) == [1, 2]
    assert await waiting(fresh) == []
    assert "deliveries tried again" in (await dao.use("mona", "gov log")).text
    assert "there is nothing to try again" in (await dao.use("milo", "gov retry")).text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("who", ["ada", "gus"])
async def test_nobody_else_has_anything_tried_again(dao, who):
    await given_up(dao, 1)
    with pytest.raises(CannotDo):
        await dao.use(who, "gov retry")
    assert await waiting(dao) == []
