"""Votes of a space on Snapshot, as its hub's GraphQL API answers `proposals` and `votes` (https://docs.snapshot.box).

Read are `proposals` with `id`, `title`, `type`, `choices`, `start`, `end`, `state`, `author`, `scores` and `quorum`,
and `votes` with `voter`, `vp`, `choice` and `proposal { id }`, or listed in their proposals; within `data` or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import msgspec

from bot.domain.counting.approval import APPROVAL
from bot.domain.counting.copeland import COPELAND
from bot.domain.counting.errors import ElectionError, MissingMember, NotJson, TooDeep, TooLong, TooMany
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.quadratic import QUADRATIC
from bot.domain.counting.ranked_choice import RANKED_CHOICE
from bot.domain.counting.single import SINGLE
from bot.domain.counting.weighted import WEIGHTED
from bot.domain.elections.election import Ballot, Election, Majority, Quorum, Rules, encode
from bot.domain.elections.election_text import LONGEST, bounded_recursion, plain
from bot.domain.elections.misfit import misfit
from bot.domain.elections.tally import tally
from bot.domain.errors.imported import ImportUnreadable
from bot.domain.imported.imported_vote import DECIMALS, LONGEST_TITLE, ImportedVote
from bot.domain.rules.quorum_kinds.absolute import ABSOLUTE
from bot.domain.what_if.decision import decision

MOST_VOTES = 5_000
"""Proposals of one file."""
MOST_BALLOTS = 2_000_000
MOST_CHOICES = 500
_HIGHEST = Decimal(10) ** 60
_DIGITS = 100
_WEIGHT_PLACES = 6
"""Of weights, which are percent on Snapshot's page."""
_NEAR = Fraction(1, 10**6)
"""Snapshot adds in floating point: so near, in parts of all that was cast, are scores that agree."""

_Text = Annotated[str, msgspec.Meta(max_length=100_000)]
_Time = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799)]
_Amount = Annotated[Decimal, msgspec.Meta()]


class _Vote(msgspec.Struct):
    voter: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    vp: _Amount | None
    choice: msgspec.Raw
    proposal: _Named | None = None


