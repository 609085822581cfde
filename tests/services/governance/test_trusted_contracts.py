"""The doctor looks whether bridges and contracts of streams are there, on the chains on which a track carries out."""

from datetime import timedelta

from bot.domain.ids import ChainId
from bot.domain.policy.limits import Limits
from bot.domain.trusted_contracts import TrustedContract
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.governance.checks import check_line
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.fakes import MAINNET, FakeChain, account
from tests.harness import GUILD, ServiceHarness
from tests.services.server_acts.changed_server import change_policy

SAY = language(markup=DISCORD)
GNOSIS = ChainId(100)
MESSENGER, STREAMS, AWAY = account("messenger"), account("streams"), account("streams elsewhere")


async def looked_at(harness: ServiceHarness) -> list[str]:
    tracks = await harness.services.tracks.all(GUILD)
    return [check_line(each, SAY) for each in await harness.services.trusted_contracts.check(tracks)]


async def started(harness: ServiceHarness) -> FakeChain:
    """A bridge from mainnet to Gnosis, and streams on both; the other chain."""
    other = FakeChain(harness.clock, id=GNOSIS, name="gnosis")
    harness.other_chains = [other]
    harness.trusted = (
        TrustedContract(MAINNET, MESSENGER, "optimism", GNOSIS),
        TrustedContract(MAINNET, STREAMS, "sablier"),
        TrustedContract(GNOSIS, AWAY, "llamapay"),
    )
    await harness.set_up()
    await harness.restart()
    harness.chain.tokens |= {MESSENGER: ("", 0), STREAMS: ("", 0)}
    return other


async def test_each_contract_that_a_track_may_use_has_a_line(harness: ServiceHarness) -> None:
    other = await started(harness)
    bridge, streams = await looked_at(harness)
    assert bridge.startswith("✅ bridge of Optimism to gnosis: ")
    assert bridge.endswith("it is there, and the nodes of gnosis answer")
    assert streams.startswith("✅ streams of Sablier on chain 1: ")
    other.silent = True
    bridge, streams = await looked_at(harness)
    assert "**not right**" in bridge
    assert "FOLKMOOT_CHAINS" in bridge
    assert streams.startswith("✅")
    del harness.chain.tokens[STREAMS]
    _, streams = await looked_at(harness)
    assert "no contract is there: what is sent to it does nothing" in streams


async def test_a_track_with_limits_uses_no_bridge_and_one_that_carries_out_nothing_uses_nothing(
    harness: ServiceHarness,
) -> None:
    await started(harness)
    await change_policy(harness, limits=Limits(period=timedelta(days=30)))
    (streams,) = await looked_at(harness)
    assert "Sablier" in streams
    await harness.services.tracks.edit(harness.moderator(), "main", Changes(executor="none"))
    assert await looked_at(harness) == []
