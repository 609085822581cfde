"""What decides whether a vote was extended: everything from which anybody finds its extensions again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.canonical import canonical_json
from bot.domain.delegation.caps import NO_CAPS, OWN_CAPS, Caps, own_caps_part
from bot.domain.delegation.delegate_registry import WalletRoute
from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.delegation_graph import DelegationGraph, Depth
from bot.domain.delegation.shares import Split, shares_of
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Delegation, Election
from bot.domain.ids import Address, MemberId, Power
from bot.domain.proposals.facts import Extended
from bot.domain.rules.late_swing import (
    SECOND,
    DelegationsAt,
    LateSwing,
    LateSwings,
    TimedBallot,
    late_swings,
    seconds,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class WalletShare(msgspec.Struct, frozen=True):
    """What a wallet delegated on chain, and on which way it goes."""

    route: WalletRoute
    power: Power | None
    """None where it isn't known."""


class BallotTimeline(msgspec.Struct, frozen=True, dict=True):
    """The course of a vote: all of its ballots in time, and the rule by which late ones extend it.

    Times and lengths in milliseconds, powers in base units.
    """

    election: Election
    """Rules and electorate; its ballots are left out."""
    ballots: Sequence[TimedBallot]
    """In order of time, those too that were changed or withdrawn later."""
    ends_at: int
    """The end as it was fixed at the opening."""
    window: int
    at_most: int
    pauses: Sequence[tuple[int, int]] = ()
    delegations: Sequence[FrozenDelegation] = ()
    """Who had delegated to whom at the opening."""
    delegated_power: Mapping[MemberId, Power] = msgspec.field(default_factory=dict)
    """What they delegate while they don't vote themselves, as far as it is known."""
    depth: Depth = "one_hop"
    wallet_shares: Sequence[WalletShare] = ()
    """What wallets had delegated on chain at the snapshot."""
    caps: Caps = NO_CAPS
    """The most that is delegated to one member."""

    def swings(self) -> tuple[LateSwing, ...]:
        """The extensions, in order."""
        return late_swings(
            self.election,
            self.ballots,
            self.ends_at,
            self.window,
            self.at_most,
            self.pauses,
            self._delegations,
        )

    def begun(self) -> LateSwings:
        """What finds its extensions, before the first ballot."""
        return LateSwings(
            self.election, self.ends_at, self.window, self.at_most, self.pauses, self._delegations
        )

    @property
    def _delegations(self) -> DelegationsAt | None:
        return self._delegations_at if self.delegations or self.wallet_shares else None

    @cached_property
    def _graph(self) -> DelegationGraph:
        return DelegationGraph(self.delegations, self.depth)

    def _delegations_at(self, voters: Set[str]) -> list[Delegation]:
        members = {MemberId(int(voter)) for voter in voters}
        splits: dict[Delegator, Split] = self._graph.effective(members)
        powers: dict[Delegator, Power] = dict(self.delegated_power.items())
        for share in self.wallet_shares:
            if share.power is not None and share.route.counts(members):
                splits[share.route.wallet] = Split((share.route.to,))
                powers[share.route.wallet] = share.power
        return [
            Delegation(str(each.delegator), str(each.to), str(each.counts))
            for each in shares_of(splits, powers, self.caps)
        ]

    def document(self) -> dict[str, Any]:
        """As plain data for the record; `timeline_of` reads it back."""
        return {
            "ends_at_ms": str(self.ends_at),
            "window_ms": str(self.window),
            "at_most_ms": str(self.at_most),
            "pauses_ms": [[str(since), str(until)] for since, until in self.pauses],
            "depth": self.depth,
            "delegations": [
                {
                    "from": str(each.delegator),
                    "to": str(each.delegate),
                    "power": str(self.delegated_power[each.delegator])
                    if each.delegator in self.delegated_power
                    else None,
                    **({} if each.parts == 1 else {"parts": each.parts}),
                }
                for each in self.delegations
            ],
            **({} if self.caps.of_all is None else {"cap": str(self.caps.of_all)}),
            **own_caps_part(self.caps.own),
            **self._wallets_document(),
            "ballots": [
                {
                    "at_ms": str(each.at),
                    "voter": each.voter,
                    "power": str(each.power),
                    "choice": each.choice,
                    **_parts_document(each),
                }
                for each in self.ballots
            ],
        }

    def _wallets_document(self) -> dict[str, Any]:
        shares = [
            {
                "wallet": share.route.wallet,
                "owner": None if share.route.owner is None else str(share.route.owner),
                "to": str(share.route.to),
                "power": None if share.power is None else str(share.power),
            }
            for share in self.wallet_shares
        ]
        return {"wallets": shares} if shares else {}


