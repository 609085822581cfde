"""Nobody writes in a channel any more; what was written stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.channels.channels import NamedChannel, named_channel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import Needed


@dataclass(frozen=True)
class ArchiveChannel(ServerAct):
    kind: ClassVar[ActKind] = ActKind.ARCHIVE_CHANNEL
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_CHANNELS, Needed.MANAGE_ROLES)
    form: ClassVar[LineForm] = LineForm(
        ActKind.ARCHIVE_CHANNEL, "archive", (LinePart("channel", Answer.TALK_CHANNEL),)
    )

    channel: NamedChannel

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "channel": self.channel.document()}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> ArchiveChannel:
        return cls(named_channel(document["channel"]), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("channel", str(self.channel.id))
