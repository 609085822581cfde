"""What is wrong with a record: the place in it, and why.

Kept apart from bot/domain/errors/, so that `folkmoot verify` loads nothing but what checking needs.
"""

from __future__ import annotations

from bot.domain.fault import Fault


class RecordError(Exception):
    """The record is not what the bot makes of a vote: `field` names the place, `fault` what should stand there."""

    def __init__(self, field: str, fault: Fault, ballot: str | None = None) -> None:
        super().__init__(f"{field}: {fault!r}")
        self.field = field
        self.fault = fault
        self.ballot = ballot
        """The receipt of the ballot in question, by which its voter knows it."""


class WrongText(Fault, frozen=True):
    """It isn't written as an id, a whole number, an account or a hash is written in a record."""


class Differs(Fault, frozen=True):
    """It says something else than what follows from the rest."""

    found: str
    expected: str


class NotListed(Fault, frozen=True):
    """It is none of those that the record names elsewhere."""

    found: str
    where: str
    """The field that lists them."""


class TwiceThere(Fault, frozen=True):
    """It counts a second time."""

    found: str
    first: str
    """The field where it stands first."""


class NothingRead(Fault, frozen=True):
    """What a source gives is missing among the evidence."""

    place: int
    """The source's among those of the policy, from 1."""
    wallet: str | None
    """None for what belongs to the member."""
    block: str | None


class OutOfTime(Fault, frozen=True):
    """A time that lies before the earliest or after the latest that there can be; in seconds since 1970."""

    found: int
    earliest: int | None
    latest: int | None


class OnlyObjectionsThen(Fault, frozen=True):
    """In the last part of the vote only other choices were accepted."""

    since: int
    """Seconds since 1970."""


class NotAPolicy(Fault, frozen=True):
    field: str
    """Of the policy."""
    detail: str


class NotCanonical(Fault, frozen=True):
    """It is JSON, and not in the one form that has a hash."""


class NotARecord(Fault, frozen=True):
    """It is JSON, and no record of a vote."""


class NotADraw(Fault, frozen=True):
    """It is JSON, and no file of a jury."""


class ReadsOtherwise(Fault, frozen=True):
    """A chain says something else than the record."""

    found: str
    on_chain: str
    chain: int
    block: int


class NotSignedBy(Fault, frozen=True):
    """The wallet has not signed this ballot, by its chain."""

    wallet: str
    chain: int


class NotOnChain(Fault, frozen=True):
    """The block isn't one of the chain."""

    chain: int
    number: int


class NotSigned(Fault, frozen=True):
    """The signature isn't one of this key over the request."""

    public_key: str


class NoCastRequest(Fault, frozen=True):
    """The request is none with which a ballot of this vote is cast."""

    part: str
    """What isn't as it must be in it."""


class NoRequest(Fault, frozen=True):
    """All parts of the evidence are there, and the request of this ballot isn't among them."""

    ballots: int
    """Of so many."""


class NotOneVoter(Fault, frozen=True):
    """A voter's own file has the ballots of somebody else too, or of nobody."""

    voters: int


class Dropped(Fault, frozen=True):
    """A voter has evidence of a ballot, and the record has neither it nor a later one."""

    cast_at: int
    """Seconds since 1970."""
    choice: str
    counted: str | None
    """The receipt of the earlier ballot that counts in its place."""


class NotDecided(Fault, frozen=True):
    """The vote ended early, and by the ballots until then something could still change its outcome."""

    at: int
    """Seconds since 1970."""
