"""The election document (docs/mechanisms/): everything a count needs, as typed values.

`decoding.py` reads it and refuses what can't be counted, `encode` writes it in canonical JSON.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.counting.conviction import Stake
from bot.domain.counting.errors import (
    ElectionError,
    EmptyVoter,
    NoChoices,
    NotInParts,
    RequiredBy,
    TooMany,
    UnknownMechanism,
)
from bot.domain.counting.exact import quantity
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.registry import MECHANISMS
from bot.domain.rules import electorate, outcome
from bot.domain.rules.electorate import Electorate
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import Roles
from bot.domain.rules.outcome import Rules
from bot.domain.rules.quorum import Quorum
from bot.domain.rules.veto import Veto

__all__ = [
    "Ballot",
    "Delegation",
    "Election",
    "ElectionError",
    "Electorate",
    "Majority",
    "Part",
    "Quorum",
    "Roles",
    "Rules",
    "Stake",
    "Veto",
    "check",
    "encode",
]

C = TypeVar("C")


class Ballot(
    msgspec.Struct, Generic[C], frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """One ballot: who, with how much power of their own (decimal integer string, base units), for what.

    `choice` has the shape its mechanism asks for. `cast_at` (seconds) is kept and decides nothing: the order of the
    list does.
    """

    voter: str
    power: str
    choice: C
    cast_at: int | None = None


class StakingBallot(
    msgspec.Struct, Generic[C], frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """A ballot of stakes: the voter's stakes, in the order in which they were placed."""

    voter: str
    power: str
    stakes: C
    cast_at: int | None = None

    @property
    def choice(self) -> C:
        """What this ballot says: its stakes."""
        return self.stakes


class Delegation(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """`from_` (in the document: `from`) delegates `power` base units to `to`."""

    from_: str = msgspec.field(name="from")
    to: str
    power: str


class Part(msgspec.Struct, Generic[C], frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """So much of the voter's power, in base units, is for another choice than their ballot says."""

    voter: str
    power: str
    choice: C


class Election(msgspec.Struct, frozen=True):
    """The election document. `options` left out (None) become the mechanism's defaults where it has them."""

    mechanism: str
    choices: list[str]
    ballots: list[Any]
    options: Any = None
    electorate: Electorate = Electorate()
    rules: Rules | None = None
    delegations: list[Delegation] = []
    parts: list[Part[Any]] = []
    typed: bool = False
    """Whether every ballot is known to have the types of its mechanism, as reading it finds out; counts faster."""

    def __post_init__(self) -> None:
        if self.options is None and self.mechanism in MECHANISMS:
            msgspec.structs.force_setattr(self, "options", MECHANISMS[self.mechanism].defaults)


def encode(election: Election) -> bytes:
    """The document in canonical JSON, fields that hold their defaults left out; reading gives it back."""
    document: dict[str, Any] = {
        "mechanism": election.mechanism,
        "choices": election.choices,
        "options": election.options,
        "electorate": election.electorate,
        "rules": election.rules,
        "ballots": election.ballots,
        "delegations": election.delegations,
        "parts": election.parts,
    }
    if election.options == MECHANISMS[election.mechanism].defaults:
        del document["options"]
    for name, empty in (("electorate", Electorate()), ("rules", None), ("delegations", []), ("parts", [])):
        if document[name] == empty:
            del document[name]
    return canonical_json(document)


def check(election: Election) -> None:
    """Raises ElectionError when no count is possible, whatever the ballots."""
    mechanism = mechanism_of(election.mechanism)
    if not election.choices:
        raise ElectionError("choices", NoChoices())
    if len(election.choices) > mechanism.most_choices:
        raise ElectionError("choices", TooMany(mechanism.most_choices))
    if type(election.options) is not mechanism.options:
        raise ElectionError("options", RequiredBy(mechanism.name))
    if mechanism.check is not None:
        mechanism.check(election.options, len(election.choices))
    electorate.check(election.electorate)
    if mechanism.needs_total_power:
        electorate.total_power(election.electorate, mechanism.name)
    if election.rules is not None:
        outcome.check(election.rules, election.choices, election.electorate, mechanism)
    for place, delegation in enumerate(election.delegations):
        if not delegation.from_ or not delegation.to:
            end = "to" if delegation.from_ else "from"
            raise ElectionError(f"delegations[{place}].{end}", EmptyVoter())
        quantity(delegation.power, f"delegations[{place}].power")
    if election.parts:
        _check_parts(election, mechanism)


def _check_parts(election: Election, mechanism: Mechanism) -> None:
    if not mechanism.sums_parts:
        raise ElectionError("parts", NotInParts(mechanism.name))
    for place, part in enumerate(election.parts):
        quantity(part.power, f"parts[{place}].power")
        fault = mechanism.fault(part.choice, len(election.choices), election.options)
        if fault is not None:
            raise ElectionError(f"parts[{place}].choice", fault)


def mechanism_of(name: object) -> Mechanism:
    """The mechanism of that name; ElectionError for a name that isn't one."""
    mechanism = MECHANISMS.get(name) if isinstance(name, str) else None
    if mechanism is None:
        raise ElectionError("mechanism", UnknownMechanism(tuple(MECHANISMS)))
    return mechanism
