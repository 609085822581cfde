"""A member gets a role, for a time or until another vote takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.domain.ids import MemberId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, term_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import NamedRole, Needed, named_role


@dataclass(frozen=True)
class GrantRole(ServerAct):
    kind: ClassVar[ActKind] = ActKind.GRANT_ROLE
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_ROLES,)
    form: ClassVar[LineForm] = LineForm(
        ActKind.GRANT_ROLE,
        "grant",
        (
            LinePart("role", Answer.ROLE),
            LinePart("member", Answer.MEMBER, before="to"),
            LinePart("days", before="for", after=" days", required=False),
        ),
    )

    role: NamedRole
    member: MemberId
    days: int | None = None
    """How long they have it, from when they get it; None: without an end."""

    def document(self) -> dict[str, Any]:
        term = {} if self.days is None else {"days": self.days}
        return {"kind": self.kind.value, "role": self.role.document(), "member": str(self.member), **term}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> GrantRole:
        return cls(
            named_role(document["role"]), MemberId(int(document["member"])), term_of(document), line=line
        )

    def ends_at(self, given_at: datetime) -> datetime | None:
        """When the role is taken that was given then; None where it has no end."""
        return None if self.days is None else given_at + timedelta(days=self.days)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("role", str(self.role.id or self.role.name), str(self.member))
