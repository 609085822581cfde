"""A text channel is created in a category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct, text_of
from bot.domain.server_acts.channels.channels import NamedChannel, named_channel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import Needed


@dataclass(frozen=True)
class CreateChannel(ServerAct):
    kind: ClassVar[ActKind] = ActKind.CREATE_CHANNEL
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_CHANNELS,)
    form: ClassVar[LineForm] = LineForm(
        ActKind.CREATE_CHANNEL,
        "create channel",
        (LinePart("name", Answer.NAME), LinePart("category", Answer.CATEGORY, before="in")),
    )

    name: str
    """As Discord writes names of channels (`channel_name`)."""
    category: NamedChannel

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "name": self.name, "category": self.category.document()}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> CreateChannel:
        return cls(text_of(document["name"]), named_channel(document["category"]), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return (self.kind, self.name, str(self.category.id))
