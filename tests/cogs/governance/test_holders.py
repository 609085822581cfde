"""Somebody who held something for the space has left, or lost their role: it is said once, and nothing stops."""

import pytest

from bot.domain.ids import GuildId
from bot.domain.proposals.state import State, state
from cogs.notifications.holder_watch import HolderWatch
from tests.cogs.conftest import FOUNDED, Dao

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def doctor(dao: Dao) -> str:
    reply = await dao["mona"].slash(dao.council, "gov doctor")
    first = await reply.settled()
    return "\n".join([first.text, *(each.text for each in reply.followups if each is not first)])


async def looks(dao: Dao) -> None:
    """What happens when a card is shown: a vote opens."""
    assert dao.world.client is not None
    await HolderWatch(dao.world.client).on_card_shown(GuildId(dao.guild.id))


async def test_a_role_that_nobody_has_any_more_is_told_once(dao: Dao) -> None:
    assert "nobody has it" not in await doctor(dao)
    assert await dao.log() == FOUNDED
    dao["gus"].roles = []
    dao.guild.member_changed(dao["gus"])
    found = await doctor(dao)
    await looks(dao)
    assert "guardians' role: **not right**, nobody has it" in found
    assert await dao.log() == [("guardians empty", None), *FOUNDED]


async def test_an_auditor_who_has_left_is_named_with_what_to_do(dao: Dao) -> None:
    await dao.use("milo", "gov auditors add", who=dao["ben"])
    dao.guild.remove(dao["ben"])
    found = await doctor(dao)
    await looks(dao)
    assert f"auditor <@{dao['ben'].id}>: **not right**, they have left the server" in found
    assert "`/gov auditors remove`" in found
    assert [act for act, _ in await dao.log()][:2] == ["auditor left", "auditor add"]


async def test_a_proposal_goes_on_whose_author_has_left(dao: Dao) -> None:
    proposal = await dao.discussed()
    dao.guild.remove(dao["ada"])
    for _ in range(2):
        await looks(dao)
    assert [act for act, _ in await dao.log()].count("author left") == 1
    assert state(await dao.proposal(proposal.id), dao.world.clock.now()) is State.DISCUSSION


async def test_it_is_looked_at_when_a_vote_opens(dao: Dao) -> None:
    dao["gus"].roles = []
    for _ in range(2):
        await looks(dao)
    assert await dao.log() == [("guardians empty", None), *FOUNDED]


async def test_where_discord_does_not_answer_nothing_is_said_of_anybody(dao: Dao) -> None:
    dao["gus"].roles = []
    dao.world.discord.faults.fail_next("GET", "/roles/member-counts$", status=403)
    found = await doctor(dao)
    assert "who has the roles: **not right**" in found
    assert await dao.log() == FOUNDED
