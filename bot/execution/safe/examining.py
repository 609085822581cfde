"""What a Safe is about to be asked for, held against the Safe and the contracts of the moment."""

from collections.abc import Collection, Sequence

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChangesExecutor, NoBatchContract
from bot.domain.executors import CalledCode, Examined, SafeState
from bot.domain.ids import Address
from bot.execution.actions.calls import calls_of
from bot.execution.actions.known import OWNER_CHANGES, SAFE_ADMINISTRATION
from bot.execution.called_code import called_code
from bot.execution.safe.chain.rights import rights_in
from bot.execution.safe.multi_send import is_call_only
from bot.execution.safe.transaction import ZERO_ADDRESS


async def examine(
    chain: EvmChain, safe: SafeState, actions: Sequence[Action], at: BlockRef, *, changes_owners: bool = False
) -> Examined:
    """What the actions call at the block. `changes_owners`: they follow from a vote on who owns the Safe.

    Raises ChangesExecutor, CallsHidden, NoBatchContract, ChainUnavailable.
    """
    refuse_administration(safe.address, actions, OWNER_CHANGES if changes_owners else frozenset())
    if len(actions) > 1 and not await makes_several(chain, at):
        raise NoBatchContract(chain.id, chain.config.multi_send, len(actions))
    # What gets nothing but coins runs no code that could do something else with what the Safe has.
    called = list(dict.fromkeys(call.to for call in calls_of(actions) if call.data))
    code = await called_code(chain, called, at)
    rights = await rights_in(chain, safe.address, called, at)
    return Examined(
        at,
        tuple(CalledCode(account, code[account], rights[account]) for account in called),
        safe.nonce,
        changes_owners,
    )


def refuse_administration(
    safe: Address, actions: Sequence[Action], allowed: Collection[bytes] = frozenset()
) -> None:
    """Raises ChangesExecutor for a call, wherever it stands, by which the Safe would change who may do what with it,
    but for the functions with an `allowed` selector.

    MultiSendCallOnly 1.5.0 takes the zero address for the Safe itself. Raises CallsHidden too.
    """
    for call in calls_of(actions):
        known = SAFE_ADMINISTRATION.get(call.data[:4])
        if known is not None and call.to in (safe, ZERO_ADDRESS) and call.data[:4] not in allowed:
            raise ChangesExecutor(safe, known.name)


async def makes_several(chain: EvmChain, at: BlockRef) -> bool:
    """Whether Safe's own MultiSendCallOnly stands where the chain's is expected: several actions need it."""
    return await is_call_only_at(chain, chain.config.multi_send, at)


async def is_call_only_at(chain: EvmChain, place: Address, at: BlockRef) -> bool:
    """Whether Safe's own MultiSendCallOnly stands there. Raises ChainUnavailable."""
    return is_call_only((await chain.codes([place], at))[place])
