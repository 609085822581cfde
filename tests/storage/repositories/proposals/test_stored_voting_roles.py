"""By which roles members vote in what is under way."""

from msgspec.structs import replace

from bot.domain.ids import ProposalId, ProposalNumber, RoleId
from bot.domain.policy.model import Policy
from bot.domain.power import Role
from tests.storage.repositories.proposals.test_stored_proposals import CLOSING, OPENING, STANDING, SUBMISSION
from tests.storage.repositories.stored_world import HOME, START, World, after, policy

BEFORE, NOW, FROZEN, LISTED = RoleId(2**60 + 12), RoleId(2**60 + 13), RoleId(2**60 + 14), RoleId(10)
"""The last one is the beginning of each other."""
ASKED = (BEFORE, NOW, FROZEN, LISTED)


def by(role: RoleId) -> Policy:
    power = policy().power
    sources = (*power.sources, Role(role=role))
    return policy().model_copy(update={"power": power.model_copy(update={"sources": sources})})


async def found(world: World) -> set[RoleId]:
    async with world.unit.reading() as repositories:
        return await repositories.proposals.voting_roles(HOME, ASKED)


async def test_roles_vote_by_the_policy_that_decides_until_it_has_decided(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.spaces.set_track(world.home.id, "token", by(BEFORE), START)
    proposal = await world.proposal()
    abroad = await world.proposal_abroad()
    assert await found(world) == set()
    async with world.unit.writing() as repositories:
        await repositories.proposals.submit(proposal, SUBMISSION)
        await repositories.proposals.submit(abroad, SUBMISSION)
        for each in (proposal, abroad):
            await repositories.proposals.note_thread(each, STANDING)
        await repositories.spaces.set_track(world.home.id, "token", by(NOW), after(1))
    assert await found(world) == {BEFORE}
    async with world.unit.writing() as repositories:
        await repositories.proposals.open(proposal, replace(OPENING, policy=by(FROZEN)), b"{}")
        await repositories.proposals.open(abroad, replace(OPENING, policy=by(NOW)), b"{}")
    assert await found(world) == {FROZEN}
    async with world.unit.writing() as repositories:
        await repositories.proposals.close(proposal, CLOSING, b"record")
    assert await found(world) == set()


async def test_a_policy_that_cannot_be_read_hides_no_other(world: World) -> None:
    for number in (1, 2):
        proposal = await world.proposal()
        async with world.unit.writing() as repositories:
            await repositories.proposals.submit(proposal, replace(SUBMISSION, number=ProposalNumber(number)))
            await repositories.proposals.open(proposal, replace(OPENING, policy=by(FROZEN)), b"{}")
    async with world.database.write_transaction() as connection:
        await connection.exec_driver_sql(
            f"UPDATE openings SET policy = 'role {FROZEN}' WHERE proposal = {ProposalId(1)}"
        )
    assert await found(world) == {FROZEN}
