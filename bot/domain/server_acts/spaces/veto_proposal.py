"""The space vetoes what passed in one of its parts, within the timelock there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.ids import ContentHash, ProposalId, ProposalNumber
from bot.domain.line_forms.form import LineForm, LinePart
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.kind import ActKind


@dataclass(frozen=True)
class VetoProposal(ServerAct):
    kind: ClassVar[ActKind] = ActKind.VETO
    form: ClassVar[LineForm] = LineForm(ActKind.VETO, "veto", (LinePart("proposal"),))

    proposal: ProposalId
    number: ProposalNumber
    space: str
    """The name of the part where it passed."""
    record: ContentHash
    """The hash of its record: just this result is vetoed."""

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "proposal": str(self.proposal),
            "number": self.number,
            "space": self.space,
            "record": self.record,
        }

    @classmethod
    def of(cls, document: Mapping[str, Any], line: str) -> VetoProposal:
        number, space, record = document["number"], document["space"], document["record"]
        if type(number) is not int or not isinstance(space, str) or not isinstance(record, str):
            raise TypeError("a veto names a number, a space and a record")
        proposal = ProposalId(int(document["proposal"]))
        return cls(proposal, ProposalNumber(number), space, ContentHash(record), line=line)

    @property
    def changes(self) -> tuple[str, ...]:
        return ("veto", str(self.proposal))
