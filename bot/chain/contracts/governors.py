"""Contracts that decide by the votes of a token, and which token that is.

OpenZeppelin's Governor tells it by `token()`, Compound's GovernorBravo by `comp()`, Uniswap's by `uni()`, a Baal by
`sharesToken()`. Much else has a `token()`: only a contract with a voting period is believed.
"""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Outcome
from bot.chain.contracts.tokens import number
from bot.domain.blocks import Undetermined
from bot.domain.ids import Address, address

_VOTING_PERIOD = bytes.fromhex("02a251a3")
_TOKENS = tuple(map(bytes.fromhex, ("fc0c546a", "109d0af8", "edc9af95", "8009ba1f")))


def votes_token_calls(contract: Address) -> list[Call]:
    """Its voting period, and each way to ask for the token."""
    return [Call(contract, function) for function in (_VOTING_PERIOD, *_TOKENS)]


def votes_token(outcomes: Sequence[Outcome]) -> Address | None:
    """The token that the first answer names, of those to `votes_token_calls`."""
    period, *named = map(number, outcomes)
    if isinstance(period, Undetermined):
        return None
    for reading in named:
        if not isinstance(reading, Undetermined) and 0 < reading.raw < 1 << 160:
            return address(f"0x{reading.raw:040x}")
    return None
