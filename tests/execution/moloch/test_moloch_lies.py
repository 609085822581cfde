"""Contracts that pass for Moloch DAOs, and say impossible things."""

from __future__ import annotations

import pytest

from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.executors import MolochExecutor
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from tests.execution.moloch.moloch_treasury import CHAIN, MolochTreasury


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


MOST = 2**256 - 1
LIES = {
    "no period": ("periodDuration()", word(0)),
    "a period without end": ("periodDuration()", word(MOST)),
    "a vote without end": ("votingPeriodLength()", word(MOST)),
    "a grace without end": ("gracePeriodLength()", word(10**18)),
    "a beginning after all times": ("summoningTime()", word(2**37)),
    "no beginning": ("summoningTime()", word(0)),
    "no loot, as in the first version": ("totalLoot()", b""),
    "half a word of shares": ("totalShares()", word(1)[16:]),
    "no token of deposits": ("depositToken()", word(0)),
    "a queue longer than its proposals": ("getProposalQueueLength()", word(1)),
    "proposals without end": ("proposalCount()", word(MOST)),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", LIES)
async def test_what_says_impossible_things_is_no_moloch_dao(commons: MolochTreasury, lie: str) -> None:
    parrot = await commons.local.deploy("Parrot")
    honest = {
        "periodDuration()": word(600),
        "votingPeriodLength()": word(2),
        "gracePeriodLength()": word(2),
        "summoningTime()": word(1_700_000_000),
        "proposalDeposit()": word(0),
        "processingReward()": word(0),
        "totalShares()": word(8),
        "totalLoot()": word(0),
        "proposalCount()": word(0),
        "getProposalQueueLength()": word(0),
        "depositToken()": word(int(commons.dai.address, 16)),
    }
    executor = MolochExecutor(chain=CHAIN, address=Address(parrot.address))
    for fragment, answer in honest.items():
        await parrot.send("say", function(fragment).selector, answer, sender=commons.local.deployer)
    await commons.local.mine(3)
    assert (await commons.molochs.check(executor)).rules.shares == 8
    fragment, answer = LIES[lie]
    await parrot.send("say", function(fragment).selector, answer, sender=commons.local.deployer)
    await commons.local.mine(3)
    with pytest.raises((WrongContract, ChainUnavailable)):
        await commons.molochs.check(executor)
