"""A part reads in its own channel what it has brought up, and who decides on it."""

import pytest

from bot.domain.executors import SafeExecutor
from bot.domain.ids import ChannelId, RoleId, SpaceId
from bot.domain.proposals.brought_up import BroughtUp
from bot.services.delivery.notifications import TellPart
from sandbox.discord import Channel
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.fakes import MAINNET, account


async def brought_up(dao: DiscordHarness, channel: Channel, *, dissolved: bool = False) -> str:
    """A proposal of Grants, which lives in this channel, that stands above; what was said in the channel of it."""
    proposal = await dao.submitted({"ada": 70}, title="A *deep* well")
    harness, now = dao.harness, dao.harness.clock.now()
    async with harness.services.uow.writing() as repositories:
        root = await repositories.spaces.of_guild(dao.guild_id)
        roles = {"moderators": RoleId(dao.moderators.id), "guardians": RoleId(dao.guardians.id)}
        lives_in = {use: ChannelId(channel.id) for use in ("announcements", "discussion", "log")}
        part: SpaceId = (await repositories.spaces.create(root, "Grants", **lives_in, **roles, at=now)).id
        executor = SafeExecutor(chain=MAINNET, address=account("safe of Grants"))
        await repositories.proposals.bring_up(proposal, BroughtUp(part, "Grants", executor))
        if dissolved:
            await repositories.spaces.archive(part, now)
        await repositories.outbox.add(TellPart(dao.guild_id, proposal), at=now)
    await dao.deliver()
    return "\n".join(message.text for message in channel.messages)


async def test_it_is_said_who_decides_and_where_that_is_discussed(dao: DiscordHarness) -> None:
    channel = dao.guild.create_text_channel("grants")
    said = await brought_up(dao, channel)
    assert "A \\*deep\\* well" in said
    assert f"/{dao.thread.id}" in said
    assert f"⬆️ {dao['ada'].mention} has brought this up" in said
    assert "more than Grants may move itself" in said
    assert (
        f"Who votes in **{(await dao.harness.services.space_tree.of(dao.guild_id)).root.name}** decides"
        in said
    )


@pytest.mark.attack("visibility")
async def test_in_the_channels_of_a_part_that_was_dissolved_nothing_is_said(dao: DiscordHarness) -> None:
    assert await brought_up(dao, dao.guild.create_text_channel("grants"), dissolved=True) == ""
