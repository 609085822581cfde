"""Stakes in conviction voting: what members have on proposals, and what gives way when they hold less."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import BadAmount, BadSetting
from bot.domain.errors.inputs import AboveTheWhole, Nothing
from bot.domain.ids import MemberId, Power, ProposalId
from bot.domain.quantities import base_units, share

_NEXT = timedelta(milliseconds=1)
"""The time in a receipt is in milliseconds: what one block shows twice of a member must differ in it."""


def seconds(time: datetime) -> int:
    """Whole seconds since 1970, cut: what a stake's time is in the election file."""
    return milliseconds(time) // 1000


class Staking(msgspec.Struct, frozen=True):
    """A member's new stake on a proposal from a time on, in base units. Each change is kept."""

    proposal: ProposalId
    member: MemberId
    amount: Power
    at: datetime
    source: int
    """The interaction that asked for it: a repeated one changes nothing. The block's number where `block` is set."""
    power: Power
    """What the member held when it was written."""
    block: str | None = None
    """Hash of the block at which the member held less than they had staked, where that is why."""

    def receipt(self, pseudonyms: Pseudonyms) -> str:
        """Proof that it was stored: the record lists it. `pseudonyms` are those of the proposal's vote."""
        document = {
            "proposal": str(self.proposal),
            "voter": pseudonyms.of(self.member),
            "amount": str(self.amount),
            "at_ms": str(milliseconds(self.at)),
            "source": str(self.source),
        }
        return content_hash(canonical_json(document))[:16]


def held(stakings: Iterable[Staking]) -> dict[tuple[MemberId, ProposalId], Power]:
    """What is staked after all of these, which stand in the order of their times: by member and proposal, no zeros."""
    amounts: dict[tuple[MemberId, ProposalId], Power] = {}
    for staking in stakings:
        amounts[staking.member, staking.proposal] = staking.amount
    return {place: amount for place, amount in amounts.items() if amount}


def staked_by(stakings: Iterable[Staking], member: MemberId) -> Power:
    """All that the member has staked, over these proposals."""
    return sum(amount for (owner, _), amount in held(stakings).items() if owner == member)


def reduce(
    stakings: Sequence[Staking], member: MemberId, power: Power, at: datetime, source: int, block: str
) -> list[Staking]:
    """What gives way when a block shows that the member holds less than they have staked: exactly down to the power.

    The newest stakes go first, over all proposals; what was added to a proposal later is newer than what lay there.
    `stakings` are those on the track's open proposals in the order of their times. The new ones count from the block's
    time `at` on, or from the member's last change where that came later.
    """
    mine = [staking for staking in stakings if staking.member == member]
    added = _added(mine)
    amounts = {place: amount for (_, place), amount in held(mine).items()}
    excess = sum(amounts.values()) - power
    given: dict[ProposalId, Power] = {}
    while excess > 0:
        proposal, amount = added.pop()
        given[proposal] = given.get(proposal, 0) + min(amount, excess)
        excess -= amount
    since = max([at, *(staking.at for staking in mine[-1:])])
    if any((staking.at, staking.source) == (since, source) for staking in mine):
        since += _NEXT
    return [
        Staking(proposal, member, amounts[proposal] - amount, since, source, power, block)
        for proposal, amount in given.items()
    ]


def _added(stakings: Iterable[Staking]) -> list[tuple[ProposalId, Power]]:
    """What was added and lies there still, the oldest first: what is taken away is the newest of its proposal."""
    lots: list[tuple[ProposalId, Power]] = []
    amounts: dict[ProposalId, Power] = {}
    for staking in stakings:
        change = staking.amount - amounts.get(staking.proposal, 0)
        amounts[staking.proposal] = staking.amount
        if change > 0:
            lots.append((staking.proposal, change))
        for place in reversed(range(len(lots))):
            if change >= 0:
                break
            proposal, amount = lots[place]
            if proposal == staking.proposal:
                taken = min(amount, -change)
                change += taken
                lots[place] = (proposal, amount - taken)
        lots = [lot for lot in lots if lot[1]]
    return lots


def portion(text: str, whole: Power, decimals: int) -> Power:
    """The amount that a member writes: `100` in whole tokens, `50%` of what there is, or `all` of it.

    Raises BadAmount for anything else, and for nothing at all.
    """
    written = text.strip().lower()
    if written == "all":
        amount = whole
    elif written.endswith("%"):
        try:
            amount = int(whole * share("amount", written))
        except BadSetting:
            raise BadAmount(text, decimals, AboveTheWhole()) from None
    else:
        amount = base_units(written, decimals)
    if not amount:
        raise BadAmount(text, decimals, Nothing())
    return amount
