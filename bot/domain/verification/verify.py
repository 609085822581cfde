"""The whole check of a record without any network: one finding after the other, until something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.ids import ContentHash
from bot.domain.verification.ballots.conflicts import check_conflicts
from bot.domain.verification.ballots.receipts import check_ballots, check_counted
from bot.domain.verification.ballots.signed_ballots import Recover, Signed, check_signed, signed_findings
from bot.domain.verification.ballots.trust import Signer, check_trust
from bot.domain.verification.cast import check_cast
from bot.domain.verification.content import check_content
from bot.domain.verification.counting.early_end import check_decided
from bot.domain.verification.counting.election import check_count, election_in
from bot.domain.verification.counting.extensions import check_extensions
from bot.domain.verification.counting.times import check_times
from bot.domain.verification.elected import check_elected
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.files.record_file import RecordFile
from bot.domain.verification.findings import FileRight, Finding
from bot.domain.verification.power.delegations import check_delegations
from bot.domain.verification.power.powers import check_powers
from bot.domain.verification.power.reputation import check_reputation
from bot.domain.verification.power.stakes import check_stakes
from bot.domain.verification.vote import Vote
from bot.domain.verification.voter_rewards import check_rewards


class Verification:
    """The check of one record. `vote` and `signer` are there when all `findings` are."""

    def __init__(
        self, file: RecordFile, expected_hash: str | None = None, recover: Recover | None = None
    ) -> None:
        """`expected_hash`: the record's, where the auditor has it from the result's message. `recover` says whose key
        signed."""
        self._recover = recover
        self.signed: list[Signed] = []
        """What wallets signed."""
        self._file = file
        self._expected = expected_hash
        self.vote: Vote
        self.signer: Signer | None = None
        """Who countersigned the ballots."""

    def findings(self) -> Iterator[Finding]:
        """What was found right, one after the other. Raises RecordError at the first thing that isn't."""
        file = self._file
        if self._expected is not None and file.hash != self._expected:
            raise RecordError("document", Differs(file.hash, self._expected))
        yield FileRight(file.hash, self._expected is not None)
        vote, content = check_content(file)
        self.vote = vote
        yield content
        election = election_in(vote)
        stakes = check_stakes(vote, election)
        if stakes:
            yield stakes
        else:
            yield check_ballots(vote)
            self.signer = check_trust(vote)
            yield check_powers(vote)
            check_counted(vote, election)
            self.signed = check_signed(vote)
        reputation = check_reputation(vote)
        if reputation:
            yield reputation
        yield check_delegations(vote, election)
        yield check_times(vote)
        if not stakes:
            yield check_extensions(vote)
        if conflicts := check_conflicts(vote):
            yield conflicts
        yield check_count(vote, election)
        if early := check_decided(vote, election):
            yield early
        yield from check_rewards(vote, election, ContentHash(file.hash))
        if elected := check_elected(vote, election):
            yield elected
        if cast := check_cast(vote, ContentHash(file.hash)):
            yield cast
        if self.signed and self._recover is not None:
            yield from signed_findings(self.signed, self._recover)
