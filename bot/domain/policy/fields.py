"""Which fields a policy has where, for whoever mistyped one."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, get_args

import msgspec
from pydantic import BaseModel

from bot.domain.counting.registry import MECHANISMS
from bot.domain.policy.misfit import Place
from bot.domain.policy.model import Policy
from bot.domain.policy.options import fields_of
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import Roles
from bot.domain.rules.outcome import Rules
from bot.domain.rules.quorum import Quorum
from bot.domain.rules.veto import Veto

_RULES: dict[str, type[msgspec.Struct]] = {
    "quorum": Quorum,
    "majority": Majority,
    "veto": Veto,
    "roles": Roles,
}


def fields_at(place: Place) -> list[str]:
    """The names of the fields that may stand in the table at this place."""
    if place[:1] == ("rules",):
        named = [step for step in place[1:] if isinstance(step, str)]
        struct = _RULES.get(named[0], Rules) if named else Rules
        return [field.encode_name for field in msgspec.structs.fields(struct)]
    if place[:1] == ("options",):
        return sorted(set().union(*map(fields_of, MECHANISMS.values())))
    if place[:1] == ("about",):
        return ["description", "power", "next"]
    models: list[type[BaseModel]] = [Policy]
    for step in place:
        if isinstance(step, str):
            models = [inner for model in models for inner in _inner(model, step)]
    return sorted({name for model in models for name in model.model_fields})


def _inner(model: type[BaseModel], step: str) -> list[type[BaseModel]]:
    """What stands under the field; the model itself where the step is no field but the name of its kind."""
    if step in model.model_fields:
        return list(_models(model.model_fields[step].annotation))
    return [model] if "kind" in model.model_fields and model.model_fields["kind"].default == step else []


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def nearest(name: str, known: Sequence[str]) -> str:
    """The field that was meant, as it seems; empty where nothing is like it."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), "")
