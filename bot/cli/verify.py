"""`folkmoot verify RECORD`: checks all that a record says, alone with the file; with more files, or endpoints, these
too."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from bot.cli.files import beginning
from bot.cli.tally import on_one_line
from bot.domain.counting.errors import TooLong
from bot.domain.elections.election_text import LONGEST
from bot.domain.verification.ballots.trust import key_findings, unchecked
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import Finding, NumbersNotRead, Open
from bot.domain.verification.verify import Verification
from bot.wording.language import Language, terminal_language
from bot.wording.verification.findings import failed_line, line

if TYPE_CHECKING:
    from bot.domain.verification.files.evidence_file import EvidenceFile

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Beside(msgspec.Struct, frozen=True):
    """What an auditor has beside the record."""

    expected_hash: str | None = None
    """The record's, from the result's message."""
    public_key: str | None = None
    """Discord's for the application, in hexadecimal digits."""
    bodies: Sequence[str] = ()
    """Names of evidence files."""
    own: str | None = None
    """The name of a voter's own evidence file."""
    key: str | None = None
    """The name of the file that says whom the numbers stand for."""
    rpc_urls: Sequence[str] = ()


def verify(name: str, beside: Beside) -> int:
    """Prints a line for each thing that was checked; the exit status.

    0: all is right. 1: something isn't; the last line says what, and what was expected. 2: a file can't be read, or
    an endpoint gives no answer; a line on standard error says why.
    """
    say = terminal_language()
    public_key = beside.public_key and beside.public_key.lower()
    if public_key is not None and not _KEY.fullmatch(public_key):
        print("verify:", say._("--public-key should be 64 hexadecimal digits"), file=sys.stderr)
        return 2
    try:
        verification = Verification(read_record(_read(name)), beside.expected_hash, key_of)
        for finding in verification.findings():
            _print(finding, say)
        for finding in _brought(verification, beside, public_key):
            _print(finding, say)
        if beside.rpc_urls:
            return asyncio.run(_verify_on_chain(verification, beside.rpc_urls, say))
        if verification.vote.frozen.snapshot:
            _print(NumbersNotRead(), say)
    except RecordError as error:
        print("✗", on_one_line(failed_line(error, say)))
        return 1
    except OSError as error:
        print("verify:", on_one_line(f"{error.filename or name}: {error.strerror}"), file=sys.stderr)
        return 2
    return 0


def _brought(verification: Verification, beside: Beside, public_key: str | None) -> Iterator[Finding]:
    """What ballots brought along, as far as it was given. Raises RecordError, OSError."""
    vote, signer = verification.vote, verification.signer
    given = bool(beside.bodies) or beside.own is not None
    if signer or not given:
        yield from key_findings(signer, public_key)
    if given:
        # Loaded only here: cryptography takes longer to load than most checks.
        from bot.domain.verification.ballots.signed_requests import SignedRequests

        if beside.bodies:
            requests = SignedRequests(vote, signer, key_of)
            for name in beside.bodies:
                requests.take(name, _evidence(name))
            yield from requests.findings()
        if beside.own is not None:
            requests = SignedRequests(vote, signer, key_of)
            requests.take(beside.own, _evidence(beside.own))
            yield requests.own_finding(beside.own)
        if signer is None:
            yield from key_findings(requests.signer, public_key)
    if beside.key is not None:
        from bot.domain.verification.ballots.voter_key import key_explains
        from bot.domain.verification.files.key_file import read_key

        try:
            file = read_key(_read(beside.key))
        except RecordError as error:
            raise RecordError(f"{beside.key}: {error.field}", error.fault, error.ballot) from None
        yield key_explains(beside.key, file, vote.record)
    yield from unchecked(vote, requests=bool(beside.bodies))


def _evidence(name: str) -> EvidenceFile:
    """Raises RecordError, OSError."""
    from bot.domain.verification.files.evidence_file import read_evidence

    try:
        return read_evidence(_read(name))
    except RecordError as error:
        raise RecordError(f"{name}: {error.field}", error.fault, error.ballot) from None


def key_of(digest: bytes, signature: str) -> str | None:
    """Whose key signed, by a signature in hexadecimal digits; None where it is no key's."""
    # Loaded only here: few votes are signed.
    from bot.chain.contracts.signatures import recover, signature_bytes
    from bot.domain.errors import MalformedSignature

    try:
        return recover(digest, signature_bytes(signature))
    except MalformedSignature:
        return None


async def _verify_on_chain(verification: Verification, urls: Sequence[str], say: Language) -> int:
    """Reads every number again. Raises RecordError."""
    # Loaded only here: most of what it takes to start is for asking chains.
    from contextlib import AsyncExitStack

    from bot.chain.chains import EvmChain
    from bot.chain.config import ChainConfig, usual_multicall
    from bot.chain.nodes.rpc import EndpointFailed
    from bot.chain.nodes.served_chains import served_chains
    from bot.domain.errors import ChainUnavailable, Refused
    from bot.execution.governor.foreign_votes import EvmForeignVotes
    from bot.services.verification.on_chain import on_chain_findings
    from bot.wording.errors import message

    try:
        async with AsyncExitStack() as stack:
            chains = {
                chain: await stack.enter_async_context(
                    EvmChain(ChainConfig(str(chain), chain, of_chain, multicall=usual_multicall(chain)))
                )
                for chain, of_chain in (await served_chains(urls)).items()
            }
            async for finding in on_chain_findings(
                verification.vote, chains, verification.signed, EvmForeignVotes(chains)
            ):
                _print(finding, say)
    except EndpointFailed as failed:
        print("verify:", on_one_line(str(failed)), file=sys.stderr)
        return 2
    except (ChainUnavailable, Refused) as unavailable:
        print("verify:", on_one_line(message(unavailable, say).happened), file=sys.stderr)
        return 2
    return 0


def _print(finding: Finding, say: Language) -> None:
    """At once: reading on chain may take minutes."""
    print("-" if isinstance(finding, Open) else "✓", on_one_line(line(finding, say)), flush=True)


def _read(name: str) -> bytes:
    """Raises OSError, RecordError."""
    data = beginning(name, LONGEST)
    if len(data) > LONGEST:
        raise RecordError("document", TooLong(LONGEST))
    return data
