"""An early end: whether nothing could change the outcome any more when the vote is said to have been decided."""

from __future__ import annotations

from bot.domain.counting.errors import ElectionError
from bot.domain.delegation.shares import least_share
from bot.domain.elections.election import Election
from bot.domain.rules.early_end import decided, remaining_power
from bot.domain.verification.errors import NotDecided, RecordError
from bot.domain.verification.findings import DecidedRight, DecisionNotChecked, Finding
from bot.domain.verification.vote import Vote


def check_decided(vote: Vote, election: Election) -> Finding | None:
    """None where the vote ran to its end. Raises RecordError.

    Every ballot of the record was cast until the decision, is final, and none was cast later: what was decided by those
    that the bot knew then is so by all of them. A ballot whose power could not be read is among what may still come.
    """
    at, power = vote.record.decided_at, vote.policy.power
    if at is None:
        return None
    linear = power.curve == "linear"
    remaining = remaining_power(election, linear=linear)
    try:
        least = least_share(power.least, [each.from_ for each in vote.record.delegations], vote.caps)
        outcome = decided(election, remaining, least)
    except ElectionError as error:
        raise RecordError(f"election.{error.field}", error.fault) from None
    if outcome is not None:
        return DecidedRight(at)
    if remaining is None and linear and election.electorate.total_power is not None:
        return DecisionNotChecked()
    raise RecordError("decided_at", NotDecided(at))
