"""What somebody who votes on an action or signs it should look at twice, as data: one kind for each danger."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.actions.called_code import Rights
from bot.domain.actions.effects import Token
from bot.domain.ids import Address


class Danger:
    """The root of all kinds. The lower the rank, the earlier it is said."""

    rank: ClassVar[int]


@dataclass(frozen=True)
class ForeignCode(Danger):
    """A DELEGATECALL: foreign code runs as the executor itself."""

    rank = 0


@dataclass(frozen=True)
class ChangesASafe(Danger):
    """It changes who may do what with a Safe. `certain` is False where the calldata is only like such a call."""

    rank = 1
    function: str
    certain: bool = True


@dataclass(frozen=True)
class ExecutorItself(Danger):
    """It calls the account that carries out what passed."""

    rank = 2


@dataclass(frozen=True)
class PartOfTheExecutor(Danger):
    """It calls what has power over the account that carries out what passed: a module acts as that account, a guard
    decides what it may do, a fallback handler answers in its name."""

    rank = 3
    rights: Rights


@dataclass(frozen=True)
class MovesASafe(Danger):
    """It makes a Safe act without the signatures of its owners, as modules do."""

    rank = 4


@dataclass(frozen=True)
class ModuleOfASafe(Danger):
    """It calls a module of another Safe than the one that carries out what passed."""

    rank = 5
    safe: Address


@dataclass(frozen=True)
class ApprovesHash(Danger):
    """It signs, as an owner of a Safe, a transaction of which only the hash is known here."""

    rank = 6


@dataclass(frozen=True)
class OperatorTakesAll(Danger):
    """Somebody may take everything of a contract at any time later."""

    rank = 7
    operator: Address


@dataclass(frozen=True)
class SpenderTakes(Danger):
    """Somebody may take tokens at any time later; `any_amount` where there is no bound."""

    rank = 8
    spender: Address
    any_amount: bool = False


@dataclass(frozen=True)
class StreamContractUnnamed(Danger):
    """A stream at a contract that the operator has not named: it may do anything with what it is allowed."""

    rank = 9


@dataclass(frozen=True)
class RefundsElsewhere(Danger):
    """Another account may cancel a stream at any time, and gets what isn't paid out by then."""

    rank = 10
    account: Address


@dataclass(frozen=True)
class CalldataUnreadable(Danger):
    """Nobody can tell from here what the call does."""

    rank = 11


@dataclass(frozen=True)
class BatchUnreadable(Danger):
    """What should be a list of calls is none."""

    rank = 12


@dataclass(frozen=True)
class TakesBackBridged(Danger):
    """Another account than that of who sends it may take a call back before it is made on the other chain, and gets its
    coins then."""

    rank = 13
    account: Address


@dataclass(frozen=True)
class ToUnknownChain(Danger):
    """What looks like a bridge is none that is known: nobody can tell where the call is made, if it is."""

    rank = 14


@dataclass(frozen=True)
class NotReplayed(Danger):
    """If the call fails on the other chain it is lost, and nobody follows it there."""

    rank = 15


@dataclass(frozen=True)
class FeesElsewhere(Danger):
    """What is left of the fees on the other chain goes to another account than that of who sends the call."""

    rank = 16
    account: Address


@dataclass(frozen=True)
class ToNobody(Danger):
    """It goes to the zero address, from which nobody can ever take it."""

    rank = 17


@dataclass(frozen=True)
class ToTheTokenItself(Danger):
    """Tokens go to the token's own contract, where they are usually lost."""

    rank = 18


@dataclass(frozen=True)
class PaysABroker(Danger):
    """A part of what a stream costs goes to a broker at once."""

    rank = 19
    broker: Address
    token: Token
    fee: int
    """In base units."""


@dataclass(frozen=True)
class BeganBefore(Danger):
    """A stream whose start has passed: what would have been paid out since is due at once."""

    rank = 20
    start: datetime


@dataclass(frozen=True)
class NeverCancelled(Danger):
    """Nobody can end a stream before its time."""

    rank = 21


@dataclass(frozen=True)
class NoContractThere(Danger):
    """A call to an account without code: it does nothing but bring the coins that are sent along, if there are any."""

    rank = 22
    account: Address
    brings_coins: bool


@dataclass(frozen=True)
class FromTheBatchContract(Danger):
    """The calls of a batch come from the batch contract, and not from the executor."""

    rank = 23


@dataclass(frozen=True)
class MoreThanItsArguments(Danger):
    """The calldata holds bytes that the function doesn't ask for."""

    rank = 24


@dataclass(frozen=True)
class NoDecimals(Danger):
    """It may be no ERC-20 token."""

    rank = 25
    token: Address


@dataclass(frozen=True)
class ChainSilent(Danger):
    """The chain did not answer, so that nothing is known of the contracts that are called."""

    rank = 26


@dataclass(frozen=True)
class NamesOfTheProposer(Danger):
    """Function and arguments have names that the proposer gave: the contract is told the selector and values alone."""

    rank = 27
    selector: str
