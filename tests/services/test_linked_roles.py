"""What Discord is told of a member: what is true of them in one server now, or nothing."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.errors import FiguresUnread, LinkedRolesOff
from bot.domain.linked_roles import MOST, LinkedFigures
from bot.services.linked_roles.figures import LinkedRoles
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.server_acts.changed_server import change_policy


def of(harness: ServiceHarness) -> LinkedRoles:
    return replace(harness.services.linked_roles, guild=GUILD)


async def figures(harness: ServiceHarness, name: str) -> LinkedFigures:
    return await of(harness).of(harness.member(name))


async def test_figures_are_those_of_the_named_server(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 30, "ben": 12})
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link("ben", "another", guild=OTHER_GUILD)
    await change_policy(harness, delegation={"depth": "one_hop"})
    await harness.services.delegating.delegate(harness.actor("ada"), harness.member("ben"))
    await harness.vote("ben", "For")
    assert (await figures(harness, "ben")).votes == 0, "the vote is still open"
    await harness.close(proposal)
    ben, ada = await figures(harness, "ben"), await figures(harness, "ada")
    assert (ben.wallets, ben.power, ben.votes, ben.carries) == (1, 12, 1, True)
    assert (ada.wallets, ada.power, ada.votes, ada.carries) == (1, 30, 0, False)
    assert ben.read_at == harness.clock.now()
    await harness.pass_time(timedelta(days=91))
    assert (await figures(harness, "ben")).votes == 0


@pytest.mark.attack("rpc")
async def test_power_that_can_not_be_read_is_told_as_nothing(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 30})
    harness.chain.unreadable.add(harness.wallet("ada"))
    with pytest.raises(FiguresUnread):
        await figures(harness, "ada")


async def test_without_a_server_there_is_nothing_to_tell(harness: ServiceHarness) -> None:
    with pytest.raises(LinkedRolesOff):
        await harness.services.linked_roles.server()
    with pytest.raises(LinkedRolesOff):
        await figures(harness, "ada")


async def test_numbers_end_where_discords_do(harness: ServiceHarness) -> None:
    told = LinkedFigures("The Well DAO", 1, 10**30, 0, carries=True, read_at=harness.clock.now())
    assert told.values["power"] == str(MOST)
    assert told.values["carries"] == "1"
