"""What an operator writes of a chain, and what the bot that is put together does with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.bootstrap import open_runtime
from bot.chain.bridges import bridges_of
from bot.chain.calls.multicall import MULTICALL3
from bot.chain.chains import EvmChain
from bot.chain.config import MULTI_SEND_CALL_ONLY
from bot.configuration import chain_config
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


@pytest.mark.parametrize(
    ("chain", "fields", "bridge"),
    [
        (10, {}, ("optimism", 1, "0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1")),
        (42161, {}, ("arbitrum", 1, "0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f")),
        (10, {"messenger": ELSEWHERE}, ("optimism", 1, ELSEWHERE)),
        (137, {"parent": 5, "messenger": ELSEWHERE}, ("optimism", 5, ELSEWHERE)),
        (137, {"parent": 5, "inbox": ELSEWHERE}, ("arbitrum", 5, ELSEWHERE)),
        (137, {"parent": 5}, None),
    ],
)
def test_the_bridge_to_a_chain_is_the_usual_one_or_what_the_operator_names(
    tmp_path: Path, chain: int, fields: dict[str, object], bridge: tuple[str, int, str] | None
) -> None:
    (named,) = settings(tmp_path, chain, **fields).chains
    found = chain_config(named).bridge
    assert (None if found is None else (found.kind, found.parent, found.gates[0])) == bridge


def test_a_bridge_leads_from_a_chain_that_is_configured_or_nowhere(tmp_path: Path) -> None:
    (alone,) = settings(tmp_path, 10).chains
    (parent,) = settings(tmp_path, 1).chains
    optimism, ethereum = EvmChain(chain_config(alone)), EvmChain(chain_config(parent))
    assert bridges_of({optimism.id: optimism}) == ()
    (found,) = bridges_of({optimism.id: optimism, ethereum.id: ethereum})
    assert (found.parent, found.child) == (1, 10)


@pytest.mark.parametrize("field", ["messenger", "portal", "inbox"])
def test_what_is_no_address_on_the_parent_chain_is_refused(tmp_path: Path, field: str) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, 10, **{field: "none"})
