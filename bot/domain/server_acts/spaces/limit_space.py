"""The space sets how much one that it created may move in a time, with all that stands below that, or how short
timelocks may be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from bot.domain.ids import SpaceId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.policy.bounds import MOST_SECONDS
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
    """From then on; None: none, so that its own rules alone hold, or where a timelock is set: those that it has."""
    timelock: timedelta | None = None
    """The shortest that its tracks may have from then on; None: as it is."""

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "space": str(self.space),
            "name": self.name,
            **self._set(),
        }

    def _set(self) -> dict[str, Any]:
        if self.timelock is not None:
            return {"timelock": self.timelock // timedelta(seconds=1)}
        return {"limits": None if self.limits is None else self.limits.document()}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> LimitSpace:
        space, name = SpaceId(int(document["space"])), text_of(document["name"])
        if "timelock" in document:
            return cls(space, name, None, timelock_of(document["timelock"]), line=line)
        limits = document["limits"]
        return cls(space, name, None if limits is None else SpaceLimits.model_validate(limits), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("limits" if self.timelock is None else "timelock", str(self.space))


def timelock_of(seconds: Any) -> timedelta:
    """Raises ValueError for what is no such number."""
    if not (type(seconds) is int and 0 <= seconds <= MOST_SECONDS):
        raise ValueError("a timelock has a number of seconds")
    return timedelta(seconds=seconds)
