"""Which choices a rule speaks of: by name in `counts`, `without` and `veto`, by role in a majority."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.domain.counting.errors import (
    ElectionError,
    NamedMoreThanOnce,
    NamesNoChoice,
    NotAChoiceNumber,
    SharedRole,
)


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Numbers of the choices that are For, Against and Abstain, where they have other names."""

    for_: int | None = msgspec.field(default=None, name="for")
    against: int | None = None
    abstain: int | None = None


_NAMES = {"for": "For", "against": "Against", "abstain": "Abstain"}


def numbers(names: Sequence[str], choices: Sequence[str], field: str) -> frozenset[int]:
    """The numbers (from 1) of the choices with these names; ElectionError for a name that isn't exactly one's."""
    if not names:
        return frozenset()
    places = {choice: number for number, choice in enumerate(choices, 1)}
    several = set()
    if len(places) < len(choices):
        several = {choice for number, choice in enumerate(choices, 1) if places[choice] != number}
    for index, name in enumerate(names):
        if name not in places or name in several:
            raise ElectionError(f"{field}[{index}]", NamesNoChoice(name))
    return frozenset(places[name] for name in names)


def role(name: str, roles: Roles, choices: Sequence[str]) -> int | None:
    """The number of the choice in the role `for`, `against` or `abstain`; None when no choice has it."""
    number: int | None = getattr(roles, "for_" if name == "for" else name)
    if number is not None:
        if not 1 <= number <= len(choices):
            raise ElectionError(f"rules.roles.{name}", NotAChoiceNumber())
        return number
    places = [place for place, choice in enumerate(choices, 1) if choice == _NAMES[name]]
    if len(places) > 1:
        raise ElectionError("choices", NamedMoreThanOnce(_NAMES[name]))
    return places[0] if places else None


def check_roles(roles: Roles, choices: Sequence[str]) -> None:
    """Raises ElectionError when a role's number isn't a choice's, or two roles are one choice."""
    held = [number for number in (role(name, roles, choices) for name in _NAMES) if number is not None]
    if len(set(held)) != len(held):
        raise ElectionError("rules.roles", SharedRole())
