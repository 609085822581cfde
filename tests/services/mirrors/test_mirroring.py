"""Contracts elsewhere whose proposals a server shows: named by moderators, followed one by one, and in nobody's way."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import (
    AlreadyMirrored,
    BadAddress,
    ChainUnavailable,
    MirrorKindUnknown,
    MirrorsFull,
    MirrorUnknown,
    NotModerator,
    NotSetUp,
    UnknownChain,
    WrongContract,
)
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.ids import ChannelId, GuildId
from bot.domain.mirrors import MOST_MIRRORS, Mirror, MirroredProposal
from bot.domain.proposals.state import State
from bot.services.governance import findings
from bot.services.governance.doctor import check_mirror
from bot.services.mirrors.mirroring import EVERY, LONGEST_PAUSE, LOOKS_AT_ONCE, MirrorState
from tests.fakes import FakeFramework
from tests.harness import DISCUSSION, GUILD, OTHER_GUILD, ServiceHarness

CHANNEL = ChannelId(77)


async def mirrored(harness: ServiceHarness, name: str = "river", guild: GuildId = GUILD) -> FakeFramework:
    """A server that mirrors a Governor of this name."""
    framework = harness.mirrored.add(name)
    await harness.services.mirroring.add(
        harness.moderator(guild=guild), "governor", framework.rules.address, CHANNEL
    )
    return framework


async def state(harness: ServiceHarness, place: int = 0) -> MirrorState:
    return (await harness.services.mirroring.of(GUILD))[place]


async def shown(harness: ServiceHarness, place: int = 0) -> dict[str, MirroredProposal]:
    """What is kept of the proposals of the server's n-th mirror."""
    mirror = (await state(harness, place)).mirror
    async with harness.services.uow.reading() as repositories:
        return {each.key: each for each in await repositories.mirrored_proposals.newest(mirror.id, 1000)}


async def look(harness: ServiceHarness) -> None:
    await harness.pass_time(EVERY)
    await harness.sweep.run()


