"""Wallets that said something apart: whether the vote let them, and each counts with what was read of it."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.canonical import canonical_json
from bot.domain.elections.election import Election
from bot.domain.proposals.apart import MOST_APART, why_together
from bot.domain.verification.ballots.choices import is_choice, written
from bot.domain.verification.errors import Differs, NotListed, RecordError
from bot.domain.verification.files.record_form import BallotEntry
from bot.domain.verification.vote import Vote


def check_parts(vote: Vote, election: Election) -> None:
    """Raises RecordError where the election file counts other parts than the ballots and their evidence make."""
    for place, ballot in enumerate(vote.record.ballots):
        if ballot.apart:
            _check_apart(vote, f"ballots[{place}].apart", ballot)
    expected = [part for ballot in vote.record.ballots for part in parts_in(vote, ballot)]
    found = [(part.voter, part.power, json.loads(canonical_json(part.choice))) for part in election.parts]
    if len(found) != len(expected):
        raise RecordError("election.parts", Differs(str(len(found)), str(len(expected))))
    for index, (one, other) in enumerate(zip(found, expected, strict=True)):
        if one != other:
            raise RecordError(f"election.parts[{index}]", Differs(written(one), written(other)))


def parts_in(vote: Vote, ballot: BallotEntry) -> list[tuple[str, str, Any]]:
    """Whose power, how much of it, is for what: by what the evidence says of each wallet. The evidence is checked
    elsewhere; where wallets could say something apart, all of it is of one moment."""
    found = []
    for each in ballot.apart:
        power = sum(
            int(read.raw) * int(read.weight) for read in ballot.evidence if read.wallet == each.wallet
        )
        if power:
            found.append((ballot.voter, str(power), each.choice))
    return found


def _check_apart(vote: Vote, field: str, ballot: BallotEntry) -> None:
    if (why := why_together(vote.policy)) is not None:
        raise RecordError(field, Differs(written(ballot.apart), f"[] ({why.value})"), ballot.receipt)
    wallets = [each.wallet for each in ballot.apart]
    if wallets != sorted(set(wallets)) or len(wallets) > MOST_APART:
        raise RecordError(
            field, Differs(written(wallets), written(sorted(set(wallets))[:MOST_APART])), ballot.receipt
        )
    for index, each in enumerate(ballot.apart):
        if not is_choice(vote.policy, each.choice):
            raise RecordError(
                f"{field}[{index}].choice",
                NotListed(written(each.choice), "election.choices"),
                ballot.receipt,
            )
