"""What keeps actions from being carried out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import FolkmootError, Refused

if TYPE_CHECKING:
    from bot.domain.executors import CalledCode
    from bot.domain.ids import Address, ChainId


@dataclass(eq=False)
class ChangesExecutor(Refused):
    """An action by which the executor would change who may do what with it."""

    account: "Address"
    function: str
    """As Solidity names it."""


@dataclass(eq=False)
class NoBatchContract(Refused):
    """Several actions, and nothing on the chain through which they could be made in one transaction."""

    chain: "ChainId"
    address: "Address"
    """Where that contract should be."""
    actions: int


@dataclass(eq=False)
class CodeChanged(FolkmootError):
    """Something else would run than when the vote opened."""

    was: "CalledCode"
    now: "CalledCode"
