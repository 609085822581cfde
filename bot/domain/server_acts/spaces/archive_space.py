"""The space dissolves one that it created: nothing new is proposed there, nor below it; what runs goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.ids import SpaceId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, text_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.spaces.tree import spelling


@dataclass(frozen=True)
class ArchiveSpace(ServerAct):
    kind: ClassVar[ActKind] = ActKind.ARCHIVE_SPACE
    form: ClassVar[LineForm] = LineForm(
        ActKind.ARCHIVE_SPACE, "archive space", (LinePart("space", Answer.SPACE),)
    )

    space: SpaceId
    name: str

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "space": str(self.space), "name": self.name}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> ArchiveSpace:
        return cls(SpaceId(int(document["space"])), text_of(document["name"]), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("space", spelling(self.name))
