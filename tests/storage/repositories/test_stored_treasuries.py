"""What spaces say of their treasuries, on both databases."""

import pytest
from sqlalchemy import update

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ChainId
from bot.domain.treasury.positions import CoinPosition, Erc1155Position
from bot.domain.treasury.settings import Feed, TreasurySettings, Watched
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
