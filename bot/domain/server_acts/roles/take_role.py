"""A member loses a role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.ids import MemberId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import NamedRole, Needed, named_role


@dataclass(frozen=True)
class TakeRole(ServerAct):
    kind: ClassVar[ActKind] = ActKind.TAKE_ROLE
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_ROLES,)
    form: ClassVar[LineForm] = LineForm(
        ActKind.TAKE_ROLE,
        "take",
        (LinePart("role", Answer.ROLE), LinePart("member", Answer.MEMBER, before="from")),
    )

    role: NamedRole
    member: MemberId

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "role": self.role.document(), "member": str(self.member)}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> TakeRole:
        return cls(named_role(document["role"]), MemberId(int(document["member"])), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("role", str(self.role.id or self.role.name), str(self.member))
