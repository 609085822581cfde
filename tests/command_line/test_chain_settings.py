"""What an operator writes of a chain, and what the bot that is put together does with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.bootstrap import open_runtime
from bot.chain.calls.multicall import MULTICALL3
from bot.chain.config import MULTI_SEND_CALL_ONLY
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import FinalityStandsStill
from bot.domain.ids import ChainId
from bot.services.power.snapshots import common_blocks
from bot.settings import ChainSettings, Settings
from sandbox.chain.chain import LocalChain
from tests.fakes import START, ManualClock

CHAIN = ChainId(31337)
ELSEWHERE = "0x000000000000000000000000000000000000dEaD"


def settings(folder: Path, chain: int = CHAIN, url: str = "http://127.0.0.1:9", **fields: object) -> Settings:
    named = ChainSettings(name="local", id=chain, rpc=(url,), **fields)
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        discord_token=SecretStr("token"),
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'folkmoot.db'}"),
        chains=(named,),
    )


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(("days", "hours"), [(3, 12), (1, 12), (1, 23)])
async def test_a_snapshot_of_days_ago_is_not_taken_silently(tmp_path: Path, days: int, hours: int) -> None:
    """There are new blocks, and none of them is final."""
    clock = ManualClock()
    async with LocalChain.serve(genesis_time=int(START.timestamp()), block_interval=12) as local:
        await local.mine(5)
        used = settings(tmp_path, url=local.url, stale_after=timedelta(hours=hours))
        async with open_runtime(used, clock) as runtime:
            clock.advance(timedelta(minutes=2))
            before = (await common_blocks(runtime.chains, [CHAIN], clock.now()))[CHAIN]
            local.advance(int(timedelta(days=days).total_seconds()))
            await local.mine(1)
            local.finality((await local.block()).number - before.number)
            clock.advance(timedelta(days=days))
            with pytest.raises(ChainUnavailable) as refused:
                await common_blocks(runtime.chains, [CHAIN], clock.now())
    assert refused.value.unread == FinalityStandsStill(before.number, before.timestamp)


@pytest.mark.parametrize(
    ("chain", "fields", "multicall", "multi_send"),
    [
        (1, {}, MULTICALL3, MULTI_SEND_CALL_ONLY),
        (324, {}, "0xF9cda624FBC7e059355ce98a31693d299FAcd963", "0x0408EF011960d02349d50286D20531229BCef773"),
        (50104, {}, MULTICALL3, "0x0408EF011960d02349d50286D20531229BCef773"),
        (324, {"multicall": ELSEWHERE, "multi_send": ELSEWHERE}, ELSEWHERE, ELSEWHERE),
        (1, {"multicall": "none"}, None, MULTI_SEND_CALL_ONLY),
        (1, {"multicall": "", "multi_send": ""}, MULTICALL3, MULTI_SEND_CALL_ONLY),
    ],
    ids=["usual", "ZKsync", "Sophon", "named", "none", "empty"],
)
async def test_contracts_that_the_bot_needs_stand_where_the_chain_has_them(
    tmp_path: Path, chain: int, fields: dict[str, str], multicall: str | None, multi_send: str
) -> None:
    async with open_runtime(settings(tmp_path, chain, **fields)) as runtime:
        config = runtime.chains[ChainId(chain)].config
    assert (config.multicall, config.multi_send) == (multicall, multi_send)


@pytest.mark.parametrize(
    "fields",
    [
        {"multicall": "nowhere"},
        {"multi_send": "0x12"},
        {"stale_after": timedelta(0)},
        {"stale_after": timedelta(days=8)},
        {"stale_after": timedelta(days=-1)},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, **fields)
