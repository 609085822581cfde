"""A track gets other rules. Those that it has, and those that it gets, are both voted on in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.policy.model import Policy
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.kind import ActKind


@dataclass(frozen=True)
class ChangeRules(ServerAct):
    kind: ClassVar[ActKind] = ActKind.CHANGE_RULES
    form: ClassVar[LineForm] = LineForm(
        ActKind.CHANGE_RULES,
        "rules",
        (
            LinePart("track", Answer.TRACK, after=":"),
            LinePart("preset", Answer.PRESET, before="preset", required=False, listed=True),
            LinePart("settings", required=False, listed=True),
        ),
    )

    track: str
    """By its name, which no track loses."""
    before: Policy
    """Its rules when this was written, so that voters see what becomes different."""
    policy: Policy

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "track": self.track,
            "before": self.before.document(),
            "policy": self.policy.document(),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> ChangeRules:
        before, policy = (Policy.model_validate(document[name]) for name in ("before", "policy"))
        if not isinstance(document["track"], str):
            raise TypeError("a track is named by a text")
        return cls(document["track"], before, policy, line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("track", self.track.casefold())
