"""A channel gets another name."""

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
class RenameChannel(ServerAct):
    kind: ClassVar[ActKind] = ActKind.RENAME_CHANNEL
    needs: ClassVar[tuple[Needed, ...]] = (Needed.MANAGE_CHANNELS,)
    form: ClassVar[LineForm] = LineForm(
        ActKind.RENAME_CHANNEL,
        "rename",
        (LinePart("channel", Answer.TALK_CHANNEL), LinePart("name", Answer.NAME, before="to")),
    )

    channel: NamedChannel
    name: str
    """As Discord writes names of channels (`channel_name`)."""

    def document(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "channel": self.channel.document(), "name": self.name}

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> RenameChannel:
        return cls(named_channel(document["channel"]), text_of(document["name"]), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("channel", str(self.channel.id))
