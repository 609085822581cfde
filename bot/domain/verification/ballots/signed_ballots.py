"""Ballots that wallets signed: whether each signature is of just this ballot, and of the wallet that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bot.domain.canonical import canonical_json
from bot.domain.elections.evidence import WalletSignature
from bot.domain.elections.evidence.signed_ballot import NONCES_PER_SECOND
from bot.domain.elections.evidence.typed_data import signing_hash, typed_data
from bot.domain.ids import Address, ChainId, ContentHash, ProposalNumber
from bot.domain.policy.trust import TrustLevel
from bot.domain.verification.ballots.choices import written
from bot.domain.verification.errors import Differs, NotListed, OutOfTime, RecordError, TwiceThere
from bot.domain.verification.files.record_form import BallotEntry, RecordedSignature, RecordedSignatures
from bot.domain.verification.findings import ContractsNotAsked, Finding, WalletsSigned
from bot.domain.verification.vote import Vote

Recover = Callable[[bytes, str], str | None]
"""Whose key signed a hash, by a signature in hexadecimal digits; None where it is no key's."""
_PAGE = "page"


class Signed(NamedTuple):
    """One signature, and the hash that it must be of."""

    field: str
    receipt: str
    wallet: Address
    chain: ChainId
    hash: bytes
    signature: str
    counted_on: frozenset[int]
    """On which chains the ballot counts what the wallet has."""


def check_signed(vote: Vote) -> list[Signed]:
    """Every wallet's signature, with what it must be of. Raises RecordError for the first ballot that says something
    else than what was signed, or counts a wallet that has not signed it."""
    found: list[Signed] = []
    for place, ballot in enumerate(vote.record.ballots):
        brought, field = ballot.vote_evidence, f"ballots[{place}]"
        if isinstance(brought, RecordedSignatures):
            _check_ballot(vote, field, ballot, brought)
            for number, each in enumerate(brought.signatures):
                where = f"{field}.vote_evidence.signatures[{number}]"
                found.append(_signed(vote, where, ballot, brought, each))
        if vote.policy.trust is TrustLevel.SIGNED and ballot.cast_method != _PAGE:
            raise RecordError(f"{field}.cast_method", Differs(ballot.cast_method, _PAGE), ballot.receipt)
        if (ballot.cast_method == _PAGE) != isinstance(brought, RecordedSignatures):
            raise RecordError(f"{field}.cast_method", Differs(ballot.cast_method, "button"), ballot.receipt)
    return found


def signed_findings(signatures: list[Signed], recover: Recover) -> Iterator[Finding]:
    """How many wallets prove by their key that they signed. All others would have to be contracts, which only a chain
    can be asked about: one counts on no other than that on which it signed. Raises RecordError."""
    proved = 0
    for each in signatures:
        if recover(each.hash, each.signature) == each.wallet:
            proved += 1
        elif elsewhere := each.counted_on - {each.chain}:
            expected = Differs(str(min(elsewhere)), str(each.chain))
            raise RecordError(f"{each.field}.chain", expected, each.receipt)
    if proved:
        yield WalletsSigned(proved)
    if proved < len(signatures):
        yield ContractsNotAsked(len(signatures) - proved)


def hash_signed(vote: Vote, choice: Any, brought: RecordedSignatures, each: RecordedSignature) -> bytes:
    """What this wallet must have signed for the choice, which the policy must allow."""
    wallet, chain = Address(each.wallet), ChainId(each.chain)
    document = typed_data(
        vote.policy,
        number=ProposalNumber(vote.record.number),
        title=vote.frozen.title,
        content_hash=ContentHash(brought.content_hash),
        choice=choice,
        ballot=brought.choice,
        by=WalletSignature(each.server, each.time, each.nonce, wallet, chain, each.signature),
    )
    return signing_hash(document)


def _check_ballot(vote: Vote, field: str, ballot: BallotEntry, brought: RecordedSignatures) -> None:
    inner, receipt = f"{field}.vote_evidence", ballot.receipt
    said: list[tuple[str, Any, Any]] = [
        ("content_hash", brought.content_hash, vote.record.content_hash),
        ("choice", brought.choice, canonical_json(ballot.choice).decode()),
    ]
    for name, value, expected in said:
        if value != expected:
            raise RecordError(f"{inner}.{name}", Differs(written(value), written(expected)), receipt)
    if ballot.source != str(brought.signatures[-1].nonce):
        expected = str(brought.signatures[-1].nonce)
        raise RecordError(f"{field}.source", Differs(ballot.source, expected), receipt)
    first: dict[str, str] = {}
    chains = [block.chain for block in vote.frozen.snapshot]
    for number, each in enumerate(brought.signatures):
        where = f"{inner}.signatures[{number}]"
        if (before := first.setdefault(each.wallet, where)) != where:
            raise RecordError(f"{where}.wallet", TwiceThere(each.wallet, before), receipt)
        if each.nonce // NONCES_PER_SECOND != each.time:
            raise RecordError(
                f"{where}.time", Differs(str(each.time), str(each.nonce // NONCES_PER_SECOND)), receipt
            )
        latest = int(ballot.cast_at_ms) // 1000
        if not vote.record.opened_at <= each.time <= latest:
            raise RecordError(f"{where}.time", OutOfTime(each.time, vote.record.opened_at, latest), receipt)
        if each.chain not in chains:
            raise RecordError(f"{where}.chain", NotListed(str(each.chain), "frozen.snapshot"), receipt)
    if vote.policy.trust is TrustLevel.SIGNED:
        for number, read in enumerate(ballot.evidence):
            if read.wallet not in first:
                where = f"{field}.evidence[{number}].wallet"
                raise RecordError(where, NotListed(str(read.wallet), f"{inner}.signatures"), receipt)


def _signed(
    vote: Vote, field: str, ballot: BallotEntry, brought: RecordedSignatures, each: RecordedSignature
) -> Signed:
    wallet, chain = Address(each.wallet), ChainId(each.chain)
    counted_on = frozenset(
        read.chain for read in ballot.evidence if read.wallet == each.wallet and read.chain is not None
    )
    digest = hash_signed(vote, ballot.choice, brought, each)
    return Signed(field, ballot.receipt, wallet, chain, digest, each.signature, counted_on)
