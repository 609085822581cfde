"""What the doctor looks at, finds and advises of contracts that are mirrored."""

from bot.domain.ids import Address
from bot.services.governance.findings.finding import Finding


class OfMirror(Finding, frozen=True):
    name: str
    account: Address


class MirrorRead(Finding, frozen=True):
    until: int | None
    """The block; None before the first look."""


class MirrorUnread(Finding, frozen=True):
    why: str
    """In technical words."""


class CheckMirror(Finding, frozen=True):
    pass
