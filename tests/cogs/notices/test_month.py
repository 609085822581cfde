"""A month of a server whose members chose what they are told: nobody gets more than they chose or at another time,
nobody less, Discord is asked for a few messages a minute, and the bot needs no more memory at its end."""

from bisect import bisect_left
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ProposalId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications.notification import Queue
from bot.services.delivery.outbox import LIMITS
from tests.assurance import examples
from tests.cogs.notices.month import WEEK, Month
from tests.harness import GUILD, ServiceHarness

MEMBERS, PROPOSALS = examples(30, full=2_000), examples(6, full=60)
PACE = LIMITS[Queue.NOTICES].pace
MORE_OBJECTS = examples(600, full=20_000)
"""Those that a fortnight may add, where some 60,000 stay: less than a few for each message."""


@pytest.mark.attack("floods")
@pytest.mark.parametrize("seed", [1])
async def test_a_month_tells_each_member_what_they_chose_and_no_more(
    harness: ServiceHarness, seed: int
) -> None:
    month = Month(harness, MEMBERS, PROPOSALS, seed)
    await month.begin()
    for _ in range(4):
        await month.live(WEEK)
    await month.live(timedelta(days=2))
    assert await month.drained(), "the month's notices were told"
    assert month.unread == []
    _discord_is_asked_for_little(month)
    await _nobody_gets_more_than_they_chose(month)
    await _nobody_is_forgotten(month)
    _, second, _, fourth, _ = month.objects
    assert fourth - second < MORE_OBJECTS, month.objects


async def _nobody_gets_more_than_they_chose(month: Month) -> None:
    ends = {(vote.guild, vote.number): (vote.id, await _ends(month, vote.id)) for vote in month.votes}
    for member, moment, guild, topic, number in month.told:
        at = datetime.fromtimestamp(moment, UTC)
        chosen = month.chosen[guild, member]
        assert topic in chosen.topics, f"{member} didn't choose {topic}"
        assert chosen.wants(at), f"{member} wants quiet at {at}"
        if topic == Topic.ENDING:
            proposal, end = ends[guild, number]
            assert month.voted.get((proposal, member), end) >= at, "who voted is reminded of nothing"
            assert at < end
    several = Counter(
        (member, guild, topic, number)
        for member, _, guild, topic, number in month.told
        if topic not in (Topic.DELEGATE, Topic.DELEGATED)
    )
    assert max(several.values()) == 1, "nothing is told twice"


async def _nobody_is_forgotten(month: Month) -> None:
    """Everybody hears each thing that they chose, in whatever hours they want to be written to."""
    told = {(member, guild, topic, number) for member, _, guild, topic, number in month.told}
    for vote in month.votes:
        for (guild, member), chosen in month.chosen.items():
            due = {Topic.PROPOSALS, Topic.OPENING, Topic.RESULT, Topic.ENDING}
            if member == vote.author:
                due.remove(Topic.PROPOSALS)
            delegating = guild == GUILD and member in month.delegating
            if (vote.id, member) in month.voted or delegating:
                due.remove(Topic.ENDING)
            if delegating:
                due.add(Topic.DELEGATE)
            for topic in due & chosen.topics if guild == vote.guild else ():
                assert (member, guild, topic, vote.number) in told, f"{member}: {topic} of {vote.number}"
    weeks = Counter((guild, member) for member, _, guild, topic, _ in month.told if topic == Topic.DIGEST)
    readers = {
        key for key, chosen in month.chosen.items() if key[0] == GUILD and Topic.DIGEST in chosen.topics
    }
    assert {weeks[reader] for reader in readers} == {max(weeks.values())}


def _discord_is_asked_for_little(month: Month) -> None:
    """In no minute more messages than the pace lets out."""
    times, minute = sorted(month.messages), timedelta(minutes=1)
    most = max(bisect_left(times, time + minute.total_seconds()) - place for place, time in enumerate(times))
    print(f"{len(times)} messages, {len(month.told)} notices, at most {most} in a minute; {month.objects}")
    assert most <= PACE.at_once + minute / PACE.every


async def _ends(month: Month, proposal: ProposalId) -> datetime:
    opening = (await month.harness.get(proposal)).opening
    assert opening is not None
    return opening.ends_at
