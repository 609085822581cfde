"""A post in a forum carries the tag of where its proposal stands."""

from sandbox.discord import Permission
from tests.cogs.voting.discord_harness import BOT, DiscordHarness


def tags(dao: DiscordHarness) -> list[str]:
    return dao.thread.tag_names


async def allowed(dao: DiscordHarness, *names: str) -> None:
    """The bot may manage the forum, which has these tags."""
    forum = dao.guild.create_forum_channel("tagged", tags=list(names))
    dao.guild.invite(dao.app, BOT | Permission.MANAGE_CHANNELS)
    dao.discussion = forum


async def test_the_tag_follows_the_state_beside_those_of_others(dao: DiscordHarness) -> None:
    await allowed(dao, "treasury")
    proposal = await dao.submitted({"ada": 70})
    assert tags(dao) == ["In discussion"]
    dao.thread.applied.append(int(dao.discussion.tags[0]["id"]))
    dao.thread.changed()
    await dao.harness.open(proposal)
    await dao.deliver()
    assert sorted(tags(dao)) == ["Open", "treasury"]
    await dao.passed(proposal)
    await dao.deliver()
    assert sorted(tags(dao)) == ["Passed", "treasury"]
    made = [tag["name"] for tag in dao.discussion.tags]
    assert made == ["treasury", "In discussion", "Open", "Failed", "Passed", "Executed", "Stopped"]
    assert all(tag["moderated"] for tag in dao.discussion.tags[1:])


async def test_what_is_withdrawn_is_tagged_also_where_its_post_sleeps(dao: DiscordHarness) -> None:
    await allowed(dao)
    proposal = await dao.submitted({"ada": 70})
    dao.thread.archived = True
    dao.thread.changed()
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada", guild=dao.guild_id), proposal)
    await dao.deliver()
    assert tags(dao) == ["Stopped"]


async def test_without_the_permission_nothing_is_made_and_nothing_fails(dao: DiscordHarness) -> None:
    dao.discussion = dao.guild.create_forum_channel("tagged", tags=["open"])
    proposal = await dao.submitted({"ada": 70})
    assert tags(dao) == []
    await dao.harness.open(proposal)
    await dao.deliver()
    assert tags(dao) == ["open"], "one that moderators made is used"
    assert [tag["name"] for tag in dao.discussion.tags] == ["open"]
    assert dao.harness.given_up == []


async def test_a_forum_that_is_full_keeps_its_tags(dao: DiscordHarness) -> None:
    others = [f"topic {number}" for number in range(19)]
    await allowed(dao, *others)
    await dao.submitted({"ada": 70})
    assert tags(dao) == ["In discussion"]
    assert [tag["name"] for tag in dao.discussion.tags] == [*others, "In discussion"]
