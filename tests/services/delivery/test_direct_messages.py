"""Direct messages and reasons: paced, only the newest, and in the way of nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications import (
    AnyNotification,
    Notice,
    NotifyMember,
    PostCard,
    PostReason,
    PostRefusals,
    PostResult,
    TellMember,
)
from bot.services.limiter import Limiter, Limits, Pace
from bot.services.ports import AskedToWait
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.delivery.outbox_steps import ONE, add


def refusal(member: int, *, proposal: ProposalId = ONE, error: str = "NoWallet") -> NotifyMember:
    return NotifyMember(GUILD, proposal, MemberId(member), error)


@pytest.mark.attack("floods")
async def test_direct_messages_are_paced(harness: ServiceHarness) -> None:
    """Some at once, and then one each few seconds, however many wait."""
    notes = [refusal(number, proposal=ProposalId(number)) for number in range(1, 31)]
    await add(harness, *notes)
    assert len(await harness.notifications()) == 5
    for sent in range(6, 31):
        await harness.pass_time(timedelta(seconds=2.999))
        assert len(await harness.notifications()) == sent - 1
        await harness.pass_time(timedelta(seconds=0.001))
        assert len(await harness.notifications()) == sent
    assert harness.handler.delivered == notes


@pytest.mark.attack("floods")
@pytest.mark.parametrize("kind", ["refusals", "notices"])
async def test_a_server_whose_messages_flood_takes_no_turn_of_another(
    harness: ServiceHarness, kind: str
) -> None:
    """All servers share one pace: each of them has its turn before one has the next."""

    def message(guild: GuildId, number: int) -> AnyNotification:
        if kind == "notices":
            return TellMember(guild, MemberId(number), (Notice(Topic.OPENING, ProposalId(number)),))
        return NotifyMember(guild, ProposalId(number), MemberId(number), "NoWallet")

    await add(harness, *[message(GUILD, number) for number in range(1, 301)])
    delivered = len(await harness.notifications())
    others = [message(OTHER_GUILD, number) for number in (301, 302)]
    await add(harness, *others)
    for place, other in enumerate(others):
        for _ in range(2):
            await harness.pass_time(timedelta(seconds=6))
            await harness.notifications()
        assert other in harness.handler.delivered, place
    flooding = [each for each in harness.handler.delivered[delivered:] if each.guild == GUILD]
    assert len(flooding) >= 2, "and it goes on"


async def test_a_pause_in_direct_messages_lets_no_more_out_at_once_later(harness: ServiceHarness) -> None:
    await harness.pass_time(timedelta(days=1))
    await add(harness, *[refusal(number, proposal=ProposalId(number)) for number in range(1, 31)])
    assert len(await harness.notifications()) == 5


@pytest.mark.attack("floods")
async def test_where_many_need_the_same_sentence_one_note_tells_them_all(harness: ServiceHarness) -> None:
    await add(harness, *[refusal(number) for number in range(1, 31)])
    (note,) = await harness.notifications()
    assert note == PostRefusals(GUILD, ONE, tuple(MemberId(number) for number in range(1, 31)), "NoWallet")


@pytest.mark.attack("floods")
async def test_a_note_names_no_more_than_fit_into_a_message(harness: ServiceHarness) -> None:
    await add(harness, *[refusal(number) for number in range(1, 121)])
    notes = await harness.notified(PostRefusals)
    assert [len(note.members) for note in notes] == [50, 50, 20]
    assert len({member for note in notes for member in note.members}) == 120


async def test_a_few_are_told_in_private(harness: ServiceHarness) -> None:
    notes = [refusal(number) for number in range(1, 5)] + [refusal(9, error="VotingPaused")]
    await add(harness, *notes)
    assert await harness.notifications() == notes


@pytest.mark.attack("floods")
async def test_who_reacts_again_and_again_is_told_once_in_a_while(harness: ServiceHarness) -> None:
    for _ in range(20):
        await add(harness, refusal(1))
        await harness.notifications()
        await harness.pass_time(timedelta(seconds=10))
    assert len(harness.handler.delivered) == 1
    await harness.pass_time(NotifyMember.cooldown)
    assert len(await harness.notifications()) == 2


@pytest.mark.attack("floods")
async def test_a_voter_who_changes_the_reason_again_and_again_fills_no_thread(
    harness: ServiceHarness,
) -> None:
    for number in range(100):
        await add(harness, PostReason(GUILD, ONE, MemberId(1), "For", f"reason {number}"))
        await harness.notifications()
        await harness.pass_time(timedelta(seconds=1))
    await harness.pass_time(PostReason.cooldown)
    reasons = [each.reason for each in await harness.notified(PostReason)]
    assert len(reasons) == 3
    assert reasons[-1] == "reason 99"


@pytest.mark.attack("floods")
async def test_thousands_of_reasons_hold_up_no_result(harness: ServiceHarness) -> None:
    reasons = [PostReason(GUILD, ONE, MemberId(number), "For", "so") for number in range(2000)]
    await add(harness, *reasons, PostResult(GUILD, ONE))
    assert await harness.outbox.deliver_due() > 0
    assert PostResult(GUILD, ONE) in harness.handler.delivered


@pytest.mark.attack("floods")
async def test_who_is_asked_to_wait_waits(harness: ServiceHarness) -> None:
    """With everything of that queue, where that was asked; with nothing of another."""
    minute = timedelta(minutes=1)
    harness.handler.refuse(NotifyMember, error=AskedToWait("say it", "too fast", minute, everything=True))
    await add(harness, refusal(1))
    await harness.notifications()
    harness.handler.recover()
    await add(harness, refusal(2, error="VotingPaused"), PostCard(GUILD, ONE))
    assert await harness.notifications() == [PostCard(GUILD, ONE)]
    await harness.pass_time(minute - timedelta(seconds=1))
    assert await harness.notifications() == [PostCard(GUILD, ONE)]
    await harness.pass_time(timedelta(seconds=1))
    assert len(await harness.notifications()) == 3


@given(steps=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=40))
def test_a_pace_lets_through_no_more_than_it_says(steps: list[tuple[int, int]]) -> None:
    """In any stretch of time: so many at once, and one more for each `every` that has passed."""
    pace = Pace(3, timedelta(seconds=4))
    limiter: Limiter[str, GuildId] = Limiter(Limits(100, of_one=100, pace=pace))
    now, begun, wanted = timedelta(0), [], 0
    for wait, number in steps:
        now += timedelta(seconds=wait)
        wanted += number
        while wanted and limiter.may_begin(f"{len(begun)}", GuildId(len(begun)), now):
            limiter.begin(f"{len(begun)}", GuildId(len(begun)), now)
            begun.append(now)
            wanted -= 1
        assert (limiter.opens_in(now) == timedelta(0)) or not wanted or len(begun) >= pace.at_once
    for first in range(len(begun)):
        for last in range(first, len(begun)):
            assert last - first + 1 <= pace.at_once + (begun[last] - begun[first]) // pace.every
