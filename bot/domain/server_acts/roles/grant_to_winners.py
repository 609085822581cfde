"""Who is elected gets a role. Who that is isn't known before the count: the rule is frozen, and each grant follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.councils.lines import WINNERS
from bot.domain.ids import MemberId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, term_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.roles import NamedRole, Needed, named_role


@dataclass(frozen=True)
class GrantToWinners(ServerAct):
    kind: ClassVar[ActKind] = ActKind.GRANT_TO_WINNERS
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_ROLES,)
    form: ClassVar[LineForm] = LineForm(
        ActKind.GRANT_TO_WINNERS,
        "grant",
        (
            LinePart("role", Answer.ROLE, after=f" to {WINNERS}"),
            LinePart("days", before="for", after=" days", required=False),
        ),
    )

    role: NamedRole
    days: int | None = None
    """How long they have it, from when they get it; None: without an end."""

    def document(self) -> dict[str, Any]:
        term = {} if self.days is None else {"days": self.days}
        return {"kind": self.kind.value, "role": self.role.document(), **term}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> GrantToWinners:
        return cls(named_role(document["role"]), term_of(document), line=line)

    def to(self, member: MemberId) -> GrantRole:
        """What it is for one of those who were elected."""
        return GrantRole(self.role, member, self.days, line=self.line)
