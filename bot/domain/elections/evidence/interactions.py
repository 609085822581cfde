"""What a ballot's interaction says: read from the body that Discord signed, by the table in docs/auditors.md.

Nothing of it is believed but the text itself. The bot takes its ballots from the same body by discord.py; this is the
way of whoever checks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
import orjson

from bot.domain.discord_json import read_json
from bot.domain.elections.ballot import CastMethod, kept_reason
from bot.domain.elections.choices import check_choice, choice_named, choice_of_numbers
from bot.domain.elections.evidence.countersignature import LONGEST_BODY
from bot.domain.ids import GuildId, MemberId, ProposalId, ProposalNumber, RoleId
from bot.domain.policy.model import Policy

ALL: Final = "all"
"""The one field of a form for more choices than it could have fields."""
_ORDER = re.compile(r"cast:([a-y]{0,25})", re.ASCII)
_RECEIPT = re.compile(r"=([0-9a-f]{16})", re.ASCII)


class NoBallot(Exception):
    """The body is no interaction with which a ballot is cast. Says which part of it isn't as it must be."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Chosen(msgspec.Struct, frozen=True):
    """The choice itself, in the shape of a mechanism."""

    choice: Any


class Typed(msgspec.Struct, frozen=True):
    """A choice in a voter's words."""

    text: str


class Filled(msgspec.Struct, frozen=True):
    """A form with a field for each choice, by number."""

    fields: Mapping[int, str]


class Kept(msgspec.Struct, frozen=True):
    """The choice of the member's earlier ballot with this receipt, which is in no part of this body."""

    receipt: str


Said = Chosen | Typed | Filled | Kept


class CastInteraction(msgspec.Struct, frozen=True):
    """An interaction with which a ballot was cast. All ids are as the body has them."""

    id: int
    """The ballot's `source`."""
    application: int
    guild: GuildId
    member: MemberId
    proposal: ProposalId | None
    """That of a button, a menu or a form; None of a command, where the member named it by its number."""
    number: ProposalNumber | None
    cast_method: CastMethod
    said: Said
    reason: str | None
    roles: frozenset[RoleId]
    """All that the member has; the server's id stands for the role of everybody."""

    def is_about(self, proposal: ProposalId, number: ProposalNumber) -> bool:
        """Whether it names this proposal, which its server knows by the number."""
        return (self.proposal, self.number) in ((proposal, None), (None, number))

    def choice(self, policy: Policy, number: ProposalNumber, earlier: Mapping[str, Any] | None = None) -> Any:
        """The choice under this policy, in the shape of its mechanism. `number`: the proposal's; `earlier`: the choices
        of the member's earlier ballots, by receipt.

        Raises NotOnBallot or BallotUnclear where there is no such choice, StakeInstead where there are no ballots,
        NoBallot where the earlier ballot is unknown.
        """
        match self.said:
            case Typed(text):
                return choice_named(number, policy, text)
            case Filled(fields):
                if any(not 1 <= place <= len(policy.choices) for place in fields):
                    raise NoBallot("data.components")
                return choice_of_numbers(number, policy, fields)
            case Kept(receipt):
                if earlier is None or receipt not in earlier:
                    raise NoBallot("data.custom_id")
                choice = earlier[receipt]
            case Chosen(choice):
                pass
        check_choice(number, policy, choice)
        return choice


class _User(msgspec.Struct):
    id: str


class _Member(msgspec.Struct):
    user: _User
    roles: list[str] = []


class _Component(msgspec.Struct):
    custom_id: str = ""
    value: str | None = None


class _Label(msgspec.Struct):
    component: _Component | None = None


class _Option(msgspec.Struct):
    name: str
    value: Any = None
    options: list[_Option] = []


class _Data(msgspec.Struct):
    custom_id: str = ""
    values: list[str] = []
    name: str = ""
    options: list[_Option] = []
    components: list[_Label] = []


class _Interaction(msgspec.Struct):
    id: str
    application_id: str
    guild_id: str
    type: int
    member: _Member
    data: _Data


def cast_by(body: bytes) -> CastInteraction:
    """The interaction, whoever signed the body. Raises NoBallot for what is none with which a ballot is cast."""
    if len(body) > LONGEST_BODY:
        raise NoBallot("length")
    try:
        # As the bot reads it: UTF-8 alone, and never deeper than a thousand brackets.
        read = read_json(body)
    except orjson.JSONDecodeError:
        raise NoBallot("JSON") from None
    return cast_as_read(read)


