"""The space creates one below it: a part with channels, moderators and rules of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.ids import ChannelId
from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.policy.model import Policy
from bot.domain.server_acts.base import ServerAct, text_of
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import NamedRole, named_role
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.setup import CHANNELS
from bot.domain.spaces.tree import spelling

USUAL_PRESET = "subdao"
"""Made for parts: whoever created one may veto in a long timelock."""


@dataclass(frozen=True)
class CreateSpace(ServerAct):
    kind: ClassVar[ActKind] = ActKind.CREATE_SPACE
    form: ClassVar[LineForm] = LineForm(
        ActKind.CREATE_SPACE,
        "create space",
        (
            LinePart("name", Answer.NAME),
            LinePart("preset", Answer.PRESET, before="from", usual=USUAL_PRESET, asked=False),
            LinePart("moderators", Answer.ROLE, before="moderators"),
            LinePart("announcements", Answer.TEXT_CHANNEL, before="announcements"),
            LinePart("discussion", Answer.TALK_CHANNEL, before="discussion"),
            LinePart("log", Answer.TEXT_CHANNEL, before="log"),
            LinePart("limit", before="limit", required=False, asked=False),
        ),
    )

    name: str
    policy: Policy
    """The rules of its first track. Its moderators may change them later, but for a shorter timelock."""
    moderators: NamedRole
    guardians: NamedRole
    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    limits: SpaceLimits | None = None
    """What it may move without asking the space that creates it; None: whatever its own rules let it."""

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "name": self.name,
            "policy": self.policy.document(),
            "moderators": self.moderators.document(),
            "guardians": self.guardians.document(),
            "channels": {name: str(channel) for name, channel in self.channels.items()},
            "limits": None if self.limits is None else self.limits.document(),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> CreateSpace:
        limits = document["limits"]
        return cls(
            text_of(document["name"]),
            Policy.model_validate(document["policy"]),
            named_role(document["moderators"]),
            named_role(document["guardians"]),
            **{name: ChannelId(int(document["channels"][name])) for name in CHANNELS},
            limits=None if limits is None else SpaceLimits.model_validate(limits),
            line=line,
        )

    @property
    def channels(self) -> dict[str, ChannelId]:
        """By what they are for."""
        return {"announcements": self.announcements, "discussion": self.discussion, "log": self.log}

    @property
    def changes(self) -> tuple[str, ...]:
        return ("space", spelling(self.name))
