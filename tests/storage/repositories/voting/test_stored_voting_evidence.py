"""Claims, readings, reactions and messages: what stands around the ballots."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.domain.accounts.claims import Claim
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, MessageId, ProposalId
from bot.services.ports import Posted, PowerReading
from bot.storage.columns import microseconds, moment
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

TOKEN, NFT = "erc20:1:0xToken", "erc721:1:0xToken"


def key(number: int, member: MemberId) -> Claim:
    return Claim(wallet(number), None, member)


async def test_the_first_claim_on_a_wallet_stays(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.claims.add([(proposal, key(1, ADA)), (proposal, key(1, BEN))])
        await repositories.claims.add([(proposal, key(1, CAM)), (proposal, key(2, CAM))])
        await repositories.claims.add([])
        assert sorted(await repositories.claims.of(proposal)) == [key(1, ADA), key(2, CAM)]


async def test_a_contract_is_claimed_on_each_chain_by_itself(world: World) -> None:
    proposal = await world.proposal()
    on_one, on_two = Claim(wallet(1), ChainId(1), ADA), Claim(wallet(1), ChainId(2), BEN)
    async with world.unit.writing() as repositories:
        await repositories.claims.add([(proposal, on_one), (proposal, on_two)])
        await repositories.claims.add([(proposal, on_one._replace(member=CAM))])
        assert sorted(await repositories.claims.of(proposal)) == [on_one, on_two]
        asked = await repositories.claims.of_wallets([proposal], [wallet(1)])
        assert sorted(asked) == [(proposal, on_one), (proposal, on_two)]


async def test_a_wallet_is_claimed_in_each_vote_by_itself(world: World) -> None:
    here, there = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.claims.add([(here, key(1, ADA)), (there, key(1, BEN)), (there, key(2, BEN))])
        assert sorted(await repositories.claims.of(here)) == [key(1, ADA)]
        asked = await repositories.claims.of_wallets([here, there], [wallet(1), wallet(3)])
        assert sorted(asked) == [(here, key(1, ADA)), (there, key(1, BEN))]
        assert await repositories.claims.of_wallets([here], []) == []


async def test_a_claim_in_no_vote_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.claims.add([(ProposalId(99), key(1, ADA))])


async def test_what_can_not_be_read_is_kept_for_each_chain(world: World) -> None:
    proposal = await world.proposal()
    lost = {(wallet(1), ChainId(1)): ReadFailure.REVERTED, (wallet(1), ChainId(2)): ReadFailure.PRUNED}
    async with world.unit.writing() as repositories:
        await repositories.unreadable_wallets.add(proposal, lost, after(1))
        again = dict.fromkeys(lost, ReadFailure.PRUNED)
        await repositories.unreadable_wallets.add(proposal, again, after(2))
        assert await repositories.unreadable_wallets.of(proposal) == lost


async def test_a_reading_is_kept_to_the_last_digit_and_never_overwritten(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.power_readings.add([PowerReading(TOKEN, BLOCK.hash, wallet(1), WEI)])
        await repositories.power_readings.add([PowerReading(TOKEN, BLOCK.hash, wallet(1), 5)])
        await repositories.power_readings.add([])
        assert await repositories.power_readings.at(TOKEN, BLOCK.hash) == {wallet(1): WEI}


async def test_a_reading_belongs_to_its_source_and_block(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.power_readings.add(
            [
                PowerReading(TOKEN, BLOCK.hash, wallet(1), 0),
                PowerReading(NFT, BLOCK.hash, wallet(1), 2),
                PowerReading(TOKEN, OTHER_BLOCK.hash, wallet(1), 3),
                PowerReading(TOKEN, BLOCK.hash, wallet(2), 4),
            ]
        )
        assert await repositories.power_readings.at(TOKEN, BLOCK.hash) == {wallet(1): 0, wallet(2): 4}
        assert await repositories.power_readings.at(TOKEN, BLOCK.hash, [wallet(2), wallet(9)]) == {
            wallet(2): 4
        }
        assert await repositories.power_readings.at(TOKEN, BLOCK.hash, []) == {}
        assert await repositories.power_readings.at(NFT, OTHER_BLOCK.hash) == {}


async def test_more_wallets_than_a_statement_takes_parameters_are_read_at_once(world: World) -> None:
    wallets = [Address(f"0x{number:040d}") for number in range(40_000)]
    async with world.unit.writing() as repositories:
        await repositories.power_readings.add(
            [PowerReading(TOKEN, BLOCK.hash, one, 10**20) for one in wallets]
        )
        found = await repositories.power_readings.at(TOKEN, BLOCK.hash, wallets)
    assert len(found) == len(wallets)
    assert sum(found.values()) == 40_000 * 10**20


async def test_a_reaction_is_known_from_its_adding_to_its_removal(world: World) -> None:
    here, there = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        assert await repositories.reactions.add(here, ADA, "✅", after(1))
        assert not await repositories.reactions.add(here, ADA, "✅", after(2))
        assert await repositories.reactions.add(here, ADA, "❌", after(3))
        assert await repositories.reactions.add(there, BEN, "✅", after(4))
        assert await repositories.reactions.of(here) == {(ADA, "✅"), (ADA, "❌")}
        assert await repositories.reactions.remove(here, ADA, "✅")
        assert not await repositories.reactions.remove(here, ADA, "✅")
        assert not await repositories.reactions.remove(here, BEN, "✅")
        assert await repositories.reactions.of(here) == {(ADA, "❌")}
        assert await repositories.reactions.of(there) == {(BEN, "✅")}


async def test_a_posted_message_is_found_from_both_sides_until_it_is_forgotten(world: World) -> None:
    proposal = await world.proposal()
    card = Posted("card", ChannelId(1), MessageId(2**62))
    async with world.unit.writing() as repositories:
        await repositories.messages.set(proposal, card)
        assert await repositories.messages.get(proposal, "card") == card
        assert await repositories.messages.get(proposal, "thread") is None
        assert await repositories.messages.proposal_of(MessageId(2**62)) == (proposal, "card")
        assert await repositories.messages.proposal_of(MessageId(3)) is None
        await repositories.messages.forget(proposal, "card")
        assert await repositories.messages.get(proposal, "card") is None
        assert await repositories.messages.proposal_of(MessageId(2**62)) is None


async def test_a_new_message_of_a_kind_replaces_the_old_one(world: World) -> None:
    here, there = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.messages.set(here, Posted("card", ChannelId(1), MessageId(2)))
        await repositories.messages.set(there, Posted("card", ChannelId(1), MessageId(3)))
        await repositories.messages.set(here, Posted("card", ChannelId(4), MessageId(5)))
        assert await repositories.messages.get(here, "card") == Posted("card", ChannelId(4), MessageId(5))
        assert await repositories.messages.proposal_of(MessageId(2)) is None
        assert await repositories.messages.proposal_of(MessageId(3)) == (there, "card")


async def test_a_forum_post_and_its_thread_may_share_their_id(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.messages.set(proposal, Posted("thread", ChannelId(1), MessageId(2)))
        await repositories.messages.set(proposal, Posted("card", ChannelId(1), MessageId(2)))
        assert await repositories.messages.proposal_of(MessageId(2)) == (proposal, "card")
        assert await repositories.messages.get(proposal, "thread") == Posted(
            "thread", ChannelId(1), MessageId(2)
        )


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_is_stored_to_the_microsecond_whatever_its_zone(time: datetime) -> None:
    assert moment(microseconds(time)) == time.astimezone(UTC)
