"""Who is told what of a fact: those who asked, once, whatever fails; late where they want it late, and together."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications import Notice, NotifyMember, TellMember
from bot.services.delivery.notifications.notification import Queue
from bot.services.delivery.outbox import LIMITS
from bot.services.notices.telling import PAGE
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.delivery.outbox_steps import add

ONE = ProposalId(1)
PACE = LIMITS[Queue.NOTICES].pace


async def ask(
    harness: ServiceHarness, *members: int, topics: frozenset[Topic], guild: GuildId = GUILD
) -> None:
    async with harness.services.uow.writing() as repositories:
        for member in members:
            await repositories.notices.choose(guild, MemberId(member), topics, "en-GB")


async def waiting(harness: ServiceHarness) -> list[TellMember]:
    """All notices that wait to be said."""
    found = []
    async with harness.services.uow.reading() as repositories:
        far = harness.clock.now() + timedelta(days=30)
        for entry in await repositories.outbox.due(Queue.NOTICES, far, 10_000):
            assert isinstance(entry.notification, TellMember)
            found.append(entry.notification)
    return found


def about(member: int, topic: Topic = Topic.RESULT, proposal: int = 1, guild: GuildId = GUILD) -> TellMember:
    return TellMember(guild, MemberId(member), (Notice(topic, ProposalId(proposal)),))


# -- finding those who asked ---------------------------------------------------------------------------------


async def test_all_who_asked_are_told_once_in_pages_whatever_fails(harness: ServiceHarness) -> None:
    """A page is lost by no fault: it is stored whole, with the place where the next one begins, or not at all."""
    proposal = await harness.opened({"ada": 10})
    members = range(1_000, 1_000 + 2 * PAGE + 7)
    await ask(harness, *members, topics=frozenset({Topic.ENDING}))
    await ask(harness, 5, topics=frozenset({Topic.RESULT}))
    await ask(harness, 6, topics=frozenset({Topic.ENDING}), guild=OTHER_GUILD)
    harness.handler.refuse(TellMember)
    await harness.pass_time(timedelta(days=4))
    await harness.services.reminding.remind(proposal)
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await harness.outbox.deliver_due()
    harness.break_commits = False
    await harness.restart()
    for _ in range(5):
        await harness.pass_time(timedelta(minutes=1))
        while await harness.outbox.deliver_due():
            pass
    assert Counter(each.member for each in await waiting(harness)) == Counter(members)


async def test_voters_are_reminded_when_the_time_has_come_and_once(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10, "ben": 5})
    await ask(harness, harness.member("ada"), harness.member("ben"), topics=frozenset({Topic.ENDING}))
    await harness.vote("ada", "For")
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    await harness.pass_time(ends_at - harness.clock.now() - timedelta(days=1, seconds=1))
    await harness.proceed()
    assert await harness.notified(TellMember) == []
    await harness.pass_time(timedelta(seconds=1))
    await harness.proceed()
    (told,) = await harness.notified(TellMember)
    assert told == TellMember(GUILD, harness.member("ben"), (Notice(Topic.ENDING, proposal),))
    await harness.restart()
    await harness.pass_time(timedelta(hours=1))
    await harness.proceed()
    await harness.services.reminding.remind(proposal)
    assert len(await harness.notified(TellMember)) == 1


async def test_each_fact_is_told_to_those_who_asked_for_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10, "ben": 5})
    ben, cleo, ada = (int(harness.member(name)) for name in ("ben", "cleo", "ada"))
    await ask(harness, ben, ada, topics=frozenset(Topic))
    await ask(harness, cleo, topics=frozenset({Topic.RESULT}))
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.passed(proposal)
    for _ in range(3):
        await harness.notifications()
        await harness.pass_time(timedelta(hours=1))
    told = [
        (each.member, notice.topic) for each in await harness.notified(TellMember) for notice in each.about
    ]
    assert Counter(told) == Counter(
        [(ben, topic) for topic in (Topic.PROPOSALS, Topic.OPENING, Topic.RESULT, Topic.DUE)]
        # Ada wrote it.
        + [(ada, topic) for topic in (Topic.OPENING, Topic.RESULT, Topic.DUE)]
        + [(cleo, Topic.RESULT)]
    )


# -- when it is said -----------------------------------------------------------------------------------------


async def test_what_gathers_for_a_member_is_said_in_one_message(harness: ServiceHarness) -> None:
    await add(harness, *[about(1, proposal=number) for number in range(1, 31)], about(2))
    assert await harness.notifications() == [
        TellMember(GUILD, MemberId(1), tuple(Notice(Topic.RESULT, ProposalId(n)) for n in range(1, 31))),
        about(2),
    ]
    await add(harness, about(1, Topic.OPENING), about(1, Topic.OPENING), about(1))
    await harness.pass_time(TellMember.cooldown - timedelta(seconds=1))
    assert len(await harness.notifications()) == 2, "who has just been told waits"
    await harness.pass_time(timedelta(seconds=1))
    (*_, last) = await harness.notifications()
    assert last == TellMember(GUILD, MemberId(1), (Notice(Topic.OPENING, ONE), Notice(Topic.RESULT, ONE)))


async def test_what_may_have_been_said_is_not_said_again_with_more(harness: ServiceHarness) -> None:
    harness.handler.refuse(TellMember)
    await add(harness, about(1))
    await harness.notifications()
    await add(harness, about(1, Topic.OPENING))
    harness.handler.recover()
    await harness.pass_time(timedelta(minutes=1))
    assert await harness.notifications() == [about(1)]
    await harness.pass_time(TellMember.cooldown)
    assert await harness.notifications() == [about(1), about(1, Topic.OPENING)]


async def test_what_is_put_off_is_said_then_with_what_came_meanwhile(harness: ServiceHarness) -> None:
    async with harness.services.uow.writing() as repositories:
        later = harness.clock.now() + timedelta(hours=9)
        await repositories.outbox.add(about(1), at=harness.clock.now(), not_before=later)
    await harness.pass_time(timedelta(hours=5))
    await add(harness, about(1, Topic.OPENING))
    await harness.pass_time(timedelta(hours=4) - timedelta(seconds=1))
    assert await harness.notifications() == []
    await harness.pass_time(timedelta(seconds=1))
    (said,) = await harness.notifications()
    assert isinstance(said, TellMember)
    assert [each.topic for each in said.about] == [Topic.RESULT, Topic.OPENING]


@pytest.mark.attack("floods")
async def test_notices_are_paced(harness: ServiceHarness) -> None:
    await add(harness, *map(about, range(1, 101)))
    assert len(await harness.notifications()) == PACE.at_once
    await harness.pass_time(timedelta(minutes=1))
    assert len(await harness.notifications()) == 2 * PACE.at_once, "a pause lets no more out at once"
    await harness.pass_time(PACE.every)
    assert len(await harness.notifications()) == 2 * PACE.at_once + 1


@pytest.mark.attack("floods")
async def test_a_server_with_thousands_of_notices_holds_up_no_other(harness: ServiceHarness) -> None:
    await add(harness, *map(about, range(1, 2_001)))
    await add(harness, about(1, guild=OTHER_GUILD), about(2, guild=OTHER_GUILD))
    for _ in range(3):
        await harness.notifications()
        await harness.pass_time(PACE.every)
    guilds = [each.guild for each in await harness.notifications()]
    assert guilds.count(OTHER_GUILD) == 2


@pytest.mark.attack("floods")
async def test_thousands_of_notices_hold_up_no_other_message(harness: ServiceHarness) -> None:
    urgent = NotifyMember(GUILD, ONE, MemberId(7), "NoWallet")
    await add(harness, *map(about, range(1, 2_001)))
    await harness.notifications()
    await add(harness, urgent)
    assert urgent in await harness.notifications()
