"""What of a track's policy came with its preset, and what the server gave to it."""

from collections.abc import Iterator

from bot.domain.errors import BadSetting
from bot.domain.errors.governance.settings import (
    ExpectedPreset,
)
from bot.domain.policy.model import Policy, PowerRule, preset_names
from bot.domain.policy.toml.file import About, PolicyFile, preset_file
from bot.domain.power import AnySource, OfContract


def named_preset(name: str) -> PolicyFile:
    """Raises BadSetting."""
    if name not in preset_names():
        raise BadSetting("preset", name, ExpectedPreset(tuple(preset_names())))
    return preset_file(name)


def as_file(policy: Policy) -> PolicyFile:
    """A track's policy as if it were a file that is bound anew: what the server gave to it is taken out."""
    about = preset_file(policy.name).about if policy.name in preset_names() else About()
    shipped = set(_shipped(policy))
    of_safe = about.power == "safe" and any(source.of_executor for source in shipped)
    own = tuple(
        source for source in policy.power.sources if source in shipped and not _is_safe_of(source, policy)
    )
    power = policy.power.model_copy(update={"sources": own})
    return PolicyFile(
        policy.model_copy(update={"power": power, "executor": None, "further_executors": ()}),
        about.model_copy(update={"power": "safe" if of_safe else "server"}),
    )


def server_power(policy: Policy) -> PowerRule | None:
    """The sources that the server gave to a policy, without those of its preset; None where it gave none."""
    shipped = set(_shipped(policy))
    sources = tuple(source for source in policy.power.sources if source not in shipped)
    rule = policy.power
    return PowerRule(sources=sources, symbol=rule.symbol, decimals=rule.decimals) if sources else None


def _shipped(policy: Policy) -> Iterator[AnySource]:
    """Those of the policy's sources that came with the preset of its name."""
    if policy.name not in preset_names():
        return
    file = preset_file(policy.name)
    keys = {source.key for source in file.policy.power.sources}
    for source in policy.power.sources:
        if source.key in keys or (file.power == "safe" and _is_safe_of(source, policy)):
            yield source


def _is_safe_of(source: AnySource, policy: Policy) -> bool:
    executor = policy.executor
    if executor is None or not source.of_executor or not isinstance(source, OfContract):
        return False
    return (source.chain, source.contract) == (executor.chain, executor.address)
