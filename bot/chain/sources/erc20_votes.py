"""ERC-20 with delegated votes and their history (ERC-5805, ERC-6372; OpenZeppelin's ERC20Votes).

The power at the snapshot block N is `getPastVotes(account, clock of N)`. That call needs a clock that has moved on,
so it can't be made in the state after N itself; `getVotes(account)` in exactly that state gives the same number:
both are the newest checkpoint up to N. It is what is called here, because it names one block and nothing else,
holds on chains whose clock is not their block number (Arbitrum), and can be proved from the block's state root
(docs/decisions/0009-votes-at-the-snapshot-block.md).

Tokens after Compound's COMP (UNI is one) have `getCurrentVotes` and `getPriorVotes` instead, which are the same: asked
where the contract refuses the first (docs/decisions/0040-votes-of-tokens-after-compound.md).
"""

from collections.abc import Sequence

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.contracts import tokens
from bot.chain.sources.one_number import OneNumber
from bot.chain.text import visible
from bot.domain.blocks import BlockRef, Reading, Undetermined
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import (
    ClockUnknown,
    ClockUnreadable,
)
from bot.domain.ids import Address
from bot.domain.power import Erc20Votes

_KIND = "erc20_votes"
_GET_VOTES = bytes.fromhex("9ab24eb0")
_GET_PAST_VOTES = bytes.fromhex("3a46b1a8")
_GET_CURRENT_VOTES = bytes.fromhex("b4b5ea57")
_GET_PRIOR_VOTES = bytes.fromhex("782d6fe1")
_DELEGATES = bytes.fromhex("587cde1e")
_CLOCK_MODE = bytes.fromhex("4bf5d7e9")
_LONG_AGO = 0
"""A time that is over by any clock: block numbers of this chain or of another (Arbitrum), seconds."""


class Erc20VotesReads(OneNumber):
    def calls(self, source: Erc20Votes, wallet: Address) -> list[Call]:
        return [Call(source.contract, _GET_VOTES + word(wallet))]

    def follow_ups(self, source: Erc20Votes, wallet: Address, outcomes: Sequence[Outcome]) -> list[Call]:
        """`getCurrentVotes`, where `getVotes` is refused: it isn't there, in tokens after Compound's."""
        return [Call(source.contract, _GET_CURRENT_VOTES + word(wallet))] if _refused(outcomes[0]) else []

    def power(
        self, source: Erc20Votes, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef
    ) -> Reading:
        """By the last call, unless that is refused too: then it is the first that should have been answered."""
        first, *then = outcomes
        return tokens.number(then[0] if then and not _refused(then[0]) else first)

    def total_calls(self, source: Erc20Votes) -> list[Call]:
        """The supply: `getPastTotalSupply` of ERC20Votes is its history, whether it is delegated or not."""
        return [tokens.total_supply(source.contract)]

    def delegate_call(self, source: Erc20Votes, wallet: Address) -> Call:
        """`delegates(address)`: whom a wallet has named to vote with what it holds (ERC-5805)."""
        return Call(source.contract, _DELEGATES + word(wallet))

    def held_call(self, source: Erc20Votes, wallet: Address) -> Call:
        return tokens.balance_of(source.contract, wallet)

    def delegate(self, outcome: Outcome) -> Address | Undetermined | None:
        """The account that `delegates` names; None for the zero address, which is nobody."""
        return tokens.account(tokens.number(outcome))

    async def check(self, source: Erc20Votes, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        symbol, decimals, total, mode, votes, past, current, prior = await reader.read(
            [
                tokens.symbol(contract),
                tokens.decimals(contract),
                tokens.total_supply(contract),
                Call(contract, _CLOCK_MODE),
                Call(contract, _GET_VOTES + word(contract)),
                past_votes(contract, contract, _LONG_AGO),
                Call(contract, _GET_CURRENT_VOTES + word(contract)),
                Call(contract, _GET_PRIOR_VOTES + word(contract) + _LONG_AGO.to_bytes(32, "big")),
            ],
            at,
        )
        tokens.all_answered([symbol, mode], chain)
        tokens.expected_number(total, contract, chain, _KIND, "totalSupply()")
        known_clock(mode, contract)
        if _refused(votes) and isinstance(current, bytes) and current:
            tokens.expected_number(current, contract, chain, _KIND, "getCurrentVotes(address)")
            tokens.expected_number(prior, contract, chain, _KIND, "getPriorVotes(address,uint256)")
        else:
            tokens.expected_number(votes, contract, chain, _KIND, "getVotes(address)")
            tokens.expected_number(past, contract, chain, _KIND, "getPastVotes(address,uint256)")
        return tokens.symbol_or_votes(symbol), tokens.expected_decimals(decimals, contract, chain, _KIND)


DELEGATION = ("delegates(address)", "getVotes(address)", "getCurrentVotes(address)")
"""Functions of tokens whose holders delegate their votes: ERC-5805, and Compound's before it."""


def delegation_calls(contract: Address) -> list[Call]:
    """One call of each of `DELEGATION`."""
    return [Call(contract, name + word(contract)) for name in (_DELEGATES, _GET_VOTES, _GET_CURRENT_VOTES)]


def past_votes(contract: Address, wallet: Address, timepoint: int) -> Call:
    """`getPastVotes`; the timepoint is a block number or Unix seconds by the token's CLOCK_MODE, in the past."""
    return Call(contract, _GET_PAST_VOTES + word(wallet) + timepoint.to_bytes(32, "big"))


def _refused(outcome: Outcome) -> bool:
    """Whether the contract itself refused, as one without the function does."""
    return isinstance(outcome, Reverted) and not outcome.out_of_gas


def known_clock(outcome: Outcome, contract: Address) -> None:
    """Raises WrongContract where `CLOCK_MODE` says something else than block numbers or seconds.

    Where it says nothing, the token is older than ERC-6372, and counts blocks.
    """
    if not isinstance(outcome, bytes) or not outcome:
        return
    try:
        (raw,) = decode(["bytes"], outcome)
    except (DecodingError, OverflowError):
        raise WrongContract(contract, _KIND, ClockUnreadable()) from None
    fields = dict(part.partition("=")[::2] for part in raw.decode("utf-8", "replace").split("&"))
    mode = fields.get("mode", "")
    if mode not in ("blocknumber", "timestamp"):
        raise WrongContract(contract, _KIND, ClockUnknown(visible(mode)[:40]))
