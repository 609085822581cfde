"""A role is created. It permits nothing: what those who have it may do is given to it by hand, or by channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, text_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import Needed


@dataclass(frozen=True)
class CreateRole(ServerAct):
    kind: ClassVar[ActKind] = ActKind.CREATE_ROLE
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_ROLES,)
    form: ClassVar[LineForm] = LineForm(ActKind.CREATE_ROLE, "create role", (LinePart("name", Answer.NAME),))

    name: str

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "name": self.name}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> CreateRole:
        return cls(text_of(document["name"]), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return (self.kind, self.name.casefold())