async def test_a_moderator_has_a_contract_mirrored_and_everybody_can_see_that(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    framework = harness.mirrored.add()
    mirror = await harness.services.mirroring.add(
        harness.moderator(), "governor", framework.rules.address, CHANNEL
    )
    assert (mirror.address, mirror.channel, mirror.rules) == (
        framework.rules.address,
        CHANNEL,
        framework.rules,
    )
    entry, *_ = await harness.services.public_log.newest(GUILD, limit=5)
    assert entry.act == "mirror add"
    assert entry.details == {
        "kind": "governor",
        "account": framework.rules.address,
        "chain": "1",
        "channel": "77",
    }


async def test_who_is_no_moderator_mirrors_nothing_and_takes_none_away(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    other = harness.mirrored.add("lake")
    with pytest.raises(NotModerator):
        await harness.services.mirroring.add(harness.actor("ada"), "governor", other.rules.address, CHANNEL)
    with pytest.raises(NotModerator):
        await harness.services.mirroring.remove(harness.actor("ada"), framework.rules.address)
    assert len(await harness.services.mirroring.of(GUILD)) == 1


async def test_before_the_server_is_set_up_nothing_is_mirrored(harness: ServiceHarness) -> None:
    with pytest.raises(NotSetUp):
        await mirrored(harness)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("kind", "account", "chain", "refusal"),
    [
        ("senate", None, "", MirrorKindUnknown),
        ("", None, "", MirrorKindUnknown),
        ("governor", "0x12", "", BadAddress),
        ("governor", "nobody", "", BadAddress),
        ("governor", None, "moon", UnknownChain),
        ("governor", "0x" + "00" * 20, "", WrongContract),
    ],
)
async def test_what_is_no_such_contract_is_not_mirrored(
    harness: ServiceHarness, kind: str, account: str | None, chain: str, refusal: type[Exception]
) -> None:
    await harness.set_up()
    typed = harness.mirrored.add().rules.address if account is None else account
    with pytest.raises(refusal):
        await harness.services.mirroring.add(harness.moderator(), kind, typed, CHANNEL, chain)
    assert await harness.services.mirroring.of(GUILD) == []


async def test_a_contract_is_mirrored_once_in_a_server_and_in_as_many_servers_as_like(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    framework = await mirrored(harness)
    with pytest.raises(AlreadyMirrored) as refused:
        await mirrored(harness)
    assert (refused.value.account, refused.value.channel) == (framework.rules.address, CHANNEL)
    await mirrored(harness, guild=OTHER_GUILD)


@pytest.mark.attack("floods")
async def test_a_server_mirrors_so_many_contracts_and_no_more(harness: ServiceHarness) -> None:
    await harness.set_up()
    for number in range(MOST_MIRRORS):
        await mirrored(harness, f"governor {number}")
    with pytest.raises(MirrorsFull):
        await mirrored(harness, "one more")
    assert len(await harness.services.mirroring.of(GUILD)) == MOST_MIRRORS


async def test_what_is_taken_away_is_looked_at_no_more(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.propose()
    await look(harness)
    assert framework.looks == 1
    removed = await harness.services.mirroring.remove(harness.moderator(), framework.rules.address.lower())
    assert removed.address == framework.rules.address
    for _ in range(3):
        await look(harness)
    assert framework.looks == 1
    entry, *_ = await harness.services.public_log.newest(GUILD, limit=1)
    assert entry.act == "mirror remove"
    with pytest.raises(MirrorUnknown):
        await harness.services.mirroring.remove(harness.moderator(), framework.rules.address)


async def test_a_server_that_mirrors_nothing_has_nothing_to_do_for_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        assert await repositories.jobs.of_space(space.id) == {}
    framework = await mirrored(harness)
    async with harness.services.uow.reading() as repositories:
        assert set(await repositories.jobs.of_space(space.id)) == {"follow_mirrors"}
    await harness.services.mirroring.remove(harness.moderator(), framework.rules.address)
    async with harness.services.uow.reading() as repositories:
        assert await repositories.jobs.of_space(space.id) == {}


async def test_proposals_are_kept_as_they_stand_from_look_to_look(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.propose("1", stage="executed")
    framework.propose("2")
    await harness.sweep.run()
    assert {key: each.stage.name for key, each in (await shown(harness)).items()} == {
        "1": "executed",
        "2": "active",
    }
    before = (await shown(harness))["2"].id
    framework.goes_on("2", "succeeded", in_favour=12)
    framework.propose("3", stage="pending")
    await look(harness)
    kept = await shown(harness)
    assert (kept["2"].id, kept["2"].stage.name, kept["2"].stage.in_favour) == (before, "succeeded", 12)
    assert ((await state(harness)).kept, (await state(harness)).live) == (3, 2)


async def test_a_mirror_is_looked_at_every_two_minutes_and_not_oftener(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    for looks in range(1, 4):
        await harness.sweep.run()
        await harness.sweep.run()
        await harness.pass_time(EVERY / 2)
        await harness.sweep.run()
        assert framework.looks == looks
        await harness.pass_time(EVERY / 2)


async def test_a_second_mirror_is_read_at_once(harness: ServiceHarness) -> None:
    await harness.set_up()
    await mirrored(harness)
    await harness.sweep.run()
    await harness.pass_time(timedelta(seconds=1))
    second = await mirrored(harness, "lake")
    await harness.sweep.run()
    assert second.looks == 1


async def test_what_was_before_is_read_on_without_a_pause(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = harness.mirrored.add()
    framework.unread = 3
    await mirrored_as(harness, framework)
    for _ in range(4):
        await harness.sweep.run()
    read = (await state(harness)).mirror.read
    assert read is not None
    assert (framework.looks, read.is_whole) == (4, True)


async def mirrored_as(harness: ServiceHarness, framework: FakeFramework) -> Mirror:
    return await harness.services.mirroring.add(
        harness.moderator(), "governor", framework.rules.address, CHANNEL
    )


FAULTS = [
    ChainUnavailable(1, "nobody answers"),
    WrongContract("0x12", "Governor", NotAGovernor()),
    ValueError("no number"),
    RecursionError("too deep"),
    MemoryError(),
    TimeoutError(),
    OverflowError("beyond all dates"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no text"),
]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
async def test_one_mirror_that_cannot_be_read_holds_up_no_other_and_no_vote(
    harness: ServiceHarness, fault: Exception
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    ill, well = await mirrored(harness, "ill"), await mirrored(harness, "well")
    ill.fault = fault
    well.propose()
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    assert list(await shown(harness, 1)) == ["1"]
    found = await state(harness, 0)
    assert type(fault).__name__ in found.mirror.fault
    assert (await state(harness, 1)).mirror.fault == ""


@pytest.mark.attack("rpc")
async def test_who_cannot_be_read_is_tried_more_and_more_rarely_and_taken_up_again(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.fault = ChainUnavailable(1, "nobody answers")
    times = []
    for _ in range(12):
        await harness.sweep.run()
        look_at = (await state(harness)).mirror.look_at
        assert look_at is not None
        times.append(look_at - harness.clock.now())
        await harness.pass_time(times[-1])
    assert times == [min(EVERY * 2**number, LONGEST_PAUSE) for number in range(12)]
    framework.fault = None
    framework.propose()
    await harness.sweep.run()
    assert list(await shown(harness)) == ["1"]
    assert ((await state(harness)).mirror.failures, (await state(harness)).mirror.fault) == (0, "")


@pytest.mark.attack("database")
async def test_a_mirror_that_is_taken_away_while_it_is_read_stays_away(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.propose()
    framework.gate = asyncio.Event()
    looking = asyncio.create_task(harness.sweep.run())
    await framework.waiting.wait()
    await harness.services.mirroring.remove(harness.moderator(), framework.rules.address)
    framework.gate.set()
    await looking
    assert await harness.services.mirroring.of(GUILD) == []


@pytest.mark.attack("database")
async def test_a_look_that_could_not_be_stored_is_made_again(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.propose()
    harness.break_commits = True
    await asyncio.gather(harness.sweep.run(), return_exceptions=True)
    harness.break_commits = False
    await harness.try_again()
    await harness.pass_time(timedelta(minutes=2))
    await harness.sweep.run()
    assert list(await shown(harness)) == ["1"]


async def test_after_a_restart_it_is_read_on_from_where_it_was(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    framework.propose("1")
    await harness.sweep.run()
    before = await shown(harness)
    framework.propose("2")
    await harness.restart()
    await look(harness)
    after = await shown(harness)
    assert after["1"] == before["1"]
    assert set(after) == {"1", "2"}


@pytest.mark.attack("floods")
async def test_so_many_looks_at_once_and_no_more_whoever_asks_for_them(harness: ServiceHarness) -> None:
    """Each may hold megabytes of what somebody wrote; those of the next server wait until one has ended."""
    gate, servers = asyncio.Event(), [GUILD, OTHER_GUILD]
    for guild in servers:
        await harness.set_up(guild=guild)
    frameworks = [
        await mirrored(harness, f"{guild} {place}", guild)
        for guild in servers
        for place in range(MOST_MIRRORS)
    ]
    for each in frameworks:
        each.gate = gate
    async with harness.services.uow.reading() as repositories:
        spaces = [(await repositories.spaces.of_guild(guild)).id for guild in servers]
    following = [asyncio.create_task(harness.services.mirroring.follow(space)) for space in spaces]
    begun: set[int] = set()
    while len(begun) < LOOKS_AT_ONCE:
        waits = [asyncio.create_task(each.waiting.wait()) for each in frameworks if not each.looks]
        if waits:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        begun = {place for place, each in enumerate(frameworks) if each.looks}
    for _ in range(5):
        await harness.services.mirroring.of(
            GUILD
        )  # All others that may begin have asked the database before.
    assert sum(each.looks for each in frameworks) == LOOKS_AT_ONCE < len(frameworks)
    gate.set()
    await asyncio.gather(*following)
    assert [each.looks for each in frameworks] == [1] * len(frameworks)


# -- the doctor ---------------------------------------------------------------------------------------------------


async def test_the_doctor_says_how_far_a_mirror_is_read_and_why_it_cannot_be(harness: ServiceHarness) -> None:
    await harness.set_up()
    framework = await mirrored(harness)
    found = check_mirror((await state(harness)).mirror)
    assert (found.good, found.found) == (True, findings.MirrorRead(None))
    await look(harness)
    mirror = (await state(harness)).mirror
    assert mirror.read is not None
    assert check_mirror(mirror).found == findings.MirrorRead(mirror.read.until)
    framework.fault = RuntimeError("no such thing")
    await look(harness)
    ill = check_mirror((await state(harness)).mirror)
    assert (ill.good, ill.mend) == (False, findings.CheckMirror())
    assert ill.found == findings.MirrorUnread("RuntimeError: no such thing")
