"""What pydantic refuses, as faults of the fields of a policy or of a setting."""

import re
from typing import Any

from pydantic_core import ErrorDetails

from bot.domain.errors.governance.policy_fields import (
    ExpectedIsoDuration,
    LastsTooLong,
    LongerThanNothing,
    Missing,
    NoKind,
    OneOf,
    OutOfBounds,
    UnknownField,
    UnknownKind,
    WrongType,
)
from bot.domain.fault import Fault, Unfit
from bot.domain.policy.bounds import MOST_UNITS
from bot.domain.quantities import LONGEST

_BOUNDS = {
    "greater_than": "gt",
    "greater_than_equal": "ge",
    "less_than": "lt",
    "less_than_equal": "le",
    "too_long": "max_length",
    "too_short": "min_length",
    "string_too_long": "max_length",
    "string_too_short": "min_length",
}
"""By pydantic's name for the error: where it says what the bound is."""
_DAYS = re.compile(r"(\d+) days?")
"""How pydantic says a bound of days."""


def pydantic_fault(error: ErrorDetails) -> Fault:
    """The fault of one of pydantic's errors: our own, which it carries, or that for pydantic's name of it."""
    kind, context = error["type"], error.get("ctx", {})
    if (own := _own(context)) is not None:
        return own
    if kind == "int_parsing_size":
        return OutOfBounds("less_than_equal", str(MOST_UNITS))
    if kind in _BOUNDS:
        bound = str(context[_BOUNDS[kind]])
        if kind == "less_than_equal" and not bound.isdecimal():
            # Of all that has an upper bound only times aren't numbers.
            days = _DAYS.fullmatch(bound)
            return LastsTooLong(int(days[1]) if days else LONGEST.days)
        nothing = kind == "greater_than" and bound in ("0:00:00", "PT0S")
        return LongerThanNothing() if nothing else OutOfBounds(kind, bound)
    if kind.startswith("time_delta"):
        return ExpectedIsoDuration()
    match kind:
        case "missing":
            return Missing()
        case "extra_forbidden":
            return UnknownField("", ())
        case "union_tag_invalid":
            return UnknownKind(str(context["tag"]), str(context["expected_tags"]))
        case "union_tag_not_found":
            return NoKind()
        case "literal_error" | "enum":
            return OneOf(str(context["expected"]))
        case _:
            return WrongType(kind, error["msg"])


def _own(context: dict[str, Any]) -> Fault | None:
    if isinstance(raised := context.get("error"), Unfit):
        return raised.fault
    fault: Fault | None = context.get("fault")
    return fault
