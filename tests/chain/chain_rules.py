"""What rules of reading a chain begin with: a chain of the sandbox, and the bot's view of it."""

from collections.abc import AsyncIterator

import pytest

from bot.chain.chains import EvmChain
from bot.domain.ids import Address, ChainId
from sandbox.chain.chain import LocalChain
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
NOBODY = Address("0x000000000000000000000000000000000000dEaD")


def person(local: LocalChain, number: int) -> Address:
    return Address(local.account(f"person {number}").address)


class ChainRules:
    """A subclass names another backend."""

    backend = "pyevm"

    @pytest.fixture
    async def local(self) -> AsyncIterator[LocalChain]:
        async with LocalChain.serve(backend=self.backend) as local:
            yield local

    @pytest.fixture
    async def chain(self, local: LocalChain) -> AsyncIterator[EvmChain]:
        async with evm_chain(local.url) as chain:
            yield chain
