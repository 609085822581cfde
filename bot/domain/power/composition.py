"""From what was read to what a member's ballot weighs, with every step on the way (governance.md §3)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import Reading, Undetermined, Value
from bot.domain.ids import Address, Power
from bot.domain.power.holder import Holder
from bot.domain.power.rule import PowerRule
from bot.domain.power.sources.registry import AnySource

_MOST_READ = 2**256 - 1

Readings = Mapping[tuple[int, Address], Reading]
"""What was read at one moment, by the place of the source in the rule (from 0) and the wallet."""


class Contribution(msgspec.Struct, frozen=True):
    """What one source gave for one wallet."""

    source: AnySource
    wallet: Address | None
    """None for what belongs to the member and no wallet: a role, reputation."""
    reading: Reading
    place: int = 0
    """The source's among those of the rule, from 0."""

    @property
    def power(self) -> Power | None:
        """`raw × weight`, or None while it could not be read."""
        return self.reading.raw * self.source.weight if isinstance(self.reading, Value) else None


class Steps(msgspec.Struct, frozen=True):
    """How a known power came about, step by step, in base units."""

    balances: tuple[Power, ...]
    """The composed balance at each moment: the snapshot, then the earlier ones of a holding rule."""
    least: int
    """The moment that counts: the one with the least balance, the snapshot before others with the same."""
    capped: Power
    """That balance, at most the rule's cap."""
    kept: Power
    """That, or zero where it is below the rule's minimum, or something is lacking."""
    total: Power
    """That by the rule's curve: what the ballot weighs."""
    lacking: tuple[int, ...] = ()
    """Places of the sources of which the holder has less than is required, at any of the moments."""


class MemberPower(msgspec.Struct, frozen=True, dict=True):
    """A member's power in one vote: what was found, source by source and wallet by wallet, and what it makes."""

    rule: PowerRule
    moments: tuple[tuple[Contribution, ...], ...]
    """What was found at the snapshot, and then at each earlier moment of a holding rule, the oldest first."""

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What was found at the snapshot."""
        return self.moments[0]

    @property
    def total(self) -> Power | None:
        """What the ballot weighs; None while any part of it is undetermined: an unknown part is never taken for
        zero."""
        return self.steps.total if self.steps else None

    @property
    def most(self) -> Power:
        """More than this the ballot can't weigh, whatever the parts are that are undetermined: no source says more of a
        wallet than fits into 32 bytes."""
        filled = tuple(
            tuple(
                part if isinstance(part.reading, Value) else replace(part, reading=Value(_MOST_READ))
                for part in parts
            )
            for parts in self.moments
        )
        steps = MemberPower(self.rule, filled).steps
        assert steps is not None, "every part is filled in"
        return steps.total

    @property
    def lacking(self) -> tuple[AnySource, ...]:
        """The sources of which the member is known to have less than is required, also while others are unread."""
        return tuple(self.rule.sources[place] for place in self._lacking())

    @cached_property
    def steps(self) -> Steps | None:
        """None while any part is undetermined."""
        balances: list[Power] = []
        for moment in range(len(self.moments)):
            balance = self.balance(moment)
            if balance is None:
                return None
            balances.append(balance)
        least = balances.index(min(balances))
        balance = balances[least]
        capped = balance if self.rule.cap is None else min(balance, self.rule.cap)
        lacking = self._lacking()
        kept = 0 if capped < self.rule.minimum or lacking else capped
        return Steps(tuple(balances), least, capped, kept, self.rule.curved(kept), lacking)

    def _lacking(self) -> tuple[int, ...]:
        """What is known to be too little at any moment: what is borrowed for one of them opens no gate."""
        return tuple(
            place
            for place, source in enumerate(self.rule.sources)
            if (required := source.least_required) is not None
            and any(
                (given := self.given(place, moment)) is not None and given < required
                for moment in range(len(self.moments))
            )
        )

    def balance(self, moment: int = 0) -> Power | None:
        """The composed balance at a moment (0: the snapshot); None while a part of it is undetermined."""
        counted: list[Power] = []
        for place, source in enumerate(self.rule.sources):
            given = self.given(place, moment)
            if given is None:
                return None
            if source.gate:
                continue
            counted.append(given if source.cap is None else min(given, source.cap))
        return sum(counted) if self.rule.combine == "sum" else max(counted, default=0)

    def of_wallet(self, wallet: Address) -> Power | None:
        """What one wallet gave at the snapshot, all sources together; None while a part of it is undetermined. Where
        `rule.sums_wallets`, all wallets and what is the member's own add up to `total`."""
        total = 0
        for contribution in self.moments[0]:
            if contribution.wallet == wallet:
                if (power := contribution.power) is None:
                    return None
                total += power
        return total

    def given(self, place: int, moment: int = 0) -> Power | None:
        """What the source at this place (from 0) gave at a moment, all wallets together, before its cap; None while
        a part of it is undetermined."""
        total = 0
        for contribution in self.moments[moment]:
            if contribution.place == place:
                if (power := contribution.power) is None:
                    return None
                total += power
        return total


def compose(
    rule: PowerRule, holder: Holder, readings: Readings, earlier: Sequence[Readings] = ()
) -> MemberPower:
    """The holder's power by the rule.

    At each moment (the snapshot, whose `readings` these are, and those `earlier`, the oldest first) every source
    gives weight × what was read, added up over all of the holder's wallets and at most the source's cap; the sources
    add up, or the greatest counts alone. That is the holder's composed balance at the moment. The least of these
    balances counts, at most the rule's cap, nothing below the rule's minimum, and by its curve.

    What is missing in the readings is undetermined. What needs no chain is known without reading, and is the same at
    every moment.
    """
    return MemberPower(
        rule,
        tuple(
            tuple(
                contribution
                for place, source in enumerate(rule.sources)
                for contribution in _contributions(rule, place, source, holder, found)
            )
            for found in (readings, *earlier)
        ),
    )


def _contributions(
    rule: PowerRule, place: int, source: AnySource, holder: Holder, readings: Readings
) -> Iterator[Contribution]:
    for wallet in holder.wallets if source.needs_wallet else (None,):
        if wallet is not None and not rule.counts(source, holder.chains.get(wallet)):
            continue
        if wallet is not None and source.needs_chain:
            reading = readings.get((place, wallet), Undetermined("not read yet"))
        else:
            reading = Value(source.known(holder, wallet))
        yield Contribution(source, wallet, reading, place)
