"""The chain that somebody means."""

from collections.abc import Mapping

from bot.domain.errors import UnknownChain
from bot.domain.ids import ChainId
from bot.services.ports import Chain


def chain_named(chains: Mapping[ChainId, Chain], name: str) -> Chain:
    """The chain of that name or number; the first one where none is named. Raises UnknownChain."""
    for chain in chains.values():
        if name.strip().casefold() in ("", chain.name.casefold(), str(chain.id)):
            return chain
    raise UnknownChain(name, tuple(chain.name for chain in chains.values()))
