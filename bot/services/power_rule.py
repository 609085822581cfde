"""From the sources that a moderator names to the power rule of a policy, with everything on chain looked at."""

from collections.abc import Mapping

from bot.domain.blocks import Undetermined
from bot.domain.errors import UnknownChain
from bot.domain.ids import ChainId
from bot.domain.policy import PowerRule
from bot.domain.power import OnChain, on_chain
from bot.domain.sources_text import parse_sources
from bot.services.ports import AnySource, Chain

_AMOUNTS = ("erc20", "erc20_votes", "native", "call")
"""Kinds that give amounts of something with decimals; all others are counted."""


async def power_rule(text: str, chain: Chain) -> PowerRule:
    """The sources that the text names, each checked on chain.

    The weight of what is counted (NFTs, items, listed amounts) is in whole votes, that of amounts multiplies them;
    amounts with fewer decimals than the others are scaled up, so that one whole one is one vote everywhere.
    Raises BadSetting, BadAddress, NoCode, WrongContract, ChainUnavailable.
    """
    found: list[tuple[AnySource, str, int]] = []
    block = await chain.finalized()
    for source in parse_sources(text, chain.id):
        known = await chain.check_source(source, block) if isinstance(source, OnChain) else ("votes", 0)
        found.append((source, *known))
    decimals = max(decimals for _, _, decimals in found)
    symbols = [symbol for source, symbol, _ in found if source.kind in _AMOUNTS] or [found[0][1]]
    return PowerRule(
        sources=tuple(
            source.model_copy(update={"weight": source.weight * 10 ** (decimals - own)})
            for source, _, own in found
        ),
        symbol=symbols[0],
        decimals=decimals,
    )


async def untold(rule: PowerRule, chains: Mapping[ChainId, Chain]) -> str | None:
    """The name of a source of which nothing tells how much there is in all; None where all tell it.

    Raises UnknownChain, ChainUnavailable.
    """
    for _, source in on_chain(rule.sources):
        chain = chains.get(source.chain)
        if chain is None:
            raise UnknownChain(str(source.chain), tuple(chain.name for chain in chains.values()))
        if isinstance(await chain.total(source, await chain.finalized()), Undetermined):
            return source.name
    return None
