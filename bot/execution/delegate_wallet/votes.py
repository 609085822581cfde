"""The vote that a wallet is asked for, and the one that it cast, as the Governor's events tell it."""

from collections.abc import Sequence

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log, TooManyLogs, word_topic
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import GovernorRules, WalletVote
from bot.domain.ids import Address
from bot.domain.metagovernance.calls import WITH_PARAMS, WITH_REASON
from bot.execution.actions.abi import function
from bot.execution.governor.foreign_votes import has_voted, voted_question
from bot.execution.narrowing import narrowed

_WITH_REASON, _WITH_PARAMS = map(function, (WITH_REASON, WITH_PARAMS))
_CAST = "0x" + keccak(text="VoteCast(address,uint256,uint8,uint256,string)").hex()
_CAST_WITH_PARAMS = "0x" + keccak(text="VoteCastWithParams(address,uint256,uint8,uint256,string,bytes)").hex()
_TOLD = ["uint256", "uint8", "uint256", "bytes"]
"""Proposal, side, votes and reason, of which nobody promises that it is text."""
_MOST, _LONGEST = 200, 2**20
"""Events of one wallet in few blocks, and bytes of them: a Governor can say as much as it likes."""


class VoteCast(msgspec.Struct, frozen=True):
    """A vote as its event tells it."""

    log: Log
    id: str
    """Of the proposal, in digits."""
    support: int
    params: str
    """0x where its votes weren't split."""
    reason: str

    def is_as(self, decided: WalletVote) -> bool:
        """Whether it was cast as it was decided: for the same side, or in just the same parts."""
        return (self.support, self.params) == (decided.support, decided.params)


def vote_in(actions: Sequence[Action], since_block: int) -> WalletVote:
    """The vote that these actions are. Raises ValueError for anything but one vote that is cast by its holder."""
    if len(actions) != 1 or actions[0].value:
        raise ValueError("a wallet casts one vote, and sends nothing with it")
    (action,) = actions
    sent = bytes.fromhex(action.data[2:])
    told = _WITH_REASON.read(sent) or _WITH_PARAMS.read(sent)
    if told is None:
        raise ValueError("a wallet casts votes, and makes no other calls")
    proposal, support, reason, *params = told
    parts = f"0x{params[0].hex()}" if params else "0x"
    return WalletVote(action.to, str(proposal), support, parts, reason, action.data, since_block)


async def cast_vote(
    chain: EvmChain, rules: GovernorRules, wallet: Address, vote: WalletVote, at: BlockRef
) -> VoteCast | None:
    """The first vote that a wallet cast on the proposal, which the Governor says at the block that it did; None
    where no event tells. What is cast after the first one uses what that left.

    Raises WrongContract, ChainUnavailable.
    """

    def reached(answer: Outcome) -> bool | None:
        return has_voted(rules, answer) if isinstance(answer, bytes) and answer else None

    question = voted_question(rules, vote.id, wallet)
    low, high = await narrowed(chain, question, reached, vote.since_block, at)
    topics = [_CAST, _CAST_WITH_PARAMS]
    try:
        logs = await chain.logs(rules.address, topics, low, high, about=wallet, most=_MOST, longest=_LONGEST)
    except TooManyLogs:
        raise ChainUnavailable(chain.id, f"{rules.address} tells too much of {wallet}") from None
    for log in logs:
        told = _told(log)
        if told is not None and told.id == vote.id and log.topics[1:2] == (word_topic(wallet),):
            return told
    return None


def _told(log: Log) -> VoteCast | None:
    """The vote in an event; None for what is none."""
    with_params = log.topics[:1] == (_CAST_WITH_PARAMS,)
    try:
        told = decode([*_TOLD, "bytes"] if with_params else _TOLD, bytes.fromhex(log.data[2:]))
    except (DecodingError, OverflowError):
        return None
    proposal, support, _, reason, *params = told
    words = reason.decode(errors="replace")
    parts = f"0x{params[0].hex()}" if params else "0x"
    return VoteCast(log, str(proposal), support, parts, words)
