"""Why a server can't be exported, or a file can't be imported. In each case nothing was changed."""

from bot.domain.fault import Fault


class NoOperatorKey(Fault, frozen=True):
    """The settings have no key to sign with."""


class NotAFingerprintGiven(Fault, frozen=True):
    """What is to name the signer is no account."""


# What is to be exported


class ServerUnknown(Fault, frozen=True):
    server: int


class NotBeingHandedOver(Fault, frozen=True):
    """Its moderators haven't asked for it."""

    server: int


class Settling(Fault, frozen=True):
    """So many deliveries are still to be made."""

    deliveries: int


class FileThere(Fault, frozen=True):
    """The file that is to be written is there already."""

    file: str


# What is to be imported


class FileUnread(Fault, frozen=True):
    """The operating system says why."""

    file: str
    why: str


class NotAnExport(Fault, frozen=True):
    """It is nothing that this program writes."""


class ExportIncomplete(Fault, frozen=True):
    """It ends before its last line."""


class LineTooLong(Fault, frozen=True):
    pass


class FormatUnknown(Fault, frozen=True):
    format: str


class RevisionDiffers(Fault, frozen=True):
    """The tables of the one who has exported it, and ours."""

    exported: str
    here: str


class PartUnknown(Fault, frozen=True):
    """It holds a table, or columns of one, that this program doesn't have."""

    part: str


class PartDamaged(Fault, frozen=True):
    """Its rows aren't those that were signed."""

    part: str


class SignedByAnother(Fault, frozen=True):
    """The fingerprints of who has signed it, and of who should have."""

    signer: str
    expected: str


class SignatureBroken(Fault, frozen=True):
    pass


class OnlyACopy(Fault, frozen=True):
    """The server wasn't handed over: the bot that wrote it runs on."""


class ForAnother(Fault, frozen=True):
    """The fingerprints of whom the server was handed over to, and our own."""

    to: str
    own: str


class ServerHere(Fault, frozen=True):
    """The database has something of this server already."""

    server: int


class IdsTaken(Fault, frozen=True):
    """Other servers' rows have the ids of these."""

    part: str


class ForeignRows(Fault, frozen=True):
    """Rows belong to another server than the one that was exported."""

    part: str


class ContentUnreadable(Fault, frozen=True):
    """A proposal isn't one that this program can read."""

    proposal: int
