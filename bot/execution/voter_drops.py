"""The port `Drops`: a distributor's lists of rewards."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.chains import chain_of
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import AnswersOtherwise
from bot.domain.ids import Address, ChainId
from bot.domain.voter_rewards.drops import Drop, DropStanding
from bot.execution.actions.abi import function
from bot.execution.answers import flags, words

_DROPS = function("drops(address funder, bytes32 record)")
_CLAIMED = function("claimed(address funder, bytes32 record, address account)")
_LATEST = 2**37
"""Seconds: the year 6325. What can be claimed for longer has no end that anybody could tell."""


class EvmDrops(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, EvmChain]

    async def standing(self, drop: Drop, accounts: Sequence[Address]) -> DropStanding:
        """By the newest block. Raises UnknownChain, WrongContract, ChainUnavailable."""
        chain, record = chain_of(self.chains, drop.chain), bytes.fromhex(drop.record)
        asked = [
            Call(drop.distributor, _DROPS.encode([drop.funder, record])),
            *(Call(drop.distributor, _CLAIMED.encode([drop.funder, record, each])) for each in accounts),
        ]
        found, *answers = await chain.read(asked, await chain.latest())
        tokens.all_answered((found, *answers), drop.chain)
        told = words(found, 4)
        claimed = [flags(answer, 1) for answer in answers]
        if told is None or None in claimed:
            raise WrongContract(drop.distributor, "VoterDrops", AnswersOtherwise("drops", ""))
        token, until, root, left = told
        return DropStanding(
            root.to_bytes(32, "big") if token else None,
            datetime.fromtimestamp(until, UTC) if token and until < _LATEST else None,
            left,
            frozenset(account for account, answer in zip(accounts, claimed, strict=True) if answer == [True]),
        )
