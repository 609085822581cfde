"""From the sources that a moderator names to the power rule of a policy, with everything on chain looked at."""

from collections.abc import Mapping

from bot.domain.blocks import Undetermined
from bot.domain.chains import chain_of
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.governance.settings import (
    GreatestHasNoTotal,
    RootHasNoTotal,
    SourceHasNoTotal,
)
from bot.domain.fault import (
    Fault,
)
from bot.domain.ids import ChainId, Power
from bot.domain.policy.sources_text import parse_sources
from bot.domain.power import (
    ROOT_DECIMALS,
    AnySource,
    OnChain,
    PowerRule,
    on_chain,
)
from bot.services.governance.policies.source_kinds import recognized
from bot.services.ports import Chain


async def power_rule(text: str, chain: Chain, chains: Mapping[ChainId, Chain]) -> PowerRule:
    """The sources that the text names, each checked on its chain: on `chain` where the text names no other one. A
    contract that is named without its kind is asked what it is.

    The weight of what is counted (NFTs, items, listed amounts, roles) is in whole votes, that of amounts multiplies
    them; amounts with fewer decimals than the others are scaled up, so that one whole one is one vote everywhere.
    Raises BadSetting, BadAddress, NoCode, WrongContract, UnknownChain, ChainUnavailable.
    """
    named = await recognized(text, chain, chains)
    found = [
        (source, *await _known(source, chains))
        for source in parse_sources(named, chain.id, {each.name: each.id for each in chains.values()})
    ]
    decimals = max(decimals for _, _, decimals in found)
    sources = tuple(
        scaled(source, weight=10 ** (decimals - own), cap=10**decimals) for source, _, own in found
    )
    return PowerRule(sources=sources, symbol=_symbol(found), decimals=decimals)


def composed_as(rule: PowerRule, model: PowerRule) -> PowerRule:
    """The sources of a rule, put together as another one (that of a preset) puts its own together.

    The model's cap and minimum stay the same in whole votes. A curve needs many decimals: everything is scaled up to
    as many.
    """
    decimals = max(rule.decimals, ROOT_DECIMALS if model.curve == "root" else 0)
    factor = 10 ** (decimals - rule.decimals)
    return PowerRule(
        sources=tuple(scaled(source, weight=factor, cap=factor) for source in rule.sources),
        symbol=rule.symbol,
        decimals=decimals,
        combine=model.combine,
        cap=None if model.cap is None else in_decimals(model.cap, model.decimals, decimals),
        minimum=in_decimals(model.minimum, model.decimals, decimals),
        curve=model.curve,
        holding=model.holding,
    )


def scaled(source: AnySource, *, weight: int, cap: int) -> AnySource:
    """The source with its weight multiplied, and with its cap and what is required of it."""
    most = None if source.cap is None else source.cap * cap
    required = None if source.required is None else source.required * cap
    return source.model_copy(update={"weight": source.weight * weight, "cap": most, "required": required})


def in_decimals(amount: Power, before: int, now: int) -> Power:
    """As many whole units with other decimals, rounded up where there are fewer."""
    scaled: int = -(-amount * 10**now // 10**before)
    return scaled


async def no_share(rule: PowerRule, chains: Mapping[ChainId, Chain]) -> Fault | None:
    """Why a quorum can't be a share of all power; None where it can.

    Raises UnknownChain, ChainUnavailable.
    """
    if rule.curve != "linear":
        return RootHasNoTotal()
    if rule.combine != "sum":
        return GreatestHasNoTotal()
    for source in rule.sources:
        if not source.has_total and not source.gate:
            return SourceHasNoTotal(source.name, on_chain=False)
    for _, source in on_chain(rule.sources):
        if source.gate:
            continue
        chain = _of(source, chains)
        if isinstance(await chain.total(source, await chain.finalized()), Undetermined):
            return SourceHasNoTotal(source.name, on_chain=True)
    return None


async def source_doubts(
    rule: PowerRule, chains: Mapping[ChainId, Chain]
) -> tuple[tuple[AnySource, SourceDoubt], ...]:
    """What a moderator should know of the rule's sources on chain. Raises UnknownChain, ChainUnavailable."""
    found: list[tuple[AnySource, SourceDoubt]] = []
    for _, source in on_chain(rule.sources):
        chain = _of(source, chains)
        found += [(source, doubt) for doubt in await chain.doubts(source, await chain.finalized())]
    return tuple(found)


async def _known(source: AnySource, chains: Mapping[ChainId, Chain]) -> tuple[str, int]:
    """Symbol and decimals of a source that is as it must be."""
    if isinstance(source, OnChain):
        chain = _of(source, chains)
        return await chain.check_source(source, await chain.finalized())
    return source.symbol, source.decimals_off_chain


def _of(source: OnChain, chains: Mapping[ChainId, Chain]) -> Chain:
    return chain_of(chains, source.chain)


def _symbol(found: list[tuple[AnySource, str, int]]) -> str:
    """What one vote is called: as the first amount on a chain, else as the first one elsewhere, else as the first of
    all."""
    amounts = [(source, symbol) for source, symbol, _ in found if not source.counts_items]
    names = [symbol for source, symbol in amounts if source.needs_chain]
    names += [symbol for source, symbol in amounts if not source.needs_chain]
    return [*names, found[0][1]][0]
