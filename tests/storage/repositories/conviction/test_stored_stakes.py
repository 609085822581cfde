"""Stakes, the powers of those who staked, and the wallets that count for them."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.accounts.claims import Claim
from bot.domain.conviction.staking import Staking
from bot.domain.ids import ChainId, MemberId, ProposalId
from bot.services.ports import ReadPower
from tests.storage.repositories.stored_world import (
    ADA,
    BEN,
    BLOCK,
    CAM,
    OTHER_BLOCK,
    WEI,
    World,
    after,
    wallet,
)


def put(proposal: ProposalId, member: MemberId = ADA, amount: int = WEI, seconds: int = 0) -> Staking:
    return Staking(proposal, member, amount, after(seconds), 2**60 + seconds, WEI)


async def test_a_stake_is_kept_with_all_that_it_says(world: World) -> None:
    proposal = await world.proposal()
    stakings = [put(proposal), replace(put(proposal, BEN, 0, 5), block=BLOCK.hash)]
    async with world.unit.writing() as repositories:
        await repositories.stakes.add(world.track.id, stakings)
        await repositories.stakes.add(world.track.id, [])
    async with world.unit.reading() as repositories:
        assert await repositories.stakes.of_proposals([proposal]) == stakings


async def test_stakes_come_by_their_times_and_then_in_the_order_of_storing(world: World) -> None:
    one, other = await world.proposal(), await world.proposal()
    late, early, together = put(one, seconds=9), put(other, seconds=3), put(one, BEN, 5, 9)
    async with world.unit.writing() as repositories:
        await repositories.stakes.add(world.track.id, [late, early, together])
        assert await repositories.stakes.of_proposals([one, other]) == [early, late, together]
        assert await repositories.stakes.of_proposals([other]) == [early]
        assert await repositories.stakes.of_proposals([]) == []


async def test_the_same_interaction_is_not_stored_twice(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.stakes.add(world.track.id, [put(proposal)])
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.stakes.add(world.track.id, [put(proposal)])


async def test_what_an_interaction_stored_is_found_by_it(world: World) -> None:
    one, other = await world.proposal(), await world.proposal()
    moved = [put(one, amount=0), put(other)]
    by_block = replace(put(one, amount=1), block=BLOCK.hash, at=after(1))
    async with world.unit.writing() as repositories:
        await repositories.stakes.add(world.track.id, [*moved, by_block, put(one, BEN)])
        assert await repositories.stakes.of_interaction(world.track.id, ADA, moved[0].source) == moved
        assert await repositories.stakes.of_interaction(world.track.id, CAM, moved[0].source) == []
        assert await repositories.stakes.of_interaction(world.track_abroad.id, ADA, moved[0].source) == []


def claim(number: int, member: MemberId, chain: int | None = None) -> Claim:
    return Claim(wallet(number), None if chain is None else ChainId(chain), member)


async def test_a_wallet_counts_for_the_member_who_claimed_it_first_until_it_is_released(world: World) -> None:
    track = world.track.id
    async with world.unit.writing() as repositories:
        await repositories.stakes.claim(track, [claim(1, ADA), claim(2, ADA)])
        await repositories.stakes.claim(track, [claim(2, BEN), claim(3, BEN)])
        await repositories.stakes.claim(world.track_abroad.id, [claim(1, BEN)])
        assert sorted(await repositories.stakes.claims(track)) == [
            claim(1, ADA),
            claim(2, ADA),
            claim(3, BEN),
        ]
        await repositories.stakes.release(track, [claim(2, ADA)])
        await repositories.stakes.claim(track, [claim(2, BEN)])
        assert sorted(await repositories.stakes.claims(track)) == [
            claim(1, ADA),
            claim(2, BEN),
            claim(3, BEN),
        ]
        assert sorted(await repositories.stakes.claims(world.track_abroad.id)) == [claim(1, BEN)]


async def test_a_contract_is_claimed_and_released_on_each_chain_by_itself(world: World) -> None:
    track = world.track.id
    async with world.unit.writing() as repositories:
        await repositories.stakes.claim(track, [claim(1, ADA, 1), claim(1, BEN, 2), claim(1, CAM, 2)])
        assert sorted(await repositories.stakes.claims(track)) == [claim(1, ADA, 1), claim(1, BEN, 2)]
        await repositories.stakes.release(track, [claim(1, BEN, 2)])
        assert sorted(await repositories.stakes.claims(track)) == [claim(1, ADA, 1)]


async def test_the_power_that_was_read_last_takes_the_place_of_the_one_before(world: World) -> None:
    track, later = world.track.id, after(0) + timedelta(minutes=5)
    async with world.unit.writing() as repositories:
        await repositories.stakes.set_powers(track, {ADA: WEI, BEN: 5}, (BLOCK,), after(0))
        await repositories.stakes.set_powers(track, {ADA: 7}, (BLOCK, OTHER_BLOCK), later)
        await repositories.stakes.set_powers(track, {}, (BLOCK,), later)
    async with world.unit.reading() as repositories:
        assert await repositories.stakes.powers(track) == {
            ADA: ReadPower(7, (BLOCK, OTHER_BLOCK), later),
            BEN: ReadPower(5, (BLOCK,), after(0)),
        }
        assert await repositories.stakes.powers(world.track_abroad.id) == {}
