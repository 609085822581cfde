"""Another role may veto what is submitted from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import NamedRole, named_role


@dataclass(frozen=True)
class ChangeGuardians(ServerAct):
    kind: ClassVar[ActKind] = ActKind.CHANGE_GUARDIANS
    form: ClassVar[LineForm] = LineForm(
        ActKind.CHANGE_GUARDIANS, "guardians", (LinePart("role", Answer.ROLE),)
    )

    role: NamedRole

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "role": self.role.document()}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> ChangeGuardians:
        return cls(named_role(document["role"]), line=line)
