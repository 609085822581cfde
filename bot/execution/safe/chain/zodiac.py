"""Which modules of a Safe answer as Zodiac's Delay or Roles, and what waits in a Delay."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef
from bot.domain.executors import DelayModule, RolesModule, ZodiacModule
from bot.domain.ids import Address
from bot.execution.actions.abi import function

_OWN = tuple(function(f"{name}()") for name in ("avatar", "target"))
_OF_DELAY = tuple(function(f"{name}()") for name in ("txCooldown", "txExpiration", "txNonce", "queueNonce"))
_CREATED_AT = function("txCreatedAt(uint256 nonce)")
_OF_ROLES = function("defaultRoles(address module)")
_LONGEST = timedelta(days=366 * 50).total_seconds()
"""A module that names longer times isn't taken for a Delay: what it holds back would never come."""
_LATEST = 4 * _LONGEST
"""Seconds since 1970: nothing came into a queue later."""
_WORD = 32


async def zodiac_modules(
    chain: EvmChain, safe: Address, modules: Sequence[Address], at: BlockRef
) -> tuple[ZodiacModule, ...]:
    """Those of the modules that say they act for this Safe, and answer as one of Zodiac's does.

    Nothing is vouched for: any contract can answer so. What can't be read is left out. Raises ChainUnavailable.
    """
    asked = [*(each.encode([]) for each in (*_OWN, *_OF_DELAY)), _OF_ROLES.encode([safe])]
    answers = await chain.read([Call(module, data) for module in modules for data in asked], at)
    words = [_word(each) for each in answers]
    by_module = {
        module: words[place * len(asked) : (place + 1) * len(asked)] for place, module in enumerate(modules)
    }
    ours = {module: own for module, own in by_module.items() if own[0] == int(safe, 16) == own[1]}
    created = await _created(chain, ours, at)
    found: list[ZodiacModule] = []
    for module, (_, _, *of_delay, in_roles) in ours.items():
        delay = _delay(module, of_delay, created.get(module))
        if delay is not None:
            found.append(delay)
        elif in_roles is not None:
            found.append(RolesModule(module))
    return tuple(found)


async def _created(
    chain: EvmChain, words: Mapping[Address, Sequence[int | None]], at: BlockRef
) -> dict[Address, int | None]:
    """When the first that waits in each came there, in seconds."""
    waiting = {}
    for module, (*_, executed, queued, _) in words.items():
        if executed is not None and queued is not None and executed < queued:
            waiting[module] = executed
    calls = [Call(module, _CREATED_AT.encode([first])) for module, first in waiting.items()]
    answers = await chain.read(calls, at)
    return {module: _word(answer) for module, answer in zip(waiting, answers, strict=True)}


def _delay(module: Address, words: Sequence[int | None], created: int | None) -> DelayModule | None:
    """None where it doesn't answer as one."""
    cooldown, expiration, executed, queued = words
    if cooldown is None or expiration is None or executed is None or queued is None or executed > queued:
        return None
    if max(cooldown, expiration) > _LONGEST or (executed < queued and created is None):
        return None
    first = None
    if executed < queued and created is not None:
        if created > _LATEST:
            return None
        first = datetime.fromtimestamp(created + cooldown, UTC)
    return DelayModule(
        module,
        timedelta(seconds=cooldown),
        timedelta(seconds=expiration) if expiration else None,
        queued - executed,
        first,
    )


def _word(answer: Outcome) -> int | None:
    """A single word as a number; None for any other answer, and for none: a module may be made so that no node can
    answer for it."""
    return int.from_bytes(answer, "big") if isinstance(answer, bytes) and len(answer) == _WORD else None
