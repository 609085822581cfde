"""The one table of who may do what: a row for each command and each button of its own."""

from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.statistics.table import Table


class Kind(StrEnum):
    COMMAND = "command"
    MENU = "menu"
    """Of a message."""
    BUTTON = "button"


class Permitted(msgspec.Struct, frozen=True):
    kind: Kind
    name: str
    """As the program knows it: `gov pause`, or the kind of a custom id."""
    requirement: Requirement
    option: str = ""
    """Asked for only with this option of the command."""


class Group(msgspec.Struct, frozen=True):
    """What asks for the same."""

    requirement: Requirement
    permitted: tuple[Permitted, ...]


_EFFECTS = list(Effect)


def groups(permitted: Sequence[Permitted]) -> list[Group]:
    """Those that ask for the same together: the gravest first, and of these what the fewest may do."""
    found: dict[Requirement, list[Permitted]] = {}
    for each in permitted:
        found.setdefault(each.requirement, []).append(each)

    def order(requirement: Requirement) -> tuple[int, bool]:
        return _EFFECTS.index(requirement.effect), Who.EVERYONE in requirement.who

    return [Group(each, tuple(found[each])) for each in sorted(found, key=order)]


def of_root(permitted: Sequence[Permitted]) -> list[Permitted]:
    """The same in the server's root, whose moderators are those of the whole server."""
    both = {Who.ROOT_MODERATORS: Who.MODERATORS}

    def here(asked: Requirement) -> Requirement:
        return replace(asked, who=frozenset(both.get(each, each) for each in asked.who))

    return [replace(each, requirement=here(each.requirement)) for each in permitted]


def of_who(permitted: Sequence[Permitted], who: Collection[Who]) -> list[Permitted]:
    """What one may do who is one of these, or all of them."""
    return [each for each in permitted if not each.requirement.who.isdisjoint(who)]


def permissions_table(permitted: Sequence[Permitted]) -> Table:
    """The same for programs."""
    rows = [
        (
            each.kind.value,
            each.name,
            each.option,
            each.requirement.effect.value,
            " ".join(sorted(each.requirement.who)),
            " ".join(each.requirement.states),
            " ".join(each.requirement.sometimes),
        )
        for group in groups(permitted)
        for each in group.permitted
    ]
    return Table("permissions", ("kind", "name", "option", "effect", "who", "states", "sometimes"), rows)
