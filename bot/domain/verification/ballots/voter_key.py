"""Whether a key explains the numbers in a record: each is the hash of a salt and of the member that it names."""

from bot.domain.elections.pseudonyms import pseudonym
from bot.domain.ids import MemberId
from bot.domain.verification.errors import Differs, RecordError, TwiceThere
from bot.domain.verification.files.key_file import KeyFile
from bot.domain.verification.files.record_form import Record
from bot.domain.verification.findings import KeyExplains


def key_explains(name: str, file: KeyFile, record: Record) -> KeyExplains:
    """How many voters it names. `name`: the file's, for the field of an error.

    Raises RecordError for a key of another vote, for a number that isn't the member's, and for a member with two.
    """
    for field, found, expected in (
        ("proposal", file.proposal, record.proposal),
        ("content_hash", file.content_hash, record.content_hash),
    ):
        if found != expected:
            raise RecordError(f"{name}: {field}", Differs(found, expected))
    first: dict[str, str] = {}
    for place, entry in enumerate(file.members):
        field = f"{name}: members[{place}]"
        number = pseudonym(bytes.fromhex(entry.salt), MemberId(int(entry.member)))
        if number != entry.number:
            raise RecordError(f"{field}.number", Differs(entry.number, number))
        if (before := first.setdefault(entry.member, field)) != field:
            raise RecordError(field, TwiceThere(entry.member, before))
    voters = {each.voter for each in record.ballots}
    known = voters & {each.number for each in file.members}
    return KeyExplains(len(known), len(voters) - len(known))
