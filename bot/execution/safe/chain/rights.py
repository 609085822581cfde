"""What accounts are to a Safe that calls them: its modules, guards and fallback handler can do more than others."""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Rights
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.safe.chain.extensions import GUARD_NAME, MODULE_GUARD_NAME, named_accounts

_IS_MODULE_ENABLED = function("isModuleEnabled(address module)")
_KEPT_AT: tuple[tuple[str, Rights], ...] = (
    (GUARD_NAME, "guard"),
    (MODULE_GUARD_NAME, "guard"),
    ("fallback_manager.handler.address", "fallback_handler"),
)
"""The names whose hashes are the slots in which a Safe (1.3.0 to 1.5.0) keeps them."""


async def rights_in(
    chain: EvmChain, safe: Address, accounts: Sequence[Address], at: BlockRef
) -> dict[Address, Rights]:
    """What each account is to the Safe. Raises ChainUnavailable, also where it doesn't answer as a Safe does."""
    found = await _kept(chain, safe, accounts, at)
    for account, answer in zip(accounts, await _modules(chain, safe, accounts, at), strict=True):
        enabled = tokens.number(answer)
        if not isinstance(enabled, Value):
            raise ChainUnavailable(chain.id, f"modules of {safe}: {enabled.why}")
        if enabled.raw:
            found[account] = "module"
        if account == safe:
            found[account] = "self"
    return found


async def rights_shown(
    chain: EvmChain, account: Address, accounts: Sequence[Address], at: BlockRef
) -> dict[Address, Rights]:
    """The same, to be shown: those to an account that is no Safe, or none yet, are nothing special. Raises
    ChainUnavailable."""
    found = await _kept(chain, account, accounts, at)
    for each, answer in zip(accounts, await _modules(chain, account, accounts, at), strict=True):
        enabled = tokens.number(answer)
        if isinstance(enabled, Value) and enabled.raw:
            found[each] = "module"
    return found


def is_module(safe: Address, account: Address) -> Call:
    """The question whether a Safe has an account as a module."""
    return Call(safe, _IS_MODULE_ENABLED.encode([account]))


async def _kept(
    chain: EvmChain, safe: Address, accounts: Sequence[Address], at: BlockRef
) -> dict[Address, Rights]:
    found: dict[Address, Rights] = dict.fromkeys(accounts, "")
    kept = await named_accounts(chain, safe, [name for name, _ in _KEPT_AT], at)
    for named, (_, held) in zip(kept, _KEPT_AT, strict=True):
        if named is not None and named in found:
            found[named] = held
    return found


async def _modules(
    chain: EvmChain, safe: Address, accounts: Sequence[Address], at: BlockRef
) -> Sequence[Outcome]:
    """Whether each is one, as the Safe answers."""
    answers = await chain.read([is_module(safe, account) for account in accounts], at)
    tokens.all_answered(answers, chain.id)
    return answers
