"""What follows from one reading of a track on which members stake: what gives way, and what convinces."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.canonical import canonical_json
from bot.domain.conviction.curve import ConvictionRule, election_of_stakes
from bot.domain.conviction.pool import Purse, purse_of
from bot.domain.conviction.record import stake_record
from bot.domain.conviction.staking import Staking, held, reduce, seconds
from bot.domain.elections.tally import encode_result, tally
from bot.domain.ids import MemberId, Power, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.conviction.stake_groups import StakeGroup, rules_of
from bot.services.conviction.stake_reading import ChainReading, Owed, sums
from bot.services.voting.closing.finalize import Decision


class Look(msgspec.Struct, frozen=True):
    """What follows from one reading."""

    group: StakeGroup
    """With the stakes that are left."""
    given: list[Staking]
    """What gave way."""
    decisions: list[tuple[Proposal, Decision]]
    """Those that pass, in the order in which they do."""
    owed: Owed

    @property
    def passed(self) -> set[ProposalId]:
        return {proposal.id for proposal, _ in self.decisions}


def looked(
    group: StakeGroup,
    reading: ChainReading,
    owed: Mapping[tuple[ProposalId, Purse], int],
    frozen: Mapping[ProposalId, dict[str, Any]],
    now: datetime,
) -> Look:
    """Who has less than they staked loses the newest of it; then each proposal is counted, the oldest first. `frozen`:
    what was frozen of those that may pass."""
    given = _given_way(group, reading)
    left = replace(group, stakings=tuple(sorted([*group.stakings, *given], key=lambda staking: staking.at)))
    look = Look(left, given, [], dict(owed))
    # A loss that counts from later on than this look is decided upon by the next one.
    if all(staking.at <= reading.at for staking in given):
        for each in group.proposals:
            if state(each, now) is State.VOTING and not each.unseen_since and each.id in frozen:
                current = replace(reading, promised=sums(look.owed))
                decision = _convinced(left, each, current, frozen[each.id], now)
                if decision is not None:
                    look.decisions.append((each, decision))
                    purse = purse_of(each.rules)
                    if purse is not None:
                        look.owed[each.id, purse] = each.content.requested
    return look


def _convinced(
    group: StakeGroup, proposal: Proposal, reading: ChainReading, frozen: dict[str, Any], now: datetime
) -> Decision | None:
    """Count through the same function as `folkmoot tally`; the result with its record, if it passes.

    What members have staked whose power could not be read is left out: more stake never makes less conviction, so what
    passes without it passes.
    """
    purse = purse_of(proposal.rules)
    if not has_pool(proposal, reading) or purse is None:
        return None
    opening, policy = rules_of(proposal)
    pool, requested = reading.pool(purse), proposal.content.requested
    stakings = [
        staking
        for staking in reading.readable(group.of(proposal.id))
        if seconds(staking.at) <= seconds(reading.at)
    ]
    rule = ConvictionRule.model_validate(policy.options)
    election = election_of_stakes(
        proposal.content.title,
        stakings,
        {member: power.total or 0 for member, power in reading.powers.items()},
        rule.options(pool.funds, requested, seconds(reading.at)),
        reading.supply,
    )
    counted = tally(election)
    if counted.passing != (True,):
        return None
    result: dict[str, Any] = json.loads(encode_result(counted))
    involved = {staking.member for staking in stakings}
    powers = {member: power for member, power in reading.powers.items() if member in involved}
    record = stake_record(
        proposal, opening, frozen, stakings, powers, pool, election, result, reading.at, now
    )
    voters = sorted({member for member, _ in held(stakings)})
    return Decision(result, True, canonical_json(dict(record)), voters)


def has_pool(proposal: Proposal, reading: ChainReading) -> bool:
    """Whether the look read what the proposal needs: one that opened meanwhile may have another pool."""
    purse = purse_of(proposal.rules)
    return purse is None or purse in reading.balances


def is_newer(group: StakeGroup, member: MemberId, reading: ChainReading) -> bool:
    """Whether the member's power is known from a later block than this look's: they staked while it was under way."""
    known = group.powers.get(member)
    return known is not None and any(
        block.chain in reading.blocks and block.number > reading.blocks[block.chain].number
        for block in known.blocks
    )


def _given_way(group: StakeGroup, reading: ChainReading) -> list[Staking]:
    """What of the stakes gives way, of everyone who held less than they had staked."""
    block, given = reading.newest, []
    staked: dict[MemberId, Power] = {}
    for (member, _), amount in held(group.stakings).items():
        staked[member] = staked.get(member, 0) + amount
    for member, power in reading.powers.items():
        total = power.total
        if total is not None and staked.get(member, 0) > total and not is_newer(group, member, reading):
            given += reduce(group.stakings, member, total, block.time, block.number, block.hash)
    return given
