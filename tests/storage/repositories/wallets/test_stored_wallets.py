"""Linked wallets, and the messages that wait for a signature."""

import pytest
from msgspec.structs import replace

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.errors import WalletTaken, WalletUnknown
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.services.ports import Repositories
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, CAM, HOME, START, World, after, wallet

REQUEST = LinkRequest("abc123", HOME, ADA, wallet(1), ChainId(1), "sign\nthis", START, after(600))


def linked(
    member: MemberId, number: int, *, guild: GuildId = HOME, seconds: int = 0, primary: bool = False
) -> Wallet:
    return Wallet(guild, member, wallet(number), after(seconds), primary)


async def of(
    repositories: Repositories, member: MemberId, guild: GuildId = HOME
) -> list[tuple[Address, bool]]:
    found = await repositories.wallets.of_members(guild, [member])
    return [(w.address, w.primary) for w in found.get(member, [])]


async def owners(repositories: Repositories, guild: GuildId, address: Address) -> list[MemberId]:
    return [each.member for each in await repositories.wallets.of_addresses(guild, [address])]


async def test_a_request_waits_until_it_is_used_once(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.add_request(REQUEST)
        assert await repositories.wallets.request("abc123") == REQUEST
        assert await repositories.wallets.request("other") is None
        assert await repositories.wallets.use_request("abc123", after(1))
        assert not await repositories.wallets.use_request("abc123", after(2))
        assert await repositories.wallets.request("abc123") is None


async def test_a_nonce_that_was_never_given_can_not_be_used(world: World) -> None:
    async with world.unit.writing() as repositories:
        assert not await repositories.wallets.use_request("made up", after(1))


async def test_a_linked_wallet_has_an_owner_in_its_server_only(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        assert await owners(repositories, HOME, wallet(1)) == [ADA]
        assert await owners(repositories, ABROAD, wallet(1)) == []
        assert await repositories.wallets.of_guild(ABROAD) == []
        assert await repositories.wallets.of_members(ABROAD, [ADA]) == {}


async def test_a_wallet_of_another_member_is_taken(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        with pytest.raises(WalletTaken) as refusal:
            await repositories.wallets.link(linked(BEN, 1))
        assert refusal.value.wallet == wallet(1)
        assert await of(repositories, BEN) == []


async def test_the_same_wallet_may_be_linked_in_another_server_by_anybody(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        await repositories.wallets.link(linked(BEN, 1, guild=ABROAD))
        assert await owners(repositories, ABROAD, wallet(1)) == [BEN]


async def test_linking_ones_own_wallet_again_changes_nothing(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1, seconds=1))
        await repositories.wallets.link(linked(ADA, 2, seconds=2))
        before = await repositories.wallets.of_guild(HOME)
        await repositories.wallets.link(linked(ADA, 2, seconds=9, primary=True))
        assert await repositories.wallets.of_guild(HOME) == before


async def test_the_first_wallet_is_primary_and_comes_first_then_the_oldest(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 3, seconds=5))
        await repositories.wallets.link(linked(ADA, 1, seconds=7))
        await repositories.wallets.link(linked(ADA, 2, seconds=6))
        assert await of(repositories, ADA) == [(wallet(3), True), (wallet(2), False), (wallet(1), False)]


async def test_a_new_primary_wallet_replaces_the_old_one(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1, seconds=1))
        await repositories.wallets.link(linked(ADA, 2, seconds=2, primary=True))
        assert await of(repositories, ADA) == [(wallet(2), True), (wallet(1), False)]
        await repositories.wallets.set_primary(HOME, ADA, wallet(1))
        assert await of(repositories, ADA) == [(wallet(1), True), (wallet(2), False)]


async def test_only_ones_own_wallet_can_be_made_primary(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        await repositories.wallets.link(linked(BEN, 2))
        for guild, number in ((HOME, 2), (HOME, 3), (ABROAD, 1)):
            with pytest.raises(WalletUnknown):
                await repositories.wallets.set_primary(guild, ADA, wallet(number))
        assert await of(repositories, ADA) == [(wallet(1), True)]


async def test_unlinking_frees_a_wallet_for_others_and_keeps_its_history(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(1))
        assert await owners(repositories, HOME, wallet(1)) == []
        await repositories.wallets.link(linked(BEN, 1, seconds=2))
        assert await owners(repositories, HOME, wallet(1)) == [BEN]
    async with world.database.read_transaction() as connection:
        rows = await connection.exec_driver_sql("SELECT member, unlinked_at IS NULL FROM wallets ORDER BY id")
        assert [tuple(row) for row in rows] == [(ADA, 0), (BEN, 1)]


async def test_the_oldest_wallet_left_becomes_primary(world: World) -> None:
    async with world.unit.writing() as repositories:
        for number in (1, 2, 3):
            await repositories.wallets.link(linked(ADA, number, seconds=number))
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(9))
        assert await of(repositories, ADA) == [(wallet(2), True), (wallet(3), False)]
        await repositories.wallets.unlink(HOME, ADA, wallet(3), after(9))
        assert await of(repositories, ADA) == [(wallet(2), True)]


async def test_only_ones_own_linked_wallet_can_be_unlinked(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        await repositories.wallets.link(linked(BEN, 2))
        for guild, number in ((HOME, 2), (HOME, 3), (ABROAD, 1)):
            with pytest.raises(WalletUnknown):
                await repositories.wallets.unlink(guild, ADA, wallet(number), after(1))
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(1))
        with pytest.raises(WalletUnknown):
            await repositories.wallets.unlink(HOME, ADA, wallet(1), after(2))


async def test_members_without_wallets_are_left_out(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked(ADA, 1))
        await repositories.wallets.link(linked(CAM, 2))
        found = await repositories.wallets.of_members(HOME, [ADA, BEN])
        everybody = await repositories.wallets.of_guild(HOME)
    assert found == {ADA: [replace(linked(ADA, 1), primary=True)]}
    assert [w.member for w in everybody] == [ADA, CAM]


def contract(member: MemberId, *chains: int, seconds: int = 0) -> Wallet:
    return replace(linked(member, 1, seconds=seconds), chains=frozenset(map(ChainId, chains)))


async def test_a_contract_is_one_members_on_one_chain_and_anothers_on_another(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(contract(ADA, 1))
        await repositories.wallets.link(contract(BEN, 2))
        assert await owners(repositories, HOME, wallet(1)) == [ADA, BEN]
        for taken in (contract(CAM, 1), contract(CAM, 2), contract(CAM, 1, 3), linked(CAM, 1)):
            with pytest.raises(WalletTaken):
                await repositories.wallets.link(taken)


async def test_a_contract_that_is_proved_on_more_chains_is_one_wallet(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(contract(ADA, 1, seconds=1))
        await repositories.wallets.link(linked(ADA, 2, seconds=2))
        await repositories.wallets.link(contract(ADA, 2, seconds=3))
        assert await of(repositories, ADA) == [(wallet(1), True), (wallet(2), False)]
        (both,) = await repositories.wallets.of_addresses(HOME, [wallet(1)])
        assert both == replace(contract(ADA, 1, 2, seconds=1), primary=True)


async def test_a_contract_is_unlinked_on_one_chain_or_on_all(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(contract(ADA, 1, 2, 3))
        await repositories.wallets.link(linked(ADA, 2, seconds=5))
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(6), chains=[ChainId(1)])
        assert await of(repositories, ADA) == [(wallet(1), True), (wallet(2), False)]
        await repositories.wallets.link(contract(BEN, 1, seconds=7))
        with pytest.raises(WalletUnknown):
            await repositories.wallets.unlink(HOME, ADA, wallet(1), after(8), chains=[ChainId(1)])
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(8))
        assert await of(repositories, ADA) == [(wallet(2), True)]
        assert await owners(repositories, HOME, wallet(1)) == [BEN]
        gone = await repositories.wallets.unlinked(HOME, START)
        assert set(gone) == {Claim(wallet(1), ChainId(chain), ADA) for chain in (1, 2, 3)}


async def test_what_was_linked_when_is_told_by_chain(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(contract(ADA, 1, seconds=1))
        await repositories.wallets.link(contract(BEN, 2, seconds=5))
        await repositories.wallets.link(linked(CAM, 2, seconds=1))
        there = await repositories.wallets.linked_at(HOME, [wallet(1), wallet(2)], after(3))
        assert there == {(wallet(1), ChainId(1)), (wallet(2), None)}
        assert await repositories.wallets.links_of(HOME, wallet(1), ChainId(1), START) == [after(1)]
        assert await repositories.wallets.links_of(HOME, wallet(1), ChainId(2), START) == [after(5)]
        assert await repositories.wallets.links_of(HOME, wallet(1), None, START) == []
