"""The options of a mechanism as a policy writes them.

Most stand there as in the election document. Where a policy can't know what a count needs (funds, the time), it has a
rule instead, from which the options are made: a line here.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from pydantic import BaseModel

from bot.domain.conviction.curve import ConvictionRule
from bot.domain.counting.conviction import CONVICTION
from bot.domain.counting.mechanism import Mechanism

_RULES: dict[str, type[BaseModel]] = {CONVICTION.name: ConvictionRule}


def fields_of(mechanism: Mechanism) -> set[str]:
    """The names of the options that a policy may have."""
    if mechanism.name in _RULES:
        return set(_RULES[mechanism.name].model_fields)
    return {field.encode_name for field in msgspec.structs.fields(mechanism.options)}


def some_options(mechanism: Mechanism, written: Mapping[str, Any]) -> Any:
    """Options with which an election could be counted, for a look at whether they are sound.

    Raises pydantic's ValidationError for a rule that isn't.
    """
    rule: Any = _RULES.get(mechanism.name)
    return rule.model_validate(written).options(funds=1, requested=0, at=0) if rule else written
