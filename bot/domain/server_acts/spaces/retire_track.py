"""A track takes no proposals any more; what runs on it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.kind import ActKind


@dataclass(frozen=True)
class RetireTrack(ServerAct):
    kind: ClassVar[ActKind] = ActKind.RETIRE_TRACK
    form: ClassVar[LineForm] = LineForm(
        ActKind.RETIRE_TRACK, "retire track", (LinePart("track", Answer.TRACK),)
    )

    track: str

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "track": self.track}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> RetireTrack:
        if not isinstance(document["track"], str):
            raise TypeError("a track is named by a text")
        return cls(document["track"], line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("track", self.track.casefold())
