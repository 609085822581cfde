"""The stored ledger: only added to, once for each proposal, member and kind, and each space for itself."""

from msgspec.structs import replace

from bot.domain.ids import MemberId, ProposalId
from bot.domain.reputation.ledger import ReputationEvent, Why
from tests.storage.repositories.stored_world import ADA, BEN, CAM, WEI, World, after


def event(
    proposal: ProposalId, member: MemberId, amount: int = 5, why: Why = Why.BALLOT, seconds: float = 0
) -> ReputationEvent:
    return ReputationEvent(member, amount, why, proposal, after(seconds))


async def test_events_come_back_as_they_were_stored_and_in_that_order(world: World) -> None:
    proposal = await world.proposal()
    events = [
        event(proposal, BEN, WEI, Why.GRANT, seconds=9),
        event(proposal, ADA, -WEI, Why.SLASH, seconds=3.5),
        event(proposal, ADA, 1, Why.ACCEPTED),
    ]
    async with world.unit.writing() as repositories:
        await repositories.reputation.add(world.home.id, events)
    async with world.unit.reading() as repositories:
        assert await repositories.reputation.of_space(world.home.id) == events
        assert await repositories.reputation.of_proposal(proposal) == events
        assert await repositories.reputation.of_members(world.home.id, [ADA, CAM]) == {ADA: events[1:]}


async def test_a_proposal_does_the_same_to_a_member_once(world: World) -> None:
    first, second = await world.proposal(), await world.proposal()
    kept = [event(first, ADA), event(first, ADA, why=Why.ACCEPTED), event(first, BEN), event(second, ADA)]
    async with world.unit.writing() as repositories:
        await repositories.reputation.add(world.home.id, kept[:1])
    async with world.unit.writing() as repositories:
        await repositories.reputation.add(world.home.id, [replace(kept[0], amount=7, at=after(9)), *kept[1:]])
        assert await repositories.reputation.of_space(world.home.id) == kept


async def test_each_space_has_its_own_ledger(world: World) -> None:
    proposal, abroad = await world.proposal(), await world.proposal_abroad()
    async with world.unit.writing() as repositories:
        await repositories.reputation.add(world.home.id, [event(proposal, ADA)])
        await repositories.reputation.add(world.abroad.id, [event(abroad, ADA, 9), event(abroad, BEN, 9)])
        assert await repositories.reputation.of_space(world.home.id) == [event(proposal, ADA)]
        assert await repositories.reputation.of_members(world.home.id, [ADA, BEN]) == {
            ADA: [event(proposal, ADA)]
        }
        assert await repositories.reputation.last(world.home.id) < await repositories.reputation.last(
            world.abroad.id
        )


async def test_what_is_stored_later_has_a_higher_number_whatever_its_time(world: World) -> None:
    first, second = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        assert await repositories.reputation.last(world.home.id) == 0
        await repositories.reputation.add(world.home.id, [event(first, ADA, seconds=9)])
        last = await repositories.reputation.last(world.home.id)
        await repositories.reputation.add(world.home.id, [event(second, ADA, seconds=1)])
        assert await repositories.reputation.last(world.home.id) > last
        upto = await repositories.reputation.of_members(world.home.id, [ADA], up_to=last)
    assert upto == {ADA: [event(first, ADA, seconds=9)]}


async def test_frozen_balances_come_back_by_member_and_source(world: World) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.reputation.freeze(proposal, {"slow": {ADA: WEI, BEN: 3}, "fast": {ADA: 1}})
        await repositories.reputation.freeze(other, {"slow": {}})
    async with world.unit.reading() as repositories:
        assert await repositories.reputation.frozen(proposal) == {
            ADA: {"slow": WEI, "fast": 1},
            BEN: {"slow": 3},
        }
        assert await repositories.reputation.frozen(other) == {}
