"""What members asked to be told: kept for each server by itself, found in pages."""

from datetime import time

from bot.domain.ids import MemberId
from bot.domain.notices.quiet_hours import QuietHours
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import Topic
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, HOME, World, after

QUIET = QuietHours(time(22), time(7, 30), "Europe/Berlin")


async def test_what_a_member_chose_is_kept_in_each_server_by_itself(world: World) -> None:
    async with world.unit.writing() as repositories:
        notices = repositories.notices
        await notices.choose(HOME, ADA, {Topic.ENDING, Topic.RESULT}, "de")
        await notices.keep_quiet(HOME, ADA, QUIET)
        await notices.choose(ABROAD, ADA, {Topic.DUE}, "fr")
        await notices.add(HOME, BEN, Topic.DELEGATE)
        await notices.add(HOME, BEN, Topic.DELEGATE)
    async with world.unit.reading() as repositories:
        notices = repositories.notices
        both = frozenset({Topic.ENDING, Topic.RESULT})
        assert await notices.of_member(HOME, ADA) == NoticeSettings(HOME, ADA, both, QUIET, "de")
        assert await notices.of_member(ABROAD, ADA) == NoticeSettings(
            ABROAD, ADA, frozenset({Topic.DUE}), None, "fr"
        )
        assert (await notices.of_member(HOME, BEN)).topics == {Topic.DELEGATE}
        assert await notices.of_member(ABROAD, BEN) == NoticeSettings(ABROAD, BEN)
    async with world.unit.writing() as repositories:
        await repositories.notices.choose(HOME, ADA, (), "de")
        assert await repositories.notices.of_member(HOME, ADA) == NoticeSettings(
            HOME, ADA, frozenset(), QUIET, "de"
        )
        await repositories.notices.keep_quiet(HOME, ADA, None)
        assert await repositories.notices.of_member(HOME, ADA) == NoticeSettings(
            HOME, ADA, frozenset(), None, "de"
        )
        assert (await repositories.notices.of_member(ABROAD, ADA)).topics == {Topic.DUE}


async def test_who_can_not_be_reached_is_kept_for_those_alone_who_asked(world: World) -> None:
    async with world.unit.writing() as repositories:
        notices = repositories.notices
        await notices.choose(HOME, ADA, {Topic.DUE}, "en-GB")
        await notices.note_reach(HOME, ADA, after(1))
        await notices.note_reach(HOME, BEN, after(1))
        assert (await notices.of_member(HOME, ADA)).unreachable_since == after(1)
        await notices.choose(HOME, ADA, {Topic.DUE, Topic.ENDING}, "en-GB")
        assert (await notices.of_member(HOME, ADA)).unreachable_since == after(1)
        assert (await notices.of_member(HOME, BEN)).unreachable_since is None
        await notices.note_reach(HOME, ADA, None)
        assert (await notices.of_member(HOME, ADA)).unreachable_since is None


async def test_those_who_asked_for_a_topic_are_found_in_pages_by_their_ids(world: World) -> None:
    asked = [MemberId(2**61 + number) for number in range(5)]
    async with world.unit.writing() as repositories:
        for member in reversed(asked):
            await repositories.notices.choose(HOME, member, {Topic.RESULT}, "")
        await repositories.notices.choose(HOME, ADA, {Topic.DUE}, "")
        await repositories.notices.choose(ABROAD, BEN, {Topic.RESULT}, "")
    found: list[MemberId] = []
    async with world.unit.reading() as repositories:
        while page := await repositories.notices.subscribers(
            HOME, Topic.RESULT, found[-1] if found else MemberId(0), 2
        ):
            assert len(page) <= 2
            found += page
    assert found == asked
