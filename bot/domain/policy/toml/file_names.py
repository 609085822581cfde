"""Names of accounts in a policy's file."""

import tomllib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.misfit import Place
from bot.domain.policy.toml.shape import shape_fault

_FIELDS = ("contract", "address", "account", "indexer")
"""Those of a policy that name an account."""
_LISTS = ("attesters",)
"""Those that name several."""
_MOST = 200
"""Names of one file that are looked up."""


class PolicyName(msgspec.Struct, frozen=True):
    """A name where an account belongs, and the chain that it is on; None where its table names none."""

    text: str
    chain: ChainId | None


NO_NAMES: Mapping[PolicyName, Address | Fault] = MappingProxyType({})


def policy_names(data: bytes) -> list[PolicyName]:
    """The names in a file, each once; none in one that can't be read, which is refused elsewhere."""
    if len(data) > MAX_BYTES:
        return []
    try:
        text = data.decode("utf-8-sig")
        if shape_fault(text) is not None:
            return []
        document = tomllib.loads(text)
    except ValueError:
        return []
    found = dict.fromkeys(name for _, _, _, name in _names(document, ()))
    return list(found)[:_MOST]


def spell_out(
    document: dict[str, Any], names: Mapping[PolicyName, Address | Fault]
) -> Iterator[tuple[Place, Fault]]:
    """Put addresses in place of the names that are known; the places of those that stand for nothing, and why."""
    if not names:
        return
    for within, key, place, name in list(_names(document, ())):
        answer = names.get(name)
        if isinstance(answer, Fault):
            yield place, answer
        elif answer is not None:
            within[key] = answer


def _names(value: Any, place: Place) -> Iterator[tuple[Any, str | int, Place, PolicyName]]:
    """The table or list in which each name stands, and where in it; its place in the file; and the name."""
    if isinstance(value, dict):
        chain = value.get("chain")
        on = ChainId(chain) if isinstance(chain, int) and not isinstance(chain, bool) else None
        spots: list[tuple[Any, tuple[str | int, ...]]] = [
            (value, (field,)) for field in _FIELDS if field in value
        ]
        for field in _LISTS:
            if isinstance(listed := value.get(field), list):
                spots += [(listed, (field, index)) for index in range(len(listed))]
        for within, keys in spots:
            text = within[keys[-1]]
            if isinstance(text, str) and not text.startswith("0x"):
                yield within, keys[-1], (*place, *keys), PolicyName(text, on)
        for name, member in value.items():
            yield from _names(member, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _names(item, (*place, index))
