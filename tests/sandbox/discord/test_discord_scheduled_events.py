"""Scheduled events: made, moved, begun and ended as Discord lets them be, and refused as it refuses them."""

from __future__ import annotations

from datetime import timedelta

import discord as discordpy
import pytest

from sandbox.discord import Permission

P = Permission


async def made(town, bot, *, begins=timedelta(hours=1), ends=timedelta(hours=3)):
    now = town.server.clock.now()
    return await bot.get_guild(town.guild.id).create_scheduled_event(
        name="#7 A new well",
        description="Vote",
        location="https://discord.com/channels/1/2",
        start_time=now + begins,
        end_time=now + ends,
        entity_type=discordpy.EntityType.external,
        privacy_level=discordpy.PrivacyLevel.guild_only,
    )


@pytest.fixture
def may(town):
    town.bot_member.roles[0].allow(P.VIEW_CHANNEL | P.CREATE_EVENTS)


async def test_an_event_is_made_moved_begun_and_ended(town, bot, may):
    event = await made(town, bot)
    (there,) = town.guild.scheduled_events.values()
    assert (there.name, there.location) == ("#7 A new well", "https://discord.com/channels/1/2")
    later = event.end_time + timedelta(hours=2)
    event = await event.edit(end_time=later, location="https://discord.com/channels/1/3")
    assert there.ends_at == later
    event = await event.start()
    guild = bot.get_guild(town.guild.id)
    (listed,) = await guild.fetch_scheduled_events(with_counts=False)
    assert listed.status is discordpy.EventStatus.active
    await event.end()
    assert await guild.fetch_scheduled_events(with_counts=False) == []
    found = await guild.fetch_scheduled_event(event.id, with_counts=False)
    assert found.status is discordpy.EventStatus.completed
    with pytest.raises(discordpy.HTTPException) as refused:
        await found.edit(name="x", location="y", end_time=later)
    assert refused.value.code == 180000
    assert town.server.violations == []


async def test_an_active_one_is_over_when_its_end_has_come(town, bot, may):
    event = await made(town, bot)
    await event.start()
    town.guild.scheduled_events[event.id].ends_at = town.server.clock.now()
    found = await bot.get_guild(town.guild.id).fetch_scheduled_event(event.id, with_counts=False)
    assert found.status is discordpy.EventStatus.completed


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(-1, 3), (3, 1), (1, 24 * 366 * 6)],
)
async def test_times_that_can_not_be_are_refused(town, bot, may, begins, ends):
    with pytest.raises(discordpy.HTTPException) as refused:
        await made(town, bot, begins=timedelta(hours=begins), ends=timedelta(hours=ends))
    assert refused.value.code == 50035


async def test_without_the_permission_none_is_made_and_others_events_stay(town, bot, may):
    event = await made(town, bot)
    town.bot_member.roles[0].allow(P.VIEW_CHANNEL)
    for attempt in (made(town, bot), event.cancel(), event.delete()):
        with pytest.raises(discordpy.Forbidden) as refused:
            await attempt
        assert refused.value.code == 50013
    town.bot_member.roles[0].allow(P.VIEW_CHANNEL | P.MANAGE_EVENTS)
    await event.delete()
    with pytest.raises(discordpy.NotFound) as gone:
        await event.delete()
    assert gone.value.code == 10070


async def test_a_hundred_wait_at_most(town, bot, may):
    first = await made(town, bot)
    for _ in range(99):
        await made(town, bot)
    with pytest.raises(discordpy.HTTPException) as refused:
        await made(town, bot)
    assert refused.value.code == 30038
    await first.cancel()
    await made(town, bot)
