"""Powers: whether each is what the policy makes of the numbers that were read, and no wallet counts twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.blocks import Value
from bot.domain.ids import Address, ChainId, RoleId, checksummed
from bot.domain.power import (
    AnySource,
    Contribution,
    Holder,
    MemberPower,
    OfContract,
    OnChain,
    PowerRule,
)
from bot.domain.verification.errors import Differs, NothingRead, NotListed, RecordError, TwiceThere
from bot.domain.verification.files.record_form import Block, Evidence
from bot.domain.verification.findings import PowersRight
from bot.domain.verification.vote import Entry, Vote

_Read = tuple[int, str | None, str | None]
"""What a number is of: the source's place, the wallet, the block."""


def check_powers(vote: Vote) -> PowersRight:
    """Whether every power of a ballot, and every delegated one, follows from its evidence. Raises RecordError."""
    known = PowersIn(vote, vote.moments, "frozen.snapshot")
    numbers = sum(known.check(entry) for entry in vote.entries)
    return PowersRight(len(vote.record.ballots), len(vote.record.delegated_power), numbers)


class PowersIn:
    """Checks powers that were read at the same blocks, one after the other."""

    def __init__(self, vote: Vote, moments: Sequence[Sequence[Block]], blocks_field: str) -> None:
        self._rule: PowerRule = vote.policy.power
        self._moments = [{ChainId(block.chain): block.hash for block in blocks} for blocks in moments]
        self._at: dict[ChainId, list[str]] = {}
        for moment in self._moments:
            for chain, block in moment.items():
                self._at.setdefault(chain, [])
                if block not in self._at[chain]:
                    self._at[chain].append(block)
        self._blocks_field = blocks_field
        self._counted: dict[_Read, str] = {}
        self._balances = {
            place: each.members
            for each in (vote.frozen.reputation.balances if vote.frozen.reputation else ())
            for place in each.places
        }

    def check(self, entry: Entry) -> int:
        """How many numbers its power follows from. Raises RecordError."""
        found: dict[_Read, Evidence] = {}
        before = (0, 0)
        for place, each in enumerate(entry.evidence):
            field = f"{entry.field}.evidence[{place}]"
            source = self._source(each, field, entry)
            self._check_number(source, each, field, entry)
            key = (each.place, each.wallet, each.block)
            first = found.get(key) and f"{entry.field}.evidence"
            if each.wallet is not None:
                first = self._counted.setdefault((each.place, each.wallet.lower(), each.block), field)
                first = None if first == field else first
            if first:
                raise RecordError(field, TwiceThere(each.wallet or each.source, first), entry.receipt)
            found[key] = each
            if (rank := self._rank(each)) < before:
                raise RecordError(field, Differs(str(rank[1]), f"≥ {before[1]}"), entry.receipt)
            before = rank
        self._check_complete(found, entry)
        power = MemberPower(
            self._rule, tuple(self._contributions(moment, found.values()) for moment in self._moments)
        )
        assert power.steps is not None, "all of it is known"
        if str(power.steps.total) != entry.power:
            raise RecordError(
                f"{entry.field}.power", Differs(entry.power, str(power.steps.total)), entry.receipt
            )
        return len(found)

    def _rank(self, each: Evidence) -> tuple[int, int]:
        """Its place in the order of a record: by moment, then by the source's place."""
        at = 0 if each.chain is None else self._at[ChainId(each.chain)].index(str(each.block))
        return at, each.place

    def _source(self, each: Evidence, field: str, entry: Entry) -> AnySource:
        """The policy's source of which the evidence is. Raises RecordError where it says another thing of it."""
        sources = self._rule.sources
        if each.place > len(sources):
            raise RecordError(
                f"{field}.place", NotListed(str(each.place), "frozen.policy.power.sources"), entry.receipt
            )
        source = sources[each.place - 1]
        said: list[tuple[str, object, object]] = [
            ("source", each.source, source.kind),
            ("weight", each.weight, str(source.weight)),
            ("contract", each.contract, source.contract if isinstance(source, OfContract) else None),
            ("chain", each.chain, source.chain if isinstance(source, OnChain) else None),
        ]
        for name, found, expected in said:
            if found != expected:
                raise RecordError(f"{field}.{name}", Differs(str(found), str(expected)), entry.receipt)
        if (each.wallet is not None) != source.needs_wallet:
            raise RecordError(
                f"{field}.wallet",
                Differs(str(each.wallet), "null" if each.wallet else str(entry.whose)),
                entry.receipt,
            )
        if each.wallet is not None and each.wallet != (account := checksummed(each.wallet)):
            raise RecordError(f"{field}.wallet", Differs(each.wallet, account), entry.receipt)
        if isinstance(source, OnChain) and each.block not in self._at.get(source.chain, ()):
            raise RecordError(f"{field}.block", NotListed(str(each.block), self._blocks_field), entry.receipt)
        if not isinstance(source, OnChain) and each.block is not None:
            raise RecordError(f"{field}.block", Differs(each.block, "null"), entry.receipt)
        return source

    def _check_number(self, source: AnySource, each: Evidence, field: str, entry: Entry) -> None:
        """Whether what needs no chain is what the record says elsewhere; and whose wallet it is where the entry is a
        wallet's own. Raises RecordError."""
        if isinstance(entry.whose, str) and each.wallet is not None and each.wallet != entry.whose:
            raise RecordError(f"{field}.wallet", Differs(each.wallet, entry.whose), entry.receipt)
        if source.needs_chain:
            return
        wallet = None if each.wallet is None else Address(each.wallet)
        held = self._balances.get(each.place, {}).get(str(entry.whose), "0")
        holder = Holder(
            roles=frozenset(RoleId(int(role)) for role in entry.roles),
            reputation={source.key: int(held)},
            # Members are numbers in a record, which don't tell how old an account is: what it says is believed.
            account_days=int(each.raw),
        )
        known = str(source.known(holder, wallet))
        if each.raw != known:
            raise RecordError(f"{field}.raw", Differs(each.raw, known), entry.receipt)

    def _check_complete(self, found: Mapping[_Read, Evidence], entry: Entry) -> None:
        """Whether nothing of what counts was left out: each source that is the member's own, and of each wallet all
        sources on the chains on which it counts, at every moment. Raises RecordError."""
        chains: dict[str, set[ChainId]] = {}
        for each in found.values():
            if each.wallet is not None:
                chains.setdefault(each.wallet, set()).update(
                    [] if each.chain is None else [ChainId(each.chain)]
                )
        for place, source in enumerate(self._rule.sources, start=1):
            if not source.needs_wallet:
                if (place, None, None) not in found:
                    raise RecordError(
                        f"{entry.field}.evidence", NothingRead(place, None, None), entry.receipt
                    )
                continue
            for wallet, its_chains in chains.items():
                if not self._rule.counts(source, frozenset(its_chains)):
                    continue
                for block in self._at.get(source.chain, ()) if isinstance(source, OnChain) else (None,):
                    if (place, wallet, block) not in found:
                        raise RecordError(
                            f"{entry.field}.evidence", NothingRead(place, wallet, block), entry.receipt
                        )
        allowed = {str(role) for role in self._rule.roles}
        for index, role in enumerate(entry.roles):
            if role not in allowed:
                raise RecordError(
                    f"{entry.field}.roles[{index}]",
                    NotListed(role, "frozen.policy.power.sources"),
                    entry.receipt,
                )
        if list(entry.roles) != sorted(set(entry.roles), key=int):
            raise RecordError(
                f"{entry.field}.roles",
                Differs(", ".join(entry.roles), ", ".join(sorted(set(entry.roles), key=int))),
                entry.receipt,
            )

    def _contributions(
        self, moment: Mapping[ChainId, str], found: Iterable[Evidence]
    ) -> tuple[Contribution, ...]:
        """What was found at one moment. What needs no block is the same at each."""
        return tuple(
            Contribution(
                self._rule.sources[each.place - 1],
                None if each.wallet is None else Address(each.wallet),
                Value(int(each.raw)),
                each.place - 1,
            )
            for each in found
            if each.block is None
            or (each.chain is not None and moment.get(ChainId(each.chain)) == each.block)
        )
