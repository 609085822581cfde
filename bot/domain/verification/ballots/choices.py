"""What a ballot of a record says."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.policy.model import Policy


def is_choice(policy: Policy, choice: Any) -> bool:
    """Whether a ballot of this vote can say this."""
    mechanism = policy.counting
    try:
        converted = msgspec.convert(choice, mechanism.choice)
        options = msgspec.convert(policy.options, mechanism.options)
        return mechanism.fault(converted, len(policy.choices), options) is None
    except msgspec.ValidationError:
        return False


def written(value: Any) -> str:
    """A value as it stands in the record, cut."""
    return canonical_json(msgspec.to_builtins(value)).decode()[:200]
