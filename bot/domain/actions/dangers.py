"""What somebody who votes on an action or signs it should look at twice, as data: one kind for each danger."""

from datetime import datetime
from typing import ClassVar

import msgspec

from bot.domain.actions.called_code import Rights
from bot.domain.actions.effects import Token
from bot.domain.ids import Address


class Danger:
    """The root of all kinds. The lower the rank, the earlier it is said."""

    rank: ClassVar[int]


class ForeignCode(Danger, msgspec.Struct, frozen=True):
    """A DELEGATECALL: foreign code runs as the executor itself."""

    rank = 0


class ChangesASafe(Danger, msgspec.Struct, frozen=True):
    """It changes who may do what with a Safe. `certain` is False where the calldata is only like such a call."""

    rank = 1
    function: str
    certain: bool = True


class ExecutorItself(Danger, msgspec.Struct, frozen=True):
    """It calls the account that carries out what passed."""

    rank = 2


class PartOfTheExecutor(Danger, msgspec.Struct, frozen=True):
    """It calls what has power over the account that carries out what passed: a module acts as that account, a guard
    decides what it may do, a fallback handler answers in its name."""

    rank = 3
    rights: Rights


class MovesASafe(Danger, msgspec.Struct, frozen=True):
    """It makes a Safe act without the signatures of its owners, as modules do."""

    rank = 4


class ModuleOfASafe(Danger, msgspec.Struct, frozen=True):
    """It calls a module of another Safe than the one that carries out what passed."""

    rank = 5
    safe: Address


class ApprovesHash(Danger, msgspec.Struct, frozen=True):
    """It signs, as an owner of a Safe, a transaction of which only the hash is known here."""

    rank = 6


class OperatorTakesAll(Danger, msgspec.Struct, frozen=True):
    """Somebody may take everything of a contract at any time later."""

    rank = 7
    operator: Address


class SpenderTakes(Danger, msgspec.Struct, frozen=True):
    """Somebody may take tokens at any time later; `any_amount` where there is no bound."""

    rank = 8
    spender: Address
    any_amount: bool = False


class StreamContractUnnamed(Danger, msgspec.Struct, frozen=True):
    """A stream at a contract that the operator has not named: it may do anything with what it is allowed."""

    rank = 9


class RefundsElsewhere(Danger, msgspec.Struct, frozen=True):
    """Another account may cancel a stream at any time, and gets what isn't paid out by then."""

    rank = 10
    account: Address


class CalldataUnreadable(Danger, msgspec.Struct, frozen=True):
    """Nobody can tell from here what the call does."""

    rank = 11


class BatchUnreadable(Danger, msgspec.Struct, frozen=True):
    """What should be a list of calls is none."""

    rank = 12


class TakesBackBridged(Danger, msgspec.Struct, frozen=True):
    """Another account than that of who sends it may take a call back before it is made on the other chain, and gets its
    coins then."""

    rank = 13
    account: Address


class ToUnknownChain(Danger, msgspec.Struct, frozen=True):
    """What looks like a bridge is none that is known: nobody can tell where the call is made, if it is."""

    rank = 14


class NotReplayed(Danger, msgspec.Struct, frozen=True):
    """If the call fails on the other chain it is lost, and nobody follows it there."""

    rank = 15


class FeesElsewhere(Danger, msgspec.Struct, frozen=True):
    """What is left of the fees on the other chain goes to another account than that of who sends the call."""

    rank = 16
    account: Address


class ToNobody(Danger, msgspec.Struct, frozen=True):
    """It goes to the zero address, from which nobody can ever take it."""

    rank = 17


class ToTheTokenItself(Danger, msgspec.Struct, frozen=True):
    """Tokens go to the token's own contract, where they are usually lost."""

    rank = 18


class PaysABroker(Danger, msgspec.Struct, frozen=True):
    """A part of what a stream costs goes to a broker at once."""

    rank = 19
    broker: Address
    token: Token
    fee: int
    """In base units."""


class BeganBefore(Danger, msgspec.Struct, frozen=True):
    """A stream whose start has passed: what would have been paid out since is due at once."""

    rank = 20
    start: datetime


class NeverCancelled(Danger, msgspec.Struct, frozen=True):
    """Nobody can end a stream before its time."""

    rank = 21


class NoContractThere(Danger, msgspec.Struct, frozen=True):
    """A call to an account without code: it does nothing but bring the coins that are sent along, if there are any."""

    rank = 22
    account: Address
    brings_coins: bool


class FromTheBatchContract(Danger, msgspec.Struct, frozen=True):
    """The calls of a batch come from the batch contract, and not from the executor."""

    rank = 23


class MoreThanItsArguments(Danger, msgspec.Struct, frozen=True):
    """The calldata holds bytes that the function doesn't ask for."""

    rank = 24


class NoDecimals(Danger, msgspec.Struct, frozen=True):
    """It may be no ERC-20 token."""

    rank = 25
    token: Address


class ChainSilent(Danger, msgspec.Struct, frozen=True):
    """The chain did not answer, so that nothing is known of the contracts that are called."""

    rank = 26


class NamesOfTheProposer(Danger, msgspec.Struct, frozen=True):
    """Function and arguments have names that the proposer gave: the contract is told the selector and values alone."""

    rank = 27
    selector: str
