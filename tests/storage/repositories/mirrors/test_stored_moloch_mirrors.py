"""Moloch DAOs that spaces mirror, and their proposals, as they are stored."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.domain.executors import BaalRules, LeavingPays, MolochRules, NamedAsset, PaidOnLeaving
from bot.domain.ids import BlockHash, ChainId
from bot.domain.mirrors import (
    AnyMirroredStage,
    AnyMirrorRules,
    BlockSpan,
    MirroredBaalStage,
    MirroredMolochStage,
)
from tests.storage.repositories.mirrors.test_stored_mirrors import CHANNEL, PROPOSAL
from tests.storage.repositories.stored_world import ADA, WEI, World, after, wallet

MOST = 2**256 - 1
AT = datetime(2030, 1, 1, tzinfo=UTC)
MOLOCH = MolochRules(
    wallet(1), timedelta(seconds=17_280), 35, 35, AT, MOST, WEI, wallet(2), "DAI", 18, MOST, 0, 2**52, 7
)
BAAL = BaalRules(
    wallet(1),
    wallet(2),
    wallet(3),
    "Commons “it”",
    "🌳",
    MOST,
    MOST,
    timedelta(days=5),
    timedelta(seconds=0),
    WEI,
    "ETH",
    100,
    MOST,
    0,
    2**32 - 1,
)
PAID = LeavingPays(
    (
        PaidOnLeaving(NamedAsset(None, "ETH", 18), MOST, 0),
        PaidOnLeaving(NamedAsset(wallet(4), "“it”", 0), None, None),
    ),
    400,
    "unknown",
)
KINDS: dict[str, tuple[AnyMirrorRules, AnyMirroredStage]] = {
    "moloch": (MOLOCH, MirroredMolochStage("grace", "7", MOST, 3, AT, AT, AT, behind="6", leaving=PAID)),
    "baal": (BAAL, MirroredBaalStage("processed", "7", MOST, 3, AT, AT, AT, expires=AT, failed=True)),
    "baal in its vote": (BAAL, MirroredBaalStage("voting", "7", MOST, 3, AT, AT, AT, leaving=PAID)),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_moloch_dao_and_its_proposals_come_back_as_they_were_put(world: World, kind: str) -> None:
    rules, stage = KINDS[kind]
    kind = kind.partition(" ")[0]
    proposal = replace(PROPOSAL, stage=stage)
    async with world.unit.writing() as repositories:
        mirror = await repositories.mirrors.add(
            world.home.id, kind, ChainId(1), wallet(1), CHANNEL, rules, ADA, after(1)
        )
        await repositories.mirrored_proposals.put(mirror, [proposal])
        newer = dataclasses.replace(rules, count=0)
        span = BlockSpan(5, 100, 2**40, BlockHash("0x" + "ef" * 32), 2**40, 1_700_000_000)
        await repositories.mirrors.was_read(mirror, span, newer, after(120))
    async with world.unit.reading() as repositories:
        found = await repositories.mirrors.find(mirror)
        assert (found.rules, found.kind) == (newer, kind)
        (told,) = await repositories.mirrored_proposals.newest(mirror, 5)
        assert replace(told, id=None) == proposal
        assert await repositories.mirrored_proposals.count(mirror) == (1, int(stage.is_live))
