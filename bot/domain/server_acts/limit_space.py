"""The space sets how much one that it created may move in a time, with all that stands below that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.ids import SpaceId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, text_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.spaces.limits import SpaceLimits


@dataclass(frozen=True)
class LimitSpace(ServerAct):
    kind: ClassVar[ActKind] = ActKind.LIMIT_SPACE
    form: ClassVar[LineForm] = LineForm(
        ActKind.LIMIT_SPACE,
        "limit space",
        (
            LinePart("space", Answer.SPACE),
            LinePart("amounts", before="to"),
            LinePart("days", before="per", after=" days", required=False),
        ),
    )

    space: SpaceId
    name: str
    limits: SpaceLimits | None
    """From then on; None: none, so that its own rules alone hold."""

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "space": str(self.space),
            "name": self.name,
            "limits": None if self.limits is None else self.limits.document(),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> LimitSpace:
        limits = document["limits"]
        return cls(
            SpaceId(int(document["space"])),
            text_of(document["name"]),
            None if limits is None else SpaceLimits.model_validate(limits),
            line=line,
        )

    @property
    def changes(self) -> tuple[str, ...]:
        return ("limits", str(self.space))