def cast_as_read(read: Any) -> CastInteraction:
    """The same of a body that `read_json` has read. Raises NoBallot."""
    try:
        found = msgspec.convert(read, _Interaction)
    except msgspec.MsgspecError:
        raise NoBallot("JSON") from None
    if found.type not in _KINDS:
        raise NoBallot("type")
    cast_method, read = _KINDS[found.type]
    proposal, number, said, reason = read(found.data)
    guild = _id(found.guild_id, "guild_id")
    return CastInteraction(
        id=_id(found.id, "id"),
        application=_id(found.application_id, "application_id"),
        guild=GuildId(guild),
        member=MemberId(_id(found.member.user.id, "member.user.id")),
        proposal=proposal,
        number=number,
        cast_method=cast_method,
        said=said,
        reason=kept_reason(reason),
        roles=frozenset(map(RoleId, [guild, *[_id(role, "member.roles") for role in found.member.roles]])),
    )


def _id(text: str, part: str, longest: int = 20) -> int:
    if len(text) > longest or not (text.isascii() and text.isdecimal()):
        raise NoBallot(part)
    return int(text)


_Found = tuple[ProposalId | None, ProposalNumber | None, Said, str | None]


def _of_command(data: _Data) -> _Found:
    """`/vote cast`."""
    if data.name != "vote" or [option.name for option in data.options] != ["cast"]:
        raise NoBallot("data.name")
    given = {option.name: option.value for option in data.options[0].options}
    proposal, choice, reason = given.get("proposal"), given.get("choice"), given.get("reason")
    if not isinstance(choice, str) or not isinstance(reason, str | None):
        raise NoBallot("data.options")
    if not isinstance(proposal, str):
        raise NoBallot("data.options")
    number = _number(proposal.strip().removeprefix("#"), "data.options")
    return None, ProposalNumber(number), Typed(choice), reason


def _of_component(data: _Data) -> _Found:
    kind, proposal, rest = _parts(data.custom_id)
    read = _COMPONENTS.get(kind)
    if read is None:
        raise NoBallot("data.custom_id")
    return proposal, None, Chosen(read(rest, data.values)), None


def _of_form(data: _Data) -> _Found:
    kind, proposal, rest = _parts(data.custom_id)
    fields = {
        each.component.custom_id: each.component.value or "" for each in data.components if each.component
    }
    if kind == "weigh-modal" and not rest:
        if ALL in fields:
            return proposal, None, Typed(fields[ALL]), None
        filled = {_number(name, "data.components"): fields[name] for name in fields}
        return proposal, None, Filled(filled), None
    if kind != "reason-modal":
        raise NoBallot("data.custom_id")
    receipt = _RECEIPT.fullmatch(rest)
    said = Kept(receipt[1]) if receipt else Chosen(_number(rest, "data.custom_id"))
    return proposal, None, said, fields.get("reason", "").strip() or None


def _parts(custom_id: str) -> tuple[str, ProposalId, str]:
    """The kind, the proposal, and what follows. What stands after a slash tells forms of one kind apart."""
    kind, _, rest = custom_id.partition("/")[0].partition(":")
    proposal, _, rest = rest.partition(":")
    return kind, ProposalId(_number(proposal, "data.custom_id")), rest


def _number(text: str, part: str) -> int:
    """That of a choice, or what names a proposal: its id, or its number."""
    return _id(text, part, longest=18)


def _button(rest: str, values: Sequence[str]) -> int:
    return _number(rest, "data.custom_id")


def _menu(rest: str, values: Sequence[str]) -> int:
    _number(rest, "data.custom_id")
    if len(values) != 1:
        raise NoBallot("data.values")
    return _number(values[0], "data.values")


def _several(rest: str, values: Sequence[str]) -> list[int]:
    if rest:
        raise NoBallot("data.custom_id")
    return sorted(_number(value, "data.values") for value in values)


def _nobody(rest: str, values: Sequence[str]) -> list[int]:
    return _several(rest, ())


def _order(rest: str, values: Sequence[str]) -> list[int]:
    order = _ORDER.fullmatch(rest)
    if order is None:
        raise NoBallot("data.custom_id")
    return [ord(letter) - ord("a") + 1 for letter in order[1]]


_COMPONENTS: Mapping[str, Callable[[str, Sequence[str]], Any]] = {
    "vote": _button,
    "vote-menu": _menu,
    "approve": _several,
    "approve-none": _nobody,
    "rank-step": _order,
}
_KINDS: Mapping[int, tuple[CastMethod, Callable[[_Data], _Found]]] = {
    2: (CastMethod.COMMAND, _of_command),
    3: (CastMethod.BUTTON, _of_component),
    5: (CastMethod.BUTTON, _of_form),
}
"""By the type of an interaction."""
