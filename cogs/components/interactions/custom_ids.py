"""What a persistent component means stands in its custom id: `kind:part:part…`, read back within bounds.

Most are about a proposal: `vote:7:2` is the button of its second choice. Whoever shows a component writes its id with
the same `CustomId` with which the click is read.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain.ids import ArgumentId, GuildId, MemberId, MirroredId, ProposalId, RequestId, TrackId

LENGTH = 100
"""Characters that Discord allows."""


class Part(msgspec.Struct, frozen=True):
    """One part of a custom id: what it may look like (a regular expression without colons), and what it becomes."""

    pattern: str
    read: Callable[[str], Any] = str


PROPOSAL = Part(r"[0-9]{1,18}", lambda digits: ProposalId(int(digits)))
MIRRORED = Part(r"[0-9]{1,18}", lambda digits: MirroredId(int(digits)))
GUILD = Part(r"[0-9]{1,20}", lambda digits: GuildId(int(digits)))
MEMBER = Part(r"[0-9]{1,20}", lambda digits: MemberId(int(digits)))
TRACK = Part(r"[0-9]{1,18}", lambda digits: TrackId(int(digits)))
ARGUMENT = Part(r"[0-9]{1,18}", lambda digits: ArgumentId(int(digits)))
REQUEST = Part(r"[0-9]{1,18}", lambda digits: RequestId(int(digits)))
NUMBER = Part(r"[0-9]{1,9}", int)
TOKEN = Part(r"[0-9a-f]{16}")
NONCE = Part(r"[0-9a-f]{1,64}")
"""Of a message to sign."""


class CustomId:
    """One kind of custom id, with the names of its parts in their order."""

    def __init__(self, kind: str, /, **parts: Part) -> None:
        self.kind = kind
        self.parts: Mapping[str, Part] = parts
        groups = "".join(f":(?P<{name}>{part.pattern})" for name, part in parts.items())
        self._pattern = re.compile(f"{re.escape(kind)}{groups}", re.ASCII)

    def __call__(self, /, **values: object) -> str:
        """The custom id with these parts. Raises ValueError for one that would not be read back."""
        text = ":".join([self.kind, *(str(values[name]) for name in self.parts)])
        if len(text) > LENGTH or self._pattern.fullmatch(text) is None:
            raise ValueError(f"{text!r} is no custom id of the kind {self.kind!r}")
        return text

    def read(self, text: str) -> dict[str, Any] | None:
        """The parts by their names; None for what has another form."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        return {name: self.parts[name].read(value) for name, value in match.groupdict().items()}


def kind_of(custom_id: str) -> str:
    """What stands before the first colon."""
    return custom_id.partition(":")[0]
