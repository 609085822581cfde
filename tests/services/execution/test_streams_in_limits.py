"""What a track's limits count of a stream is read from calldata, for who carries out what passed on that chain."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.actions.actions import Action
from bot.domain.actions.limits import NotAllowed, OverLimit
from bot.domain.actions.outlays import Outlay
from bot.domain.executors import SafeExecutor
from bot.domain.policy.limits import Limits, Spending
from bot.execution.actions.codec import EvmActionCodec
from tests.calldata import CHAIN, SAFE, TOKEN
from tests.execution.actions.test_streams_told import ADA, BEN, LOCKUP, STREAMS, allowed, stream
from tests.harness import GUILD, ServiceHarness

SPENDS = Limits(
    period=timedelta(days=30), spending=(Spending(asset=TOKEN, symbol="TKN", decimals=6, per_period=100),)
)


@pytest.mark.attack("limits")
async def test_a_track_counts_a_stream_by_who_its_own_executor_is(harness: ServiceHarness) -> None:
    await harness.set_up()
    silent = EvmChain(ChainConfig("ethereum", CHAIN, ("http://127.0.0.1:1",), streams=STREAMS))
    tracks = replace(harness.services.track_limits, codec=EvmActionCodec({CHAIN: silent}))
    ours, theirs = SafeExecutor(chain=CHAIN, address=SAFE), SafeExecutor(chain=CHAIN, address=BEN)
    actions = (allowed(60), stream(60))
    assert tracks.moved(actions, ours) == (Outlay(TOKEN, 60, ADA),)
    # Ben could cancel it, and nobody of this track gets anything back.
    assert tracks.moved(actions, theirs) == (Outlay(TOKEN, 60, LOCKUP),)
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        (track,) = await repositories.spaces.tracks(space.id)

        async def broken(executor: SafeExecutor, *made: Action) -> list[type]:
            policy = track.policy.model_copy(update={"executor": executor, "limits": SPENDS})
            now = harness.clock.now()
            found = await tracks.breaches(repositories, policy, space.id, track.id, made, now)
            return [type(each) for each in found]

        assert await broken(ours, *actions) == []
        assert await broken(ours, *actions, allowed(41), stream(41)) == [OverLimit]
        assert await broken(theirs, *actions) == [NotAllowed]
    await silent.close()
