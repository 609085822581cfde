"""What is wrong in a line that should become a call: its form, its ABI fragment, its arguments."""

from bot.domain.fault import Fault
from bot.domain.ids import Address

# The form of a line


class NoVerb(Fault, frozen=True):
    """An action begins with transfer, stream, vest, deploy, call or raw."""


class NoExecutorOn(Fault, frozen=True):
    """A line is meant for a chain on which nothing carries out what the track decides."""

    chain: str
    known: tuple[str, ...]
    """How the chains are called on which something does."""


class TransferForm(Fault, frozen=True):
    native: str
    """The symbol of the chain's coin."""


class UnknownAsset(Fault, frozen=True):
    """What is sent is neither the chain's coin nor a token's address."""

    asset: str
    native: str


class CallForm(Fault, frozen=True):
    pass


class RawForm(Fault, frozen=True):
    pass


class DeployForm(Fault, frozen=True):
    pass


class OwnersDontFit(Fault, frozen=True):
    """A Safe has each owner once, and no more have to sign than there are."""

    most: int


class NotAsPublished(Fault, frozen=True):
    """Another code stands where Safe has published a contract."""

    account: Address


class NotCalldata(Fault, frozen=True):
    pass


class WrongNumberOfArguments(Fault, frozen=True):
    function: str
    needed: int
    given: int


class NotPayable(Fault, frozen=True):
    function: str
    native: str


class BadArgumentAt(Fault, frozen=True):
    place: int
    parameter: str
    fault: Fault


class ArgumentsDontFit(Fault, frozen=True):
    detail: str
    """What the encoder says of them."""


class ValueIn(Fault, frozen=True):
    """A value is given in the chain's coin, and in nothing else."""

    native: str
    given: str


class ZeroAmount(Fault, frozen=True):
    pass


class NoDecimals(Fault, frozen=True):
    token: str


class NoContract(Fault, frozen=True):
    account: str
    chain: str


class OnTheSafeItself(Fault, frozen=True):
    """A call by which the Safe would change who may do what with it."""

    function: str


# Quotes and brackets


class CommaMissing(Fault, frozen=True):
    text: str


class NothingAfterComma(Fault, frozen=True):
    text: str


class QuoteOpen(Fault, frozen=True):
    quote: str


class BracketNotOpened(Fault, frozen=True):
    bracket: str


class BracketMissing(Fault, frozen=True):
    bracket: str


# An ABI fragment


class NotAFunction(Fault, frozen=True):
    pass


class JsonUnreadable(Fault, frozen=True):
    pass


class SeveralFunctions(Fault, frozen=True):
    given: int


class JsonOfNoFunction(Fault, frozen=True):
    pass


class InputWithoutType(Fault, frozen=True):
    pass


class InputWithoutName(Fault, frozen=True):
    pass


class TupleWithoutComponents(Fault, frozen=True):
    pass


class ComponentWithoutType(Fault, frozen=True):
    pass


class NotTypeAndName(Fault, frozen=True):
    text: str


class TuplesTooDeep(Fault, frozen=True):
    pass


class NotAType(Fault, frozen=True):
    text: str


class BracketsDontMatch(Fault, frozen=True):
    pass


class NoSuchType(Fault, frozen=True):
    type: str


class TypeNotSupported(Fault, frozen=True):
    type: str


# An argument


class WrongNumberOfItems(Fault, frozen=True):
    type: str
    needed: int
    given: int


class WrongNumberOfParts(Fault, frozen=True):
    type: str
    needed: int
    given: int


class NotAListFor(Fault, frozen=True):
    text: str
    type: str


class NotAnInteger(Fault, frozen=True):
    text: str


class DoesNotFit(Fault, frozen=True):
    text: str
    type: str


class NotABool(Fault, frozen=True):
    text: str


class NotHexBytes(Fault, frozen=True):
    text: str


class WrongNumberOfBytes(Fault, frozen=True):
    type: str
    needed: int
    given: int
