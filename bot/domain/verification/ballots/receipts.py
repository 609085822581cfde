"""Ballots: whether each has the receipt that its voter got, and the election file counts just these."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.election import Election
from bot.domain.verification.ballots.choices import written
from bot.domain.verification.ballots.parts import check_parts
from bot.domain.verification.errors import Differs, NotListed, RecordError, TwiceThere
from bot.domain.verification.files.record_form import ApartEntry, BallotEntry, CastEntry
from bot.domain.verification.findings import BallotsRight
from bot.domain.verification.vote import Vote

_RECEIPT = 16
"""Digits of a receipt."""


def check_ballots(vote: Vote) -> BallotsRight:
    """Raises RecordError for the first ballot that isn't what its receipt says, or a second one of its voter."""
    ballots = vote.record.ballots
    first: dict[str, str] = {}
    before = (0, 0, 0)
    for place, ballot in enumerate(ballots):
        field = f"ballots[{place}]"
        receipt = receipt_of(vote.record.proposal, ballot, ballot.apart)
        if receipt != ballot.receipt:
            raise RecordError(f"{field}.receipt", Differs(ballot.receipt, receipt), ballot.receipt)
        if ballot.voter in first:
            raise RecordError(f"{field}.voter", TwiceThere(ballot.voter, first[ballot.voter]), ballot.receipt)
        first[ballot.voter] = field
        at = (int(ballot.cast_at_ms), int(ballot.source), int(ballot.voter))
        if at < before:
            raise RecordError(
                f"{field}.cast_at_ms", Differs(ballot.cast_at_ms, f"≥ {before[0]}"), ballot.receipt
            )
        before = at
    _check_undetermined(vote, first)
    return BallotsRight(len(ballots))


def check_counted(vote: Vote, election: Election) -> None:
    """Raises RecordError where the election file counts something else than these ballots."""
    ballots = vote.record.ballots
    if len(election.ballots) != len(ballots):
        raise RecordError("election.ballots", Differs(str(len(election.ballots)), str(len(ballots))))
    for place, (counted, ballot) in enumerate(zip(election.ballots, ballots, strict=True)):
        _check_counted(place, counted, ballot)
    check_parts(vote, election)


def receipt_of(proposal: str, ballot: CastEntry, apart: Sequence[ApartEntry] = ()) -> str:
    """The receipt that the ballot must have: what its voter was shown. `apart`: what single wallets said in it."""
    document: dict[str, Any] = {
        "proposal": proposal,
        "voter": ballot.voter,
        "choice": ballot.choice,
        "cast_at_ms": ballot.cast_at_ms,
        "source": ballot.source,
    }
    if apart:
        document["apart"] = [msgspec.to_builtins(each) for each in apart]
    return content_hash(canonical_json(document))[:_RECEIPT]


def _check_counted(place: int, counted: Any, ballot: BallotEntry) -> None:
    """Raises RecordError where the election file counts something else than the ballot says."""
    same: list[tuple[str, Any, Any]] = [
        ("voter", counted.voter, ballot.voter),
        ("power", counted.power, ballot.power),
        ("choice", json.loads(canonical_json(counted.choice)), ballot.choice),
        ("cast_at", counted.cast_at, int(ballot.cast_at_ms) // 1000),
    ]
    for name, found, expected in same:
        if found != expected:
            raise RecordError(
                f"election.ballots[{place}].{name}",
                Differs(written(found), written(expected)),
                ballot.receipt,
            )


def _check_undetermined(vote: Vote, ballots: dict[str, str]) -> None:
    """Those whose power could not be read are named once; of whom only delegated power is missing, the ballot is there.
    Raises RecordError."""
    seen: dict[str, str] = {}
    of = {ballot.voter: ballot for ballot in vote.record.ballots}
    delegated = {each.from_ for each in vote.record.delegated_power}
    for place, each in enumerate(vote.record.undetermined):
        field = f"undetermined[{place}]"
        first = seen.setdefault(each.voter, field)
        if each.own and each.voter in ballots:
            first = ballots[each.voter]
        if first != field:
            raise RecordError(f"{field}.voter", TwiceThere(each.voter, first), each.receipt)
        if not each.own:
            if each.voter not in of:
                raise RecordError(f"{field}.voter", NotListed(each.voter, "ballots"), each.receipt)
            ballot = of[each.voter]
            for name, found, expected in (
                ("receipt", each.receipt, ballot.receipt),
                ("choice", each.choice, ballot.choice),
            ):
                if found != expected:
                    raise RecordError(
                        f"{field}.{name}", Differs(written(found), written(expected)), each.receipt
                    )
        for delegator in each.delegated:
            if delegator in delegated:
                raise RecordError(
                    f"{field}.delegated", TwiceThere(delegator, "delegated_power"), each.receipt
                )
