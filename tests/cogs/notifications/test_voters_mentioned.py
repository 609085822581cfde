"""The role that a space names for its voters is mentioned when a vote opens: it alone, and once."""

from typing import Any

import pytest

from bot.domain.errors import NotModerator
from bot.domain.ids import ProposalId, RoleId
from bot.services.actors import Actor
from sandbox.discord.world.guilds import Role
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness


@pytest.fixture
def voters(dao: DiscordHarness) -> Role:
    return dao.guild.create_role("voters", mentionable=True)


async def named(dao: DiscordHarness, role: Role | None) -> None:
    await dao.harness.services.space_setup.name_voters(moderator(dao), RoleId(role.id) if role else None)


def moderator(dao: DiscordHarness) -> Actor:
    return dao.harness.moderator()


async def opened(dao: DiscordHarness, role: Role | None, **content: str) -> ProposalId:
    """A vote that opens in a space that has named this role."""
    await dao.set_up(voters=RoleId(role.id) if role else None)
    proposal = await dao.submitted_there({"ada": 70}, **content)
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


def mentioning(dao: DiscordHarness, role: Role) -> list[Message]:
    """The messages of all channels that Discord told the role about."""
    return [
        message
        for place in (dao.announcements, dao.log, *dao.guild.threads)
        for message in place.messages
        if role.id in message.mention_roles
    ]


async def test_the_role_of_voters_is_mentioned_once_when_a_vote_opens_with_the_way_to_its_card(
    dao: DiscordHarness, voters: Role
) -> None:
    await opened(dao, voters, title="A new well")
    await dao.deliver_again()
    (told,) = mentioning(dao, voters)
    assert told.channel is dao.announcements
    assert told.mention_roles == [voters.id]
    assert not told.mentions
    assert not told.mention_everyone
    for part in ("A new well", "The vote is open", "until <t:"):
        assert part in told.text
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.card.channel.id}/{dao.card.id}" in told.text


async def test_nobody_is_mentioned_unless_the_space_names_a_role(dao: DiscordHarness, voters: Role) -> None:
    await opened(dao, None)
    assert mentioning(dao, voters) == []
    assert dao.said(dao.announcements, "The vote is open") == []


async def test_nobody_is_mentioned_while_a_proposal_is_only_discussed(
    dao: DiscordHarness, voters: Role
) -> None:
    await dao.set_up(voters=RoleId(voters.id))
    await dao.submitted_there({"ada": 70})
    assert mentioning(dao, voters) == []


async def test_a_restart_in_the_middle_mentions_nobody_twice(dao: DiscordHarness, voters: Role) -> None:
    await opened(dao, voters)
    await dao.restart()
    await dao.deliver_again()
    assert len(mentioning(dao, voters)) == 1


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("fault", [{"after": True}, {"status": 503}, {"status": None}], ids=str)
async def test_a_mention_whose_answer_is_lost_is_said_once(
    dao: DiscordHarness, voters: Role, fault: dict[str, Any]
) -> None:
    await dao.set_up(voters=RoleId(voters.id))
    proposal = await dao.submitted_there({"ada": 70})
    await dao.harness.open(proposal)
    dao.discord.faults.fail_next("POST", f"/channels/{dao.announcements.id}/messages$", **fault)
    for _ in range(3):
        await dao.deliver_again()
    assert len(mentioning(dao, voters)) == 1


async def test_a_role_that_is_not_named_any_more_is_not_mentioned(dao: DiscordHarness, voters: Role) -> None:
    await dao.set_up(voters=RoleId(voters.id))
    await named(dao, None)
    proposal = await dao.submitted_there({"ada": 70})
    await dao.harness.open(proposal)
    await dao.deliver()
    assert mentioning(dao, voters) == []


async def test_a_vote_that_is_over_before_it_could_be_said_mentions_nobody(
    dao: DiscordHarness, voters: Role
) -> None:
    await dao.set_up(voters=RoleId(voters.id))
    proposal = await dao.submitted_there({"ada": 70})
    await dao.harness.open(proposal)
    await dao.harness.services.moderation.cancel(moderator(dao), proposal, "a mistake")
    await dao.deliver()
    assert mentioning(dao, voters) == []


@pytest.mark.attack("text")
@pytest.mark.parametrize("title", ["<@&{others}> come", "@everyone come", "@here come", "<@&{guild}> come"])
async def test_a_title_mentions_nobody_beside_the_role_of_voters(
    dao: DiscordHarness, voters: Role, title: str
) -> None:
    others = dao.guild.create_role("others", mentionable=True)
    await opened(dao, voters, title=title.format(others=others.id, guild=dao.guild.id))
    (told,) = mentioning(dao, voters)
    assert told.mention_roles == [voters.id]
    assert not told.mention_everyone
    assert mentioning(dao, others) == []


@pytest.mark.attack("text")
async def test_a_title_that_a_filter_refuses_keeps_no_mention_back(dao: DiscordHarness, voters: Role) -> None:
    dao.guild.filters.words = {"forbidden"}
    await opened(dao, voters, title="A forbidden well")
    (told,) = mentioning(dao, voters)
    assert "forbidden" not in told.text
    assert "The vote is open" in told.text


async def test_whom_a_vote_mentions_is_no_part_of_its_rules(dao: DiscordHarness, voters: Role) -> None:
    await dao.set_up()
    before = await dao.harness.services.space_setup.space(dao.guild_id)
    await named(dao, voters)
    after = await dao.harness.services.space_setup.space(dao.guild_id)
    assert after[0].voters == voters.id
    assert after[1].policy.hash == before[1].policy.hash


@pytest.mark.attack("commands")
@pytest.mark.parametrize("name", ["ben", "gus"])
async def test_only_moderators_name_whom_a_vote_mentions(
    dao: DiscordHarness, voters: Role, name: str
) -> None:
    await dao.set_up()
    with pytest.raises(NotModerator):
        await dao.harness.services.space_setup.name_voters(
            dao.harness.actor(name, RoleId(dao.guardians.id), guild=dao.guild_id), RoleId(voters.id)
        )
    space, _ = await dao.harness.services.space_setup.space(dao.guild_id)
    assert space.voters is None
