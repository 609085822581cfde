"""For how long a server keeps what isn't part of a record, as its moderators chose."""

from enum import StrEnum

import msgspec


class RetentionKind(StrEnum):
    """What goes after a period. Where none was chosen it stays until its member is erased."""

    DRAFTS = "drafts"
    """Of proposals that were never submitted."""
    LOOKS = "looks"
    """When a member last looked at a proposal's digest."""
    UNLINKED = "unlinked"
    """Wallets that their members have unlinked."""
    EVIDENCE = "evidence"
    """What Discord signed for the ballots of a vote that is over."""
    NAMES = "names"
    """Whom the numbers in the record of a vote stand for."""


class Bounds(msgspec.Struct, frozen=True):
    """Days that may be chosen."""

    least: int
    most: int = 3_650


BOUNDS = {
    RetentionKind.DRAFTS: Bounds(7),
    RetentionKind.LOOKS: Bounds(1),
    # A wallet that moved lately doesn't vote twice: that is looked up.
    RetentionKind.UNLINKED: Bounds(90),
    # Auditors are to have the time to come.
    RetentionKind.EVIDENCE: Bounds(30),
    RetentionKind.NAMES: Bounds(30),
}
