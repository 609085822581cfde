"""Between what a proposal says and its rows (see proposal_rows.py)."""

from datetime import date
from typing import Any

import msgspec

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.actions.actions import Action, Operation
from bot.domain.councils.seats import OwnerSeats, seats_of
from bot.domain.ids import Address, ChainId, MemberId
from bot.domain.milestones.milestone import Milestone
from bot.domain.proposals.facts import Content, Grant, Revision
from bot.domain.server_acts.registry import AnyAct, act_of
from bot.storage.columns import moment, storable
from bot.storage.repositories.proposals.cast_rows import foreign_of


class _NameRow(msgspec.Struct, array_like=True):
    account: str
    name: str
    by: str
    block: int | None


class _ActionRow(msgspec.Struct, array_like=True):
    chain: int
    to: str
    value: str
    data: str
    operation: int
    line: str
    signature: str
    names: list[_NameRow] = []


class _GrantRow(msgspec.Struct, array_like=True):
    member: int
    amount: str


class _MilestoneRow(msgspec.Struct, array_like=True):
    title: str
    due: date
    payment: _ActionRow


class _ActRow(msgspec.Struct, array_like=True):
    line: str
    act: dict[str, Any]


_milestones = msgspec.json.Decoder(list[_MilestoneRow])
_acts = msgspec.json.Decoder(list[_ActRow])
_choices = msgspec.json.Decoder(list[str])
_candidates = msgspec.json.Decoder(list[int])
_grants = msgspec.json.Decoder(list[_GrantRow])
_actions = msgspec.json.Decoder(list[_ActionRow])


def actions_text(actions: tuple[Action, ...]) -> str:
    return msgspec.json.encode([_action_row(action) for action in actions]).decode()


def actions_of(text: str) -> tuple[Action, ...]:
    return tuple(map(_action, _actions.decode(text)))


def _action_row(action: Action) -> _ActionRow:
    return _ActionRow(
        action.chain,
        action.to,
        str(action.value),
        action.data,
        int(action.operation),
        storable(action.line),
        storable(action.signature),
        [_NameRow(each.account, each.name, each.by.value, each.block) for each in action.names],
    )


def _action(row: _ActionRow) -> Action:
    return Action(
        ChainId(row.chain),
        Address(row.to),
        int(row.value),
        row.data,
        Operation(row.operation),
        row.line,
        row.signature,
        tuple(
            NamedAccount(Address(name.account), name.name, NamedBy(name.by), name.block) for name in row.names
        ),
    )


def milestones_text(milestones: tuple[Milestone, ...]) -> str:
    rows = [_MilestoneRow(storable(each.title), each.due, _action_row(each.payment)) for each in milestones]
    return msgspec.json.encode(rows).decode()


def milestones_of(text: str) -> tuple[Milestone, ...]:
    return tuple(Milestone(row.title, row.due, _action(row.payment)) for row in _milestones.decode(text))


def choices_text(choices: tuple[str, ...]) -> str:
    return msgspec.json.encode([storable(choice) for choice in choices]).decode()


def candidates_text(candidates: tuple[MemberId, ...]) -> str:
    return msgspec.json.encode(candidates).decode()


def seats_text(seats: OwnerSeats | None) -> str | None:
    return None if seats is None else msgspec.json.encode(seats.document()).decode()


def grants_text(grants: tuple[Grant, ...]) -> str:
    return msgspec.json.encode([_GrantRow(grant.member, str(grant.amount)) for grant in grants]).decode()


def acts_text(acts: tuple[AnyAct, ...]) -> str:
    return msgspec.json.encode([_ActRow(storable(act.line), act.document()) for act in acts]).decode()


def acts_of(text: str) -> tuple[AnyAct, ...]:
    return tuple(act_of(row.act, row.line) for row in _acts.decode(text))


class RevisionRow(msgspec.Struct, array_like=True):
    number: int
    title: str
    body: str
    actions: str
    choices: str
    requested: str
    grants: str
    cast_on: str | None
    acts: str
    candidates: str
    seats: str | None
    milestones: str
    by: int
    at: int

    def content(self) -> Content:
        return Content(
            self.title,
            self.body,
            actions_of(self.actions),
            tuple(_choices.decode(self.choices)),
            int(self.requested),
            tuple(Grant(MemberId(row.member), int(row.amount)) for row in _grants.decode(self.grants)),
            foreign_of(self.cast_on),
            acts_of(self.acts),
            tuple(map(MemberId, _candidates.decode(self.candidates))),
            None if self.seats is None else seats_of(msgspec.json.decode(self.seats)),
            milestones_of(self.milestones),
        )

    def fact(self) -> Revision:
        return Revision(self.content(), MemberId(self.by), moment(self.at), self.number)


revision_row = msgspec.json.Decoder(RevisionRow)
