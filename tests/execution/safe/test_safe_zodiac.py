"""Modules that answer as Zodiac's Delay and Roles are named, with what waits in them, and are dangers all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.chain.chains import EvmChain
from bot.domain.executors import DelayModule, RolesModule, SafeExtensions
from bot.domain.ids import Address, ChainId
from bot.execution.safe.safes import Safes
from bot.wording.execution.safe.modules import module_lines
from bot.wording.language import language
from sandbox.chain.contract import Contract
from tests.execution.safe.test_safe_extensions import change
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
COOLDOWN, EXPIRATION = timedelta(days=2), timedelta(days=7)
DANGER = "it can move all that the Safe has, without the owners"


@dataclass(frozen=True)
class Delayed:
    """A Safe with a Delay, into which a keeper puts calls."""

    treasury: Treasury
    delay: Contract
    chain: EvmChain

    @property
    def keeper(self) -> Any:
        return self.treasury.local.deployer

    async def put(self, value: int) -> datetime:
        """A call waits; when it came there."""
        sent = await self.delay.send("execTransactionFromModule", TO, value, b"", 0, sender=self.keeper)
        await self.treasury.local.mine(2)
        block = await self.chain.block(int(sent["blockNumber"], 16))
        return datetime.fromtimestamp(block.timestamp, UTC)

    async def seen(self) -> DelayModule:
        found = await extensions(self.treasury, self.chain)
        (module,) = found.zodiac
        assert isinstance(module, DelayModule)
        return module


async def extensions(treasury: Treasury, chain: EvmChain) -> SafeExtensions:
    return await Safes({CHAIN: chain}, {}).extensions(treasury.executor)


async def module(treasury: Treasury, code: str, *arguments: object) -> Contract:
    made = await treasury.local.deploy(code, *arguments)
    await change(treasury, "enableModule", made.address)
    return made


@pytest.fixture
async def delayed(treasury: Treasury, chain: EvmChain) -> Delayed:
    local = treasury.local
    seconds = [int(each.total_seconds()) for each in (COOLDOWN, EXPIRATION)]
    delay = await module(treasury, "DelayModule", local.deployer.address, treasury.safe.address, *seconds)
    await delay.send("enableModule", local.deployer.address, sender=local.deployer)
    await local.mine(2)
    return Delayed(treasury, delay, chain)


async def test_a_delay_is_named_with_its_times_and_what_waits_in_it(delayed: Delayed) -> None:
    seen = await delayed.seen()
    assert (seen.cooldown, seen.expiration, seen.waiting) == (COOLDOWN, EXPIRATION, 0)
    assert (seen.first_from, seen.first_until) == (None, None)
    first = await delayed.put(1)
    await delayed.put(2)
    seen = await delayed.seen()
    assert (seen.waiting, seen.first_from) == (2, first + COOLDOWN)
    assert seen.first_until == first + COOLDOWN + EXPIRATION


async def test_what_was_executed_or_skipped_waits_in_a_delay_no_more(delayed: Delayed) -> None:
    local, delay = delayed.treasury.local, delayed.delay
    await delayed.put(1)
    second = await delayed.put(2)
    third = await delayed.put(3)
    await delay.send("setTxNonce", 1, sender=delayed.keeper)
    await local.mine(2)
    seen = await delayed.seen()
    assert (seen.waiting, seen.first_from) == (2, second + COOLDOWN)
    local.advance(int(COOLDOWN.total_seconds()) + 60)
    await local.mine(2)
    before = await local.balance(TO)
    await local.fund(local.account("anybody"), 10**18)
    await delay.send("executeNextTx", TO, 2, b"", 0, sender=local.account("anybody"))
    await local.mine(2)
    assert await local.balance(TO) == before + 2
    seen = await delayed.seen()
    assert (seen.waiting, seen.first_from) == (1, third + COOLDOWN)


async def test_roles_are_named(treasury: Treasury, chain: EvmChain) -> None:
    roles = await module(treasury, "RolesModule", treasury.local.deployer.address, treasury.safe.address)
    found = await extensions(treasury, chain)
    assert found.zodiac == (RolesModule(Address(roles.address)),)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("DelayModule", ("another", 60, 60)),
        ("DelayModule", ("safe", 2**256 - 1, 0)),
        ("DelayModule", ("safe", 60, 2**255)),
        ("RolesModule", ("another",)),
    ],
    ids=["of another Safe", "an endless cooldown", "an endless expiration", "roles of another Safe"],
)
async def test_a_module_that_answers_with_what_cannot_be_is_a_module_and_nothing_more(
    treasury: Treasury, chain: EvmChain, code: str, arguments: Sequence[object]
) -> None:
    named = {"another": TO, "safe": treasury.safe.address}
    avatar, *times = arguments
    made = await module(treasury, code, treasury.local.deployer.address, named[str(avatar)], *times)
    found = await extensions(treasury, chain)
    assert (found.modules, found.zodiac) == ((made.address,), ())


@pytest.mark.attack("actions")
@pytest.mark.parametrize("trouble", ["HostileToken 1", "HostileToken 3", "HostileToken 6", "Registry"])
async def test_a_module_that_cannot_be_asked_keeps_nobody_from_seeing_the_others(
    delayed: Delayed, trouble: str
) -> None:
    treasury, (code, *mode) = delayed.treasury, trouble.split()
    made = await module(treasury, code)
    if mode:
        await made.send("setMode", int(mode[0]), sender=treasury.local.deployer)
    await treasury.local.mine(2)
    found = await extensions(treasury, delayed.chain)
    assert set(found.modules) == {made.address, delayed.delay.address}
    assert [each.account for each in found.zodiac] == [delayed.delay.address]


@pytest.mark.attack("actions")
def test_whatever_a_module_says_of_itself_its_danger_stands_first() -> None:
    other = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
    came = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for zodiac in (
        (),
        (RolesModule(TO),),
        (DelayModule(TO, COOLDOWN, None, 0, None),),
        (DelayModule(TO, COOLDOWN, EXPIRATION, 2**255, came),),
    ):
        lines = module_lines(SafeExtensions(modules=(TO, other), zodiac=zodiac), language())
        assert len(lines) == 2
        for line in lines:
            assert line.startswith("⚠️ Module")
            assert line.index(DANGER) < 80
            assert len(line) < 500


def test_a_delay_is_told_with_what_waits_and_until_when_it_can_be_made() -> None:
    came = datetime(2026, 11, 24, 12, tzinfo=UTC)
    delay = DelayModule(TO, COOLDOWN, EXPIRATION, 3, came)
    (line,) = module_lines(SafeExtensions(modules=(TO,), zodiac=(delay,)), language())
    assert "Zodiac's Delay: what it is asked for waits 2 days first, and expires 7 days after that" in line
    assert "3 calls wait in it; the first can be made from" in line
    assert "It expires" in line
