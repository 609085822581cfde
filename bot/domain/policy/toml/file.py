"""Policies as people write them: TOML. What can't be read is refused with its line, its field and the reason."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from typing import Any, Literal

import msgspec
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.counting.errors import UnknownMember
from bot.domain.errors import BadPolicy, PolicyFault
from bot.domain.errors.governance.policy_fields import NotWhole, UnknownField
from bot.domain.errors.governance.policy_files import FileTooLarge, NotToml, NotUtf8
from bot.domain.fault import Fault
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address
from bot.domain.policy.bounds import MAX_BYTES
from bot.domain.policy.checks import LONGEST_TRACK
from bot.domain.policy.fields import fields_at, nearest
from bot.domain.policy.misfit import Place
from bot.domain.policy.model import Policy, preset_names
from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.domain.policy.toml.file_names import NO_NAMES, PolicyName, spell_out
from bot.domain.policy.toml.positions import lines_of
from bot.domain.policy.toml.shape import shape_fault
from bot.domain.power import SOURCES

_SHOWN = 20
"""Faults at a time."""
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class About(FrozenModel):
    """What a file says beside the policy: it is no part of it and not hashed."""

    description: str = Field(default="", max_length=200)
    """One line for lists."""
    power: Literal["server", "own", "safe"] | None = None
    """Where power comes from when the policy is bound to a server. `server`: its sources, before those of the file.
    `own`: those of the file alone. `safe`: the owners of its Safe. Left out, it is `own` where the file names a
    source that only this server can have, else `server`."""
    asks: tuple[Literal["quorum"], ...] = ()
    """What the moderator is asked for where proposals move money: the preset's own value is for trying it out."""
    next: str | None = Field(default=None, max_length=LONGEST_TRACK)
    """The preset of the track `next_track`, which is made with it where there is none."""


class PolicyFile(msgspec.Struct, frozen=True):
    policy: Policy
    about: About

    @property
    def power(self) -> Literal["server", "own", "safe"]:
        """Where its power comes from, see `About.power`."""
        if self.about.power is not None:
            return self.about.power
        of_a_server = [source for source in self.policy.power.sources if source.of_server]
        return "own" if of_a_server else "server"


def check_size(size: int) -> None:
    """Raises BadPolicy for a file of more than MAX_BYTES."""
    if size > MAX_BYTES:
        raise BadPolicy((PolicyFault(None, "", FileTooLarge(MAX_BYTES)),))


def read_policy(data: bytes, names: Mapping[PolicyName, Address | Fault] = NO_NAMES) -> PolicyFile:
    """The policy that the file describes, with what the names of accounts in it stand for. Raises BadPolicy with every
    fault that was found, in the order of lines."""
    check_size(len(data))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if (broken := shape_fault(text)) is not None:
            raise BadPolicy((PolicyFault(broken[0], "", broken[1]),))
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadPolicy((PolicyFault(line, "", NotUtf8()),)) from None
    except ValueError as error:
        # TOMLDecodeError; and what Python says of dates and numbers that there aren't.
        raise BadPolicy((_syntax_fault(str(error), text),)) from None
    found: list[tuple[Place, Callable[[], Fault]]] = [(place, NotWhole) for place in _floats(document, ())]
    found += [(place, partial(_same, fault)) for place, fault in spell_out(document, names)]
    try:
        if not found:
            about = About.model_validate(document.pop("about", {}))
            return PolicyFile(Policy.model_validate(document), about)
    except ValidationError as refused:
        head: Place = () if refused.title == "Policy" else ("about",)
        found = [
            (head + error["loc"], partial(_fault, head + error["loc"], error))
            for error in refused.errors(include_url=False)
        ]
    lines = lines_of(text)
    placed = sorted(
        ((_line(lines, place), place, fault) for place, fault in found), key=lambda each: each[0] or 0
    )
    # What a fault is takes time to find out, and there may be thousands.
    raise BadPolicy(tuple(PolicyFault(line, _name(place), fault()) for line, place, fault in placed[:_SHOWN]))


def checked(policy: Policy) -> Policy:
    """The policy, if it holds together after it was changed. Raises BadPolicy."""
    try:
        return Policy.model_validate(policy.model_dump())
    except ValidationError as refused:
        raise BadPolicy(
            tuple(
                PolicyFault(None, _name(error["loc"]), _fault(error["loc"], error))
                for error in refused.errors()
            )
        ) from None


@cache
def preset_file(name: str) -> PolicyFile:
    """A policy that ships with the bot, with what its file says about it. Raises KeyError for an unknown name."""
    if name not in preset_names():
        raise KeyError(name)
    return read_policy((resources.files("bot.domain.policy") / "presets" / f"{name}.toml").read_bytes())


def _syntax_fault(message: str, text: str) -> PolicyFault:
    found = _PLACE.search(message)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    return PolicyFault(line, "", NotToml(_PLACE.sub("", message)))


def _floats(value: Any, place: Place) -> Iterator[Place]:
    if isinstance(value, float):
        yield place
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from _floats(member, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _floats(item, (*place, index))


def _same(fault: Fault) -> Fault:
    return fault


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    """The line of the field, or of the nearest table around it that is there."""
    path: Place = ()
    for step in place:
        # A step that isn't in the text is a missing field, or pydantic's name for a kind of source.
        path = (*path, step) if (*path, step) in lines else path
    return lines.get(path)


def _name(place: Place) -> str:
    """`power.sources[0].contract`: without pydantic's names for the kinds of sources."""
    name = ""
    for index, step in enumerate(place):
        if isinstance(step, int):
            name += f"[{step + 1}]"
        elif not (
            index
            and isinstance(place[index - 1], int)
            and place[index - 2] == "sources"
            and step in SOURCES
            and _inner(place, index)
        ):
            name += f".{step}" if name else str(step)
    return name


def _inner(place: Place, index: int) -> bool:
    """Whether more follows: then the step after a source's number is its kind."""
    return index < len(place) - 1


def _fault(place: Place, error: ErrorDetails) -> Fault:
    fault = pydantic_fault(error)
    if not isinstance(fault, UnknownField | UnknownMember):
        return fault
    known = fields_at(place[:-1])
    return UnknownField(nearest(str(place[-1]), known), tuple(known))
