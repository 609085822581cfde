"""The port `SafeOwnership`: who owns a Safe, and what runs when it changes that."""

from collections.abc import Mapping

import msgspec

from bot.chain.chains import EvmChain
from bot.domain.actions.called_code import CalledCode, Examined
from bot.domain.chains import chain_of
from bot.domain.councils.seats import SafeOwners
from bot.domain.errors import NoBatchContract
from bot.domain.executors import AnyExecutor
from bot.domain.ids import ChainId
from bot.execution.called_code import called_code
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.chain.rights import rights_in
from bot.execution.safe.examining import makes_several

_SEVERAL = 2
"""Calls that a change of owners may need: one alone can't be counted on."""


class EvmSafeOwnership(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, EvmChain]

    async def owners(self, executor: AnyExecutor) -> SafeOwners:
        """By the newest block. Raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        chain = chain_of(self.chains, executor.chain)
        at = await chain.latest()
        safe = await read_state(chain, executor.address, at)
        return SafeOwners(at, safe.owners, safe.threshold)

    async def examine(self, executor: AnyExecutor) -> Examined:
        """The Safe's own code by the newest block. Raises UnknownChain, NoBatchContract, NoCode, WrongContract,
        ChainUnavailable."""
        chain, account = chain_of(self.chains, executor.chain), executor.address
        at = await chain.latest()
        safe = await read_state(chain, account, at)
        if not await makes_several(chain, at):
            raise NoBatchContract(chain.id, chain.config.multi_send, _SEVERAL)
        code = await called_code(chain, [account], at)
        rights = await rights_in(chain, account, [account], at)
        called = CalledCode(account, code[account], rights[account])
        return Examined(at, (called,), safe.nonce, changes_owners=True)
