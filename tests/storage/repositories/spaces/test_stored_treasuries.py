"""What spaces say of their treasuries, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ChainId
from bot.domain.treasury.drift import BandKind
from bot.domain.treasury.positions import CoinPosition, Erc1155Position
from bot.domain.treasury.settings import Feed, TreasurySettings, Watched
from bot.domain.treasury.targets import Reminded, TargetBand, Targets, TargetShare
from bot.storage.tables import treasury_settings
from tests.storage.repositories.stored_world import WEI, World, after, wallet

SETTINGS = TreasurySettings(
    watched=(
        Watched(
            position=CoinPosition(chain=ChainId(1)), symbol="ETH", feed=Feed(contract=wallet(1), decimals=8)
        ),
        Watched(
            position=Erc1155Position(chain=ChainId(100), contract=wallet(2), token_id=WEI), symbol="Item"
        ),
    )
)


async def test_settings_are_those_that_were_set_last(world: World) -> None:
    space = world.home.id
    async with world.unit.writing() as repositories:
        assert await repositories.treasuries.of_space(space) == TreasurySettings()
        await repositories.treasuries.set(space, TreasurySettings(watched=SETTINGS.watched[:1]), after(1))
        await repositories.treasuries.set(space, SETTINGS, after(2))
    async with world.unit.reading() as repositories:
        assert await repositories.treasuries.of_space(space) == SETTINGS


TARGETS = Targets(
    shares=(TargetShare(position=SETTINGS.watched[0].position, share="1"),),
    band=TargetBand(kind=BandKind.RELATIVE, width="1/20"),
    every=timedelta(days=90),
    since=after(3),
)


async def test_a_space_knows_since_when_it_has_targets_and_what_was_told_of_them(world: World) -> None:
    space = world.home.id
    aimed = SETTINGS.model_copy(update={"targets": TARGETS})
    async with world.unit.writing() as repositories:
        assert await repositories.treasuries.reminded(space) == Reminded()
        await repositories.treasuries.set(space, aimed, after(3))
        assert await repositories.treasuries.of_space(space) == aimed
        assert (await repositories.spaces.get(space)).targets_since == after(3)
        await repositories.treasuries.remind(space, Reminded(at=after(4), out=True))
        assert await repositories.treasuries.reminded(space) == Reminded(at=after(4), out=True)
        await repositories.treasuries.set(space, SETTINGS, after(5))
        assert (await repositories.spaces.get(space)).targets_since is None


@pytest.mark.attack("database")
@pytest.mark.parametrize("share", ["1/0", "2", "1e99999999", "-1", "1/2", "", "١"])
async def test_targets_that_make_no_whole_are_not_read(world: World, share: str) -> None:
    space = world.home.id
    async with world.unit.writing() as repositories:
        await repositories.treasuries.set(space, SETTINGS.model_copy(update={"targets": TARGETS}), after(1))
        text = SETTINGS.model_copy(update={"targets": TARGETS}).model_dump_json()
    async with world.database.write_transaction() as connection:
        changed = text.replace('"share":"1"', f'"share":"{share}"')
        assert changed != text
        await connection.execute(update(treasury_settings).values(settings=changed))
    async with world.unit.reading() as repositories:
        with pytest.raises(StoredDataInvalid, match="treasury_settings"):
            await repositories.treasuries.of_space(space)


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "text", ["{", '{"watched": 7}', '{"watched": [{"position": {"kind": "gold"}}]}', "[]"]
)
async def test_settings_that_can_not_be_read_are_named(world: World, text: str) -> None:
    space = world.home.id
    async with world.unit.writing() as repositories:
        await repositories.treasuries.set(space, SETTINGS, after(1))
    async with world.database.write_transaction() as connection:
        await connection.execute(update(treasury_settings).values(settings=text))
    async with world.unit.reading() as repositories:
        with pytest.raises(StoredDataInvalid, match="treasury_settings"):
            await repositories.treasuries.of_space(space)
