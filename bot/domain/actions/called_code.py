"""The code that a proposal's actions call, as it stood when the vote opened: what was voted on is what must run."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.blocks import BlockRef
from bot.domain.ids import Address

Rights = Literal["", "self", "module", "guard", "fallback_handler"]
"""What a called account is to the executor that calls it: "" is nothing special."""


@dataclass(frozen=True)
class CodeAt:
    """The code of one account."""

    account: Address
    hash: str
    """keccak256 of its code as 0x-prefixed hex; that of nothing where there is no code."""


@dataclass(frozen=True)
class CalledCode:
    """The code that runs when an account is called."""

    account: Address
    code: tuple[CodeAt, ...]
    """The account's own, then what it delegates to as a proxy, each after the one that names it."""
    rights: Rights = ""

    def runs_as(self, other: "CalledCode") -> bool:
        """Whether the same code runs, and the account is the same to its executor. A proxy may name the same code at
        another address."""
        return self.rights == other.rights and [each.hash for each in self.code] == [
            each.hash for each in other.code
        ]


@dataclass(frozen=True)
class Examined:
    """What an executor's actions call, and how far the executor had come, at one block."""

    block: BlockRef
    called: tuple[CalledCode, ...]
    nonce: int
    """That of its next transaction."""
    changes_owners: bool = False
    """Whether a vote on its owners is what it is asked for: then, and only then, it may change them."""

    def changed_since(self, earlier: "Examined") -> tuple[CalledCode, CalledCode] | None:
        """The first called account of which something else runs now than then, as it was and as it is; None where
        there is none."""
        was = {each.account: each for each in earlier.called}
        for now in self.called:
            before = was.get(now.account)
            if before is None or not now.runs_as(before):
                return before or CalledCode(now.account, ()), now
        return None