class _Named(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class _Proposal(_Named, kw_only=True):
    title: _Text
    choices: Annotated[list[_Text], msgspec.Meta(min_length=1, max_length=MOST_CHOICES)]
    start: _Time
    end: _Time
    state: _Text
    type: _Text | None = None
    author: Annotated[str, msgspec.Meta(max_length=100)] = ""
    scores: list[_Amount | None] = []
    quorum: _Amount | None = None
    votes: list[_Vote] | int | None = None


class _File(msgspec.Struct):
    proposals: list[_Proposal] = []
    votes: list[_Vote] = []
    data: _File | None = None


class SnapshotPast(msgspec.Struct, frozen=True):
    """What files of Snapshot tell."""

    votes: tuple[ImportedVote, ...]
    """The oldest first."""
    still_open: int
    """So many proposals are not closed, and left out."""
    other_types: int
    """So many are counted in ways that aren't known here, and left out."""
    unread_ballots: int
    """So many ballots don't say what their proposal asks, such as those that were never decrypted, and are left out."""

    def documents(self) -> Iterator[tuple[ImportedVote, bytes]]:
        """Each vote with its election file."""
        return ((vote, encode(vote.election)) for vote in self.votes)


def read_snapshot(files: Iterable[bytes]) -> SnapshotPast:
    """What the files tell together; each may be compressed by gzip. Raises ImportUnreadable."""
    proposals: dict[str, _Proposal] = {}
    ballots: dict[str, list[_Vote]] = {}
    number = 0
    for data in files:
        file = _decoded(data)
        while file.data is not None:
            file = file.data
        for proposal in file.proposals:
            proposals[proposal.id] = proposal
            if isinstance(proposal.votes, list):
                ballots.setdefault(proposal.id, []).extend(proposal.votes)
                number += len(proposal.votes)
        for place, vote in enumerate(file.votes):
            if vote.proposal is None:
                raise ImportUnreadable(f"votes[{place}].proposal", MissingMember())
            ballots.setdefault(vote.proposal.id, []).append(vote)
        number += len(file.votes)
        if len(proposals) > MOST_VOTES:
            raise ImportUnreadable("proposals", TooMany(MOST_VOTES))
        if number > MOST_BALLOTS:
            raise ImportUnreadable("votes", TooMany(MOST_BALLOTS))
    return _past(proposals.values(), ballots)


def _decoded(data: bytes) -> _File:
    if len(data) > LONGEST:
        raise ImportUnreadable("document", TooLong(LONGEST))
    try:
        with bounded_recursion():
            return msgspec.json.decode(plain(data), type=_File)
    except ElectionError as error:
        raise ImportUnreadable(error.field, error.fault) from None
    except msgspec.ValidationError as error:
        raise ImportUnreadable(*misfit(error, "")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ImportUnreadable("document", NotJson(str(error))) from None
    except RecursionError:
        raise ImportUnreadable("document", TooDeep()) from None


def _past(proposals: Iterable[_Proposal], ballots: dict[str, list[_Vote]]) -> SnapshotPast:
    found: list[ImportedVote] = []
    still_open = other_types = unread = 0
    for proposal in proposals:
        counted_by = _COUNTED_BY.get(proposal.type or "single-choice")
        if proposal.state != "closed":
            still_open += 1
            continue
        if counted_by is None or len(proposal.choices) > counted_by[0].most_choices:
            other_types += 1
            continue
        mechanism, options = counted_by
        cast = list(_ballots(ballots.get(proposal.id, []), mechanism, options, len(proposal.choices)))
        valid = [ballot for ballot in cast if ballot is not None]
        unread += len(cast) - len(valid)
        try:
            found.append(_imported(proposal, mechanism, options, valid))
        except ElectionError:  # Such as choices that are called alike: no rule counts these.
            other_types += 1
    found.sort(key=lambda each: (each.ended_at, each.key))
    return SnapshotPast(tuple(found), still_open, other_types, unread)


def _imported(
    proposal: _Proposal, mechanism: Mechanism, options: Any, ballots: list[Ballot[Any]]
) -> ImportedVote:
    quorum = _units(proposal.quorum)
    election = Election(
        mechanism=mechanism.name,
        choices=proposal.choices,
        ballots=ballots,
        options=options,
        rules=Rules(
            quorum=Quorum(ABSOLUTE.name, str(quorum)) if quorum else None,
            majority=Majority() if proposal.type == _WITH_MAJORITY and _sided(proposal.choices) else None,
        ),
        typed=True,
    )
    result = tally(election)
    published = [Fraction(_units(score) or 0) for score in proposal.scores]
    room = _NEAR * max(result.cast_power, 1)
    agrees = len(published) == len(result.score_values) and all(
        abs(Fraction(one) - other) <= room for one, other in zip(result.score_values, published, strict=True)
    )
    return ImportedVote(
        source="snapshot",
        key=proposal.id,
        title=proposal.title[:LONGEST_TITLE],
        author=proposal.author,
        opened_at=datetime.fromtimestamp(proposal.start, UTC),
        ended_at=datetime.fromtimestamp(proposal.end, UTC),
        election=election,
        voters=result.voters,
        cast_power=result.cast_power,
        passed=decision(election, result).passed,
        agrees=agrees,
    )


def _ballots(
    votes: Iterable[_Vote], mechanism: Mechanism, options: Any, size: int
) -> Iterator[Ballot[Any] | None]:
    """None for one that doesn't say what is asked."""
    for vote in votes:
        choice, power = _choice(vote.choice), _units(vote.vp)
        if power is None or choice is None or mechanism.fault(choice, size, options) is not None:
            yield None
        else:
            yield Ballot(vote.voter, str(power), choice)


def _choice(raw: msgspec.Raw) -> Any:
    """As it stands in an election file; weights with a fraction become whole numbers. None for what can't be one."""
    try:
        weights = msgspec.json.decode(raw, type=dict[str, Decimal])
    except msgspec.ValidationError:
        found = msgspec.json.decode(raw)
        return tuple(found) if isinstance(found, list) else found
    except RecursionError:
        return None
    if not all(map(_is_plain, weights.values())):
        return None
    if all(weight == weight.to_integral_value() for weight in weights.values()):
        return {key: int(weight) for key, weight in weights.items()}
    return {key: int(weight.scaleb(_WEIGHT_PLACES)) for key, weight in weights.items()}


def _units(amount: Decimal | None) -> int | None:
    """Base units, cut; None for what can be no amount."""
    if amount is None or not _is_plain(amount):
        return None
    return int(Fraction(amount) * 10**DECIMALS)


def _is_plain(number: Decimal) -> bool:
    """Whether it is a number of usual length, and not negative: others take very long to work with."""
    if not number.is_finite() or not 0 <= number < _HIGHEST:
        return False
    _, digits, exponent = number.as_tuple()
    return len(digits) <= _DIGITS and isinstance(exponent, int) and exponent >= -_DIGITS


def _sided(choices: Sequence[str]) -> bool:
    return {"For", "Against"} <= set(choices)


_WITH_MAJORITY = "basic"
"""The type of proposals that ask For, Against, Abstain; others ask which choice has the most."""

_COUNTED_BY: dict[str, tuple[Mechanism, Any]] = {
    name: (mechanism, msgspec.convert(options, mechanism.options))
    for name, mechanism, options in (
        (_WITH_MAJORITY, SINGLE, {}),
        ("single-choice", SINGLE, {}),
        ("approval", APPROVAL, {}),
        ("ranked-choice", RANKED_CHOICE, {}),
        ("copeland", COPELAND, {}),
        ("weighted", WEIGHTED, {}),
        ("quadratic", QUADRATIC, {"form": "matching"}),
    )
}
"""How Snapshot's types are counted here."""
