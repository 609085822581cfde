"""Each server counts its own submitted proposals from 1, in the order of submission and without gaps."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import ProposalUnknown
from bot.domain.ids import ProposalId, ProposalNumber
from tests.storage.repositories.proposals.test_stored_proposals import SUBMISSION
from tests.storage.repositories.stored_world import ABROAD, HOME, World


async def submitted(world: World, proposal: ProposalId, *, fails: bool = False) -> ProposalNumber:
    """Submit it as the services do; where it `fails`, all of the transaction is undone."""
    async with world.unit.writing() as repositories:
        space = (await repositories.proposals.get(proposal)).space
        number = await repositories.proposals.next_number(space)
        await repositories.proposals.submit(proposal, replace(SUBMISSION, number=number))
        if fails:
            raise LookupError
    return number


async def test_the_first_submission_of_a_server_is_number_one_whatever_others_have(world: World) -> None:
    for _ in range(3):
        await submitted(world, await world.proposal_abroad())
    await world.proposal()
    assert await submitted(world, await world.proposal()) == 1
    assert await submitted(world, await world.proposal()) == 2


async def test_a_draft_has_no_number_and_takes_none(world: World) -> None:
    draft, other = await world.proposal(), await world.proposal()
    assert await submitted(world, other) == 1
    async with world.unit.reading() as repositories:
        with pytest.raises(ProposalUnknown):
            _ = (await repositories.proposals.get(draft)).number
        assert await repositories.proposals.numbers([draft, other]) == {other: 1}
    assert await submitted(world, draft) == 2


async def test_a_number_finds_the_proposal_of_its_own_server_alone(world: World) -> None:
    home, abroad = await world.proposal(), await world.proposal_abroad()
    await submitted(world, home)
    async with world.unit.reading() as repositories:
        assert await repositories.proposals.numbered(HOME, ProposalNumber(1)) == home
        with pytest.raises(ProposalUnknown):
            await repositories.proposals.numbered(ABROAD, ProposalNumber(1))
    await submitted(world, abroad)
    async with world.unit.reading() as repositories:
        assert await repositories.proposals.numbered(ABROAD, ProposalNumber(1)) == abroad
        for none in (0, 2, 10**9, 2**31 - 1):
            with pytest.raises(ProposalUnknown):
                await repositories.proposals.numbered(HOME, ProposalNumber(none))


@pytest.mark.attack("order")
async def test_submissions_at_once_get_each_a_number_of_their_own_and_leave_no_hole(world: World) -> None:
    proposals = [await world.proposal() for _ in range(8)]
    numbers = await asyncio.gather(*(submitted(world, proposal) for proposal in proposals))
    assert sorted(numbers) == list(range(1, 9))


@pytest.mark.attack("database")
async def test_a_submission_that_fails_takes_no_number(world: World) -> None:
    with pytest.raises(LookupError):
        await submitted(world, await world.proposal(), fails=True)
    assert await submitted(world, await world.proposal()) == 1


@pytest.mark.attack("database")
async def test_no_two_proposals_of_a_server_ever_have_one_number(world: World) -> None:
    await submitted(world, await world.proposal())
    again, abroad = await world.proposal(), await world.proposal_abroad()
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.proposals.submit(again, SUBMISSION)
    async with world.unit.writing() as repositories:
        await repositories.proposals.submit(abroad, SUBMISSION)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["draft", "submit", "fail"])), max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_numbers_count_up_by_one_in_the_order_of_submission(
    world: World, steps: list[tuple[bool, str]]
) -> None:
    async with world.unit.reading() as repositories:
        expected = {
            home: await repositories.proposals.next_number(space.id)
            for home, space in ((True, world.home), (False, world.abroad))
        }
    for home, step in steps:
        proposal = await (world.proposal() if home else world.proposal_abroad())
        if step == "submit":
            assert await submitted(world, proposal) == expected[home]
            expected[home] = ProposalNumber(expected[home] + 1)
        elif step == "fail":
            with pytest.raises(LookupError):
                await submitted(world, proposal, fails=True)
