"""Discord is asked whether somebody is a member, and never by more at once than there may be."""

import asyncio

import pytest
from msgspec.structs import replace

from bot.domain.errors import MembershipUnavailable
from bot.domain.ids import GuildId, MemberId
from bot.web.login.members import Members
from bot.web.requests.limits import WebLimits
from tests.fakes.clock import ManualClock

GUILD = GuildId(1)


@pytest.mark.attack("floods")
@pytest.mark.parametrize("most", [1, WebLimits().asked_at_once])
async def test_no_more_questions_wait_for_discord_than_there_may_be(most: int) -> None:
    asked: asyncio.Queue[MemberId] = asyncio.Queue()
    answer = asyncio.Event()

    async def slow(guild: GuildId, member: MemberId) -> bool:
        asked.put_nowait(member)
        await answer.wait()
        return True

    members = Members(slow, ManualClock(), replace(WebLimits(), asked_at_once=most))
    waiting = [asyncio.create_task(members.is_member(GUILD, MemberId(each))) for each in range(most)]
    assert [await asked.get() for _ in range(most)] == list(range(most))
    with pytest.raises(MembershipUnavailable):
        await members.is_member(GUILD, MemberId(most))
    assert asked.empty()
    answer.set()
    assert all(await asyncio.gather(*waiting))
    assert await members.is_member(GUILD, MemberId(most))


@pytest.mark.attack("floods")
async def test_a_question_that_discord_does_not_answer_makes_room_for_the_next() -> None:
    asked = []

    async def away(guild: GuildId, member: MemberId) -> bool:
        asked.append(member)
        raise MembershipUnavailable

    members = Members(away, ManualClock(), replace(WebLimits(), asked_at_once=1))
    for member in range(3):
        with pytest.raises(MembershipUnavailable):
            await members.is_member(GUILD, MemberId(member))
    assert asked == [0, 1, 2]
