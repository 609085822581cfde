"""The votes of a token that keeps them, own and delegated on chain."""

from typing import ClassVar, Literal

from bot.domain.power.sources.base import OfContract


class Erc20Votes(OfContract):
    """`getPastVotes` at the snapshot, by the token's own clock (ERC-5805, ERC-6372)."""

    kind: Literal["erc20_votes"] = "erc20_votes"

    counts_items: ClassVar[bool] = False
    divisible: ClassVar[bool] = True
    sendable: ClassVar[bool] = True
    delegable: ClassVar[bool] = True