class TimelineFollower:
    """Finds the extensions of one vote again and again while it goes on, and counts nothing twice that is over."""

    def __init__(self) -> None:
        self._timeline: BallotTimeline | None = None
        self._swings: LateSwings | None = None
        self._found: list[LateSwing] = []
        self._taken = 0
        """So many of the course's ballots, all of seconds that are over."""

    def swings(self, timeline: BallotTimeline) -> tuple[LateSwing, ...]:
        """As `course.swings()`, faster where the course only goes on from that of the last time."""
        if self._swings is None or not self._goes_on(timeline):
            self._swings, self._found, self._taken = timeline.begun(), [], 0
        self._timeline = timeline
        groups = list(seconds(timeline.ballots[self._taken :]))
        for second in groups[:-1]:
            swing = self._swings.take(second)
            self._found += [swing] if swing else []
            self._taken += len(second)
        # More may yet come in the last second.
        last = self._swings.copied().take(groups[-1]) if groups else None
        return (*self._found, last) if last else tuple(self._found)

    def _goes_on(self, timeline: BallotTimeline) -> bool:
        before = self._timeline
        if before is None or replace(before, ballots=()) != replace(timeline, ballots=()):
            return False
        if before.ballots[: self._taken] != timeline.ballots[: self._taken]:
            return False
        # A ballot of the last second that was taken may have become known since: then that second was not over.
        around = timeline.ballots[max(0, self._taken - 1) : self._taken + 1]
        return self._taken == 0 or len({each.at // SECOND for each in around}) == len(around)


def _parts_document(ballot: TimedBallot) -> dict[str, Any]:
    """Nothing for a ballot all of whose power says the same."""
    parts = [{"power": str(power), "choice": choice} for power, choice in ballot.parts]
    return {"parts": parts} if parts else {}


def timeline_of(record: Mapping[str, Any]) -> BallotTimeline | None:
    """The course of a vote from its record; None where its policy extends nothing. Raises KeyError, ValueError."""
    document = record.get("timeline")
    if document is None:
        return None
    counted = decode(canonical_json({**record["election"], "ballots": [], "delegations": [], "parts": []}))
    return BallotTimeline(
        election=counted,
        ballots=[
            TimedBallot(
                int(each["at_ms"]),
                each["voter"],
                int(each["power"]),
                each["choice"],
                tuple((int(part["power"]), part["choice"]) for part in each.get("parts", ())),
            )
            for each in document["ballots"]
        ],
        ends_at=int(document["ends_at_ms"]),
        window=int(document["window_ms"]),
        at_most=int(document["at_most_ms"]),
        pauses=[(int(since), int(until)) for since, until in document["pauses_ms"]],
        delegations=[
            FrozenDelegation(MemberId(int(each["from"])), MemberId(int(each["to"])), each.get("parts", 1))
            for each in document["delegations"]
        ],
        delegated_power={
            MemberId(int(each["from"])): int(each["power"])
            for each in document["delegations"]
            if each["power"] is not None
        },
        depth=document["depth"],
        caps=Caps(
            None if document.get("cap") is None else int(document["cap"]),
            {MemberId(int(each["member"])): int(each["cap"]) for each in document.get(OWN_CAPS, [])},
        ),
        wallet_shares=[
            WalletShare(
                WalletRoute(
                    Address(each["wallet"]),
                    None if each["owner"] is None else MemberId(int(each["owner"])),
                    MemberId(int(each["to"])),
                ),
                None if each["power"] is None else int(each["power"]),
            )
            for each in document.get("wallets", [])
        ],
    )


def missing(swings: Sequence[LateSwing], stored: Sequence[Extended]) -> list[Extended]:
    """The extensions that the swings ask for beyond those that are stored.

    One that was announced stays, also where more has become known since (the rest of its second, a power that could
    not be read): then only what leads beyond it is added.
    """
    known = {extension.at for extension in stored}
    there = sum((extension.by for extension in stored), timedelta(0))
    found: list[Extended] = []
    asked = timedelta(0)
    for swing in swings:
        asked += swing.by * _MILLISECOND
        at = _EPOCH + swing.at * _MILLISECOND
        if asked > there and at not in known:
            found.append(Extended(at, asked - there))
            there = asked
    return found
