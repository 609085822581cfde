"""Delegations, those frozen for a vote, and what delegates say of themselves."""

from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.delegation.delegate_registry import WalletDelegation
from bot.domain.delegation.delegation import Delegation, FrozenDelegation, Profile
from bot.domain.ids import MemberId, ProposalId, TrackId
from tests.fakes import account
from tests.storage.repositories.stored_world import ADA, BEN, CAM, START, World, after


def delegate_power(
    delegator: MemberId,
    delegate: MemberId,
    track: TrackId | None = None,
    until: datetime | None = None,
    made_at: datetime = START,
) -> Delegation:
    return Delegation(delegator, delegate, track, until, made_at)


async def test_a_delegation_is_kept_with_all_that_was_decided(world: World) -> None:
    made = [
        delegate_power(ADA, BEN, until=after(days=90)),
        delegate_power(ADA, CAM, world.track.id),
        delegate_power(BEN, CAM),
    ]
    async with world.unit.writing() as repositories:
        for each in made:
            await repositories.delegations.set(world.home.id, [each])
    async with world.unit.reading() as repositories:
        assert await repositories.delegations.of_space(world.home.id) == made
        assert await repositories.delegations.of_space(world.abroad.id) == []


async def test_a_new_delegation_takes_the_place_of_the_one_for_the_same_topic_alone(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, BEN)])
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, BEN, world.track.id)])
        await repositories.delegations.set(world.abroad.id, [delegate_power(ADA, BEN)])
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, CAM, made_at=after(1))])
        assert await repositories.delegations.of_space(world.home.id) == [
            delegate_power(ADA, CAM, made_at=after(1)),
            delegate_power(ADA, BEN, world.track.id),
        ]
        assert await repositories.delegations.of_space(world.abroad.id) == [delegate_power(ADA, BEN)]


async def test_what_wallets_delegated_is_frozen_for_one_vote_and_comes_back_by_wallet(world: World) -> None:
    found = [
        WalletDelegation(account("b"), account("delegate"), contract=True),
        WalletDelegation(account("a"), account("delegate"), contract=False),
    ]
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.delegations.freeze_wallets(proposal, found)
    async with world.unit.reading() as repositories:
        assert await repositories.delegations.frozen_wallets(proposal) == sorted(
            found, key=lambda each: each.wallet
        )
        assert await repositories.delegations.frozen_wallets(ProposalId(proposal + 1)) == []


async def test_a_revoked_delegation_is_gone_and_revoking_it_again_says_so(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, BEN)])
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, CAM, world.track.id)])
        assert await repositories.delegations.end(world.home.id, ADA, None, after(1))
        assert not await repositories.delegations.end(world.home.id, ADA, None, after(2))
        assert not await repositories.delegations.end(world.home.id, BEN, world.track.id, after(2))
        assert await repositories.delegations.of_space(world.home.id) == [
            delegate_power(ADA, CAM, world.track.id)
        ]


async def test_shares_of_one_topic_are_made_and_ended_together(world: World) -> None:
    shares = [Delegation(ADA, CAM, None, None, START, 60), Delegation(ADA, BEN, None, None, START, 40)]
    async with world.unit.writing() as repositories:
        await repositories.delegations.set(world.home.id, [delegate_power(ADA, BEN)])
        await repositories.delegations.set(world.home.id, shares)
        assert await repositories.delegations.of_space(world.home.id) == shares
        # Who is named by one of them finds the others, too: of how many parts theirs are.
        assert await repositories.delegations.of_member(world.home.id, BEN) == shares
        assert await repositories.delegations.end(world.home.id, ADA, None, after(1))
        assert await repositories.delegations.of_space(world.home.id) == []


async def test_a_member_finds_those_they_made_and_those_that_name_them(world: World) -> None:
    async with world.unit.writing() as repositories:
        for each in (delegate_power(ADA, BEN), delegate_power(BEN, CAM), delegate_power(CAM, ADA)):
            await repositories.delegations.set(world.home.id, [each])
        assert await repositories.delegations.of_member(world.home.id, BEN) == [
            delegate_power(ADA, BEN),
            delegate_power(BEN, CAM),
        ]


async def test_what_is_frozen_for_a_vote_stays_as_it_was(world: World) -> None:
    here, there = await world.proposal(), await world.proposal()
    first = [FrozenDelegation(ADA, CAM, 60), FrozenDelegation(ADA, BEN, 40), FrozenDelegation(BEN, CAM)]
    async with world.unit.writing() as repositories:
        await repositories.delegations.freeze(here, first[::-1])
        await repositories.delegations.freeze(here, first)
        await repositories.delegations.freeze(there, [])
        assert await repositories.delegations.frozen(here) == first
        assert await repositories.delegations.frozen(there) == []
        await repositories.delegations.freeze_caps(here, {CAM: 10**30, BEN: 0})
        await repositories.delegations.freeze_caps(there, {})
        assert await repositories.delegations.frozen_caps(here) == {BEN: 0, CAM: 10**30}
        assert await repositories.delegations.frozen_caps(there) == {}


async def test_delegations_of_no_vote_can_not_be_frozen(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.delegations.freeze(ProposalId(99), [FrozenDelegation(ADA, BEN)])


async def test_the_newest_profile_of_a_member_counts_in_each_space_by_itself(world: World) -> None:
    first = Profile(ADA, "I read every proposal.", "parks", "", START)
    second = Profile(ADA, "I read most.", "parks, wells 🌳", "I sell pumps.", after(1))
    of_ben = Profile(BEN, "", "", "", START)
    async with world.unit.writing() as repositories:
        for profile in (first, of_ben, second):
            await repositories.profiles.set(world.home.id, profile)
        await repositories.profiles.set(world.abroad.id, first)
        assert await repositories.profiles.of(world.home.id, [ADA, BEN, CAM]) == {ADA: second, BEN: of_ben}
        assert await repositories.profiles.of(world.abroad.id, [ADA]) == {ADA: first}
        assert await repositories.profiles.members(world.home.id) == [ADA, BEN]
