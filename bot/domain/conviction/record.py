"""The record of a proposal that passed by conviction: stakes instead of ballots, and the pool (governance.md §9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.conviction.pool import Purse
from bot.domain.conviction.staking import Staking, seconds
from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.election import Election
from bot.domain.frozen_document import block_document
from bot.domain.ids import MemberId, Power
from bot.domain.power import MemberPower
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.record import evidence_of, record_document, veiled


class PoolReading(msgspec.Struct, frozen=True):
    """What a pool had when a proposal passed, in base units of its asset."""

    purse: Purse
    balance: int
    """What the executor held."""
    promised: int
    """What proposals that passed before still had to be paid then, also where it was paid soon after."""
    blocks: tuple[BlockRef, ...]
    """At which this and the powers were read."""

    @property
    def funds(self) -> int:
        """What could be asked for."""
        return max(0, self.balance - self.promised)


def stake_record(
    proposal: Proposal,
    opening: Opening,
    frozen: Mapping[str, Any],
    stakings: Sequence[Staking],
    powers: Mapping[MemberId, MemberPower],
    pool: PoolReading,
    counted: Election,
    result: Mapping[str, Any],
    counted_at: datetime,
    closed_at: datetime,
) -> dict[str, Any]:
    """The record: every stake with its receipt and what its owner held, the pool, and the election that counts again.

    `powers` are those that were read at the pool's blocks.
    """
    record = record_document(proposal, opening, frozen, [], [], [], counted, result, closed_at)
    read_at = replace(opening, snapshot=pool.blocks, earlier=())
    # In an order that follows from what the record shows.
    shown = sorted(powers.items(), key=lambda each: int(opening.pseudonyms.of(each[0])))
    document = {
        **record,
        "ended_at": seconds(counted_at),
        "stakes": [_stake_document(opening, staking) for staking in stakings],
        "powers": [
            {"voter": str(member), "power": str(power.total), "evidence": evidence_of(read_at, power)}
            for member, power in shown
        ],
        "pool": {
            "executor": pool.purse.executor.model_dump(mode="json"),
            "asset": pool.purse.asset,
            "balance": str(pool.balance),
            "promised": str(pool.promised),
            "blocks": [block_document(block) for block in pool.blocks],
        },
    }
    return veiled(opening.pseudonyms, document)


def _stake_document(opening: Opening, staking: Staking) -> dict[str, Any]:
    power: Power = staking.power
    return {
        "receipt": staking.receipt(opening.pseudonyms),
        "voter": str(staking.member),
        "amount": str(staking.amount),
        "at_ms": str(milliseconds(staking.at)),
        "source": str(staking.source),
        "power": str(power),
        "block": staking.block,
    }
