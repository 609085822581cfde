"""A space's past on Snapshot, taken in and taken away again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import HandedOver, SpaceUnknown
from bot.domain.ids import SpaceId
from bot.domain.imported.snapshot import read_snapshot
from bot.domain.succession.handover import Handover
from bot.services.imported.importing import AT_ONCE, Importing
from bot.wording.imported import forgotten_line, taken_lines
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.domain.imported.hub import VOTES, answer, proposal
from tests.harness import GUILD, SIGNERS, ServiceHarness

SAY = language(markup=PLAIN)
END = datetime.fromtimestamp(1_700_600_000, UTC)


async def keys(harness: ServiceHarness, space: SpaceId) -> list[str]:
    async with harness.services.uow.reading() as repositories:
        found = await repositories.imported_votes.figures(space, END, END + timedelta(days=1), 1_000)
    return [each.key for each in found]


async def test_a_past_is_the_spaces_beside_its_own_votes(harness: ServiceHarness) -> None:
    await harness.set_up()
    importing = Importing(harness.services.uow, harness.services.clock)
    file = answer(
        [proposal("0x01"), proposal("0x02", scores=[7, 0, 0]), proposal("0x03", state="active")], VOTES
    )
    past = read_snapshot([file])
    taken = await importing.take(GUILD, "", past.documents())
    assert (taken.new, taken.replaced) == (2, 0)
    space = taken.space.name
    assert list(taken_lines(past, taken, SAY)) == [
        f"2 votes from Snapshot are the past of {space} now, marked as imported.",
        "The scores that Snapshot published aren't those of the ballots in 1 vote:",
        "  0x02",
        "1 proposal is not closed, and was left out.",
    ]
    again = await importing.take(GUILD, space.upper(), past.documents())
    assert (again.new, again.replaced) == (0, 2)
    assert await keys(harness, taken.space.id) == ["0x01", "0x02"]
    with pytest.raises(SpaceUnknown):
        await importing.take(GUILD, "Nobody", past.documents())
    async with harness.services.uow.reading() as repositories:
        assert await repositories.proposals.of_guild(GUILD) == []
    gone = await importing.forget(GUILD, "", "snapshot")
    assert forgotten_line(*gone, SAY) == f"2 imported votes of {space} were taken away."
    handover = Handover(GUILD, SIGNERS[0], harness.member("ben"), harness.member("ada"), END)
    async with harness.services.uow.writing() as repositories:
        await repositories.handovers.add(handover)
    with pytest.raises(HandedOver):
        await importing.take(GUILD, "", past.documents())


async def test_a_large_past_is_written_bit_by_bit_so_that_others_can_write_meanwhile(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    importing = Importing(harness.services.uow, harness.services.clock)
    number = 8 * AT_ONCE
    past = read_snapshot([answer([proposal(f"0x{place:03}") for place in range(number)], [])])
    async with harness.services.uow.reading() as repositories:
        space = (await repositories.spaces.of_guild(GUILD)).id
    taking = asyncio.create_task(importing.take(GUILD, "", past.documents()))
    while not (there := await keys(harness, space)):
        pass
    assert len(there) < number
    async with harness.services.uow.writing() as repositories:
        assert await repositories.imported_votes.remove(space, "snapshot") < number
    assert (await taking).new == number
    assert 0 < len(await keys(harness, space)) < number
