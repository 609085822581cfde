"""The chains that an operator has configured."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from bot.domain.errors import UnknownChain
from bot.domain.ids import ChainId


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Chain = TypeVar("Chain", bound=_Named)


def chain_of(chains: Mapping[ChainId, Chain], number: ChainId) -> Chain:
    """The chain of that number. Raises UnknownChain."""
    if number not in chains:
        raise UnknownChain(str(number), tuple(chain.name for chain in chains.values()))
    return chains[number]
