"""Reading the election document: all at once in the types of its mechanism, or part by part where it is malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from bot.domain.counting.errors import ElectionError, NotAList, NotAnObject, NotAWholeNumber, NotJson, TooDeep
from bot.domain.counting.mechanism import BallotKind, Mechanism
from bot.domain.elections.election import (
    Ballot,
    Delegation,
    Election,
    Part,
    StakingBallot,
    check,
    mechanism_of,
)
from bot.domain.elections.election_text import bounded_recursion, check_each_name, check_names, plain
from bot.domain.elections.misfit import misfit
from bot.domain.rules.electorate import Electorate
from bot.domain.rules.outcome import Rules


class _LooseBallot(msgspec.Struct, forbid_unknown_fields=True):
    """A ballot of which only the frame is right; power and choice may be anything."""

    voter: str
    power: Any
    choice: Any
    cast_at: int | None = None


class _LooseStakingBallot(msgspec.Struct, forbid_unknown_fields=True):
    voter: str
    power: Any
    stakes: Any
    cast_at: int | None = None

    @property
    def choice(self) -> Any:
        return self.stakes


def decode(data: bytes) -> Election:
    """The election that `data` describes: JSON in UTF-8, which may be compressed by gzip.

    A ballot that is malformed in itself is kept, so that the count can list it as invalid. Raises ElectionError for
    everything else that can't be counted: no JSON, a number with a fraction or an exponent anywhere, a field that
    is missing, unknown, given twice or of the wrong kind, rules that don't fit the choices, more of anything than is
    counted.
    """
    with bounded_recursion():
        return _decode(plain(data))


def _decode(data: bytes) -> Election:
    try:
        document = _typed(_seen_mechanism(data)).decode(data)
    except (ElectionError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        election = _decode_loosely(data)
        check_each_name(data)
    else:
        check_names(data, document.ballots, _members)
        election = Election(
            mechanism=document.mechanism,
            choices=document.choices,
            ballots=document.ballots,
            options=document.options,
            electorate=document.electorate,
            rules=document.rules,
            delegations=document.delegations,
            parts=document.parts,
            typed=True,
        )
    check(election)
    return election


def _document(mechanism: Mechanism, ballot: Any) -> type[msgspec.Struct]:
    """The typed shape of a document of one mechanism."""
    part: Any = Part
    options: tuple[Any, ...] = ("options", mechanism.options)
    if mechanism.defaults is not None:
        options += (mechanism.defaults,)
    return msgspec.defstruct(
        mechanism.name,
        [
            ("mechanism", Literal[mechanism.name]),
            ("choices", list[str]),
            options,
            ("ballots", list[ballot]),
            ("electorate", Electorate, Electorate()),
            ("rules", Rules | None, None),
            ("delegations", list[Delegation], []),
            ("parts", list[part[mechanism.choice]], []),
        ],
        forbid_unknown_fields=True,
        kw_only=True,
    )


def _members(ballot: Any) -> int:
    """How many members a typed ballot has at least, with all objects in it."""
    choice, inner = ballot.choice, 0
    if type(choice) is dict:
        inner = len(choice)
    elif type(ballot) is StakingBallot:
        inner = 3 * len(choice)
    return inner + (3 if ballot.cast_at is None else 4)


def _ballot_type(mechanism: Mechanism) -> Any:
    return StakingBallot if mechanism.ballot is BallotKind.STAKES else Ballot


@cache
def _typed(name: str) -> msgspec.json.Decoder[Any]:
    """Reads a document of that mechanism whose every ballot has the right shape, several times faster than the loose
    way. Raises ElectionError for a name that isn't a mechanism's."""
    mechanism = mechanism_of(name)
    return msgspec.json.Decoder(_document(mechanism, _ballot_type(mechanism)[mechanism.choice]))


_AT_THE_ENDS = 4096
"""Bytes at each end of a document: the name of its mechanism stands before or after all of the ballots."""


class _Head(msgspec.Struct):
    """Of a document only which mechanism it names."""

    mechanism: str


def _seen_mechanism(data: bytes) -> str:
    """What seems to be the document's mechanism: only reading the document with it shows that it is.

    Raises MsgspecError for what isn't a JSON object with such a name.
    """
    for end in (data[:_AT_THE_ENDS], data[-_AT_THE_ENDS:]):
        if found := re.search(rb'"mechanism"\s*:\s*"([a-z_]+)"', end):
            return found[1].decode()
    return msgspec.json.decode(data, type=_Head).mechanism


def _decode_loosely(data: bytes) -> Election:
    """Reads a document of which something is malformed: raises ElectionError unless it is only ballots."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ElectionError("document", NotJson(str(error))) from None
    except RecursionError:
        raise ElectionError("document", TooDeep()) from None
    for place in _floats(document, ""):
        raise ElectionError(place, NotAWholeNumber())
    if type(document) is not dict:
        raise ElectionError("document", NotAnObject())
    mechanism = mechanism_of(document.get("mechanism"))
    ballots = document.get("ballots")
    if type(ballots) is not list:
        raise ElectionError("ballots", NotAList())
    head = _convert({**document, "ballots": []}, _document(mechanism, Any), "")
    loose = _LooseStakingBallot if mechanism.ballot is BallotKind.STAKES else _LooseBallot
    return Election(
        mechanism=mechanism.name,
        choices=head.choices,
        ballots=[
            _ballot(_convert(ballot, loose, f"ballots[{place}]"), mechanism)
            for place, ballot in enumerate(ballots)
        ],
        options=head.options,
        electorate=head.electorate,
        rules=head.rules,
        delegations=head.delegations,
        parts=head.parts,
    )


def _ballot(loose: _LooseBallot | _LooseStakingBallot, mechanism: Mechanism) -> Any:
    """The ballot with its choice in the type of the mechanism, or as it is when it doesn't have that shape."""
    try:
        choice = msgspec.convert(loose.choice, mechanism.choice)
    except msgspec.ValidationError:
        choice = loose.choice  # The count lists the ballot as invalid and says what is wrong with it.
    return _ballot_type(mechanism)(loose.voter, loose.power, choice, loose.cast_at)


MOST_NESTED = 100
"""Levels of lists and objects in each other. A Python's own limit is another one in each version, and a document has to
be counted or refused alike everywhere."""


def _floats(value: Any, place: str, depth: int = 0) -> Iterator[str]:
    """The places of all floats in a JSON value. Raises ElectionError for one that is nested too deeply."""
    if depth > MOST_NESTED:
        raise ElectionError("document", TooDeep())
    if type(value) is float:
        yield place or "document"
    elif type(value) is dict:
        for name, member in value.items():
            yield from _floats(member, f"{place}.{name}" if place else name, depth + 1)
    elif type(value) is list:
        for index, item in enumerate(value):
            yield from _floats(item, f"{place}[{index}]", depth + 1)


def _convert(value: Any, form: Any, place: str) -> Any:
    """`value` as a `form`; a mismatch becomes an ElectionError that names the field under `place`."""
    try:
        return msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        raise ElectionError(*misfit(error, place)) from None
