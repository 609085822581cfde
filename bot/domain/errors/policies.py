"""What is wrong with a policy: its file, one of its fields, or what its fields are together."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(frozen=True)
class PolicyFault:
    """One thing that is wrong with a policy as it was written."""

    line: int | None
    """From 1; None where it is the whole file."""
    field: str
    """`power.sources[1].contract`; empty where it is the whole file."""
    fault: Fault


@dataclass(eq=False)
class BadPolicy(Refused):
    """A policy file that can't be read, or whose rules don't fit together."""

    faults: tuple[PolicyFault, ...]


# The file


class FileTooLarge(Fault, frozen=True):
    limit: int
    """In bytes."""


class NotUtf8(Fault, frozen=True):
    pass


class NestedTooDeeply(Fault, frozen=True):
    """Lists and tables inside each other."""

    most: int


class TooManyDots(Fault, frozen=True):
    """A key of too many parts."""

    most: int


class TooManyValues(Fault, frozen=True):
    """Keys, list items and tables together."""

    most: int


class WordTooLong(Fault, frozen=True):
    """A key or number without quotation marks."""

    longest: int


class NotToml(Fault, frozen=True):
    """`detail` is what Python's parser says of it."""

    detail: str


# A field


class Missing(Fault, frozen=True):
    pass


class UnknownField(Fault, frozen=True):
    nearest: str
    """The field that was meant, as it seems; empty where nothing is like it."""
    known: tuple[str, ...]


class NoSignature(Fault, frozen=True):
    """What should name a function of a contract, as selectors are made of it."""


class NotWhole(Fault, frozen=True):
    """A number with a point, where only whole numbers and fractions as text stand."""


class ExpectedIsoDuration(Fault, frozen=True):
    pass


class LongerThanNothing(Fault, frozen=True):
    pass


class LastsTooLong(Fault, frozen=True):
    days: int
    """The most."""


class UnknownKind(Fault, frozen=True):
    given: str
    known: str


class NoKind(Fault, frozen=True):
    pass


class FewerSecondsThanSamples(Fault, frozen=True):
    pass


class RootDecimals(Fault, frozen=True):
    """The curve root needs more decimals than there are."""

    least: int
    given: int


class TwoWeights(Fault, frozen=True):
    id: int


class ListedTwice(Fault, frozen=True):
    account: str


class ExpectedFraction(Fault, frozen=True):
    pass


class OutsideOfOne(Fault, frozen=True):
    """A share that isn't between 0 and 1."""


class EitherDecay(Fault, frozen=True):
    """Both or neither of `decay` and `half_life`."""


class DecayOfOne(Fault, frozen=True):
    """A decay that isn't less than 1."""


class HalfLifeTooLong(Fault, frozen=True):
    steps: int
    """The most."""


class OutOfBounds(Fault, frozen=True):
    """A value that breaks a bound of its type. `bound` is pydantic's name for it, such as `greater_than_equal`."""

    bound: str
    limit: str


class OneOf(Fault, frozen=True):
    """None of the values that are possible, as they are written."""

    expected: str


class WrongType(Fault, frozen=True):
    """Another kind of value, or one that can't be read as such. `kind` is pydantic's name for the error."""

    kind: str
    detail: str
    """What pydantic says of it, for kinds that have no words."""


# Several fields


class TooManyChoices(Fault, frozen=True):
    most: int


class ChoiceLength(Fault, frozen=True):
    longest: int


class SameChoice(Fault, frozen=True):
    """A choice that a reader can't tell from one before it."""

    name: str
    other: str


class NotOfAnElection(Fault, frozen=True):
    """Rules that hold what no election document can."""


class LongAsTheVote(Fault, frozen=True):
    """A part of the vote that should be shorter than the voting period."""


class NothingObjects(Fault, frozen=True):
    """No choice objects: neither one named Against nor that of a veto."""


class BallotsChange(Fault, frozen=True):
    """Nothing is decided early while ballots can be changed."""


class NotExecutedHere(Fault, frozen=True):
    """An executor before a next_track, on which alone the vote is executed."""


class NoTimelockHere(Fault, frozen=True):
    """A timelock before a next_track: nothing is executed here."""


class TrackName(Fault, frozen=True):
    longest: int


class OnlyOfConviction(Fault, frozen=True):
    pass


class NeedsPool(Fault, frozen=True):
    """Conviction without the asset that it spends."""


class NoAuthorsChoices(Fault, frozen=True):
    """Choices of the author's in conviction."""


class NotInConviction(Fault, frozen=True):
    """What only a vote with ballots and an end can have."""


class NotSigned(Fault, frozen=True):
    """What no wallet signs, where only what wallets sign counts."""


class NeedsChain(Fault, frozen=True):
    """Signed ballots without any power that is read on a chain."""


class NoSpaceName(Fault, frozen=True):
    """What can't be the name of a space in a registry of delegates."""

    longest: int
    """In characters."""


class WalletsAddUp(Fault, frozen=True):
    """A registry of delegates where power isn't a plain sum: whoever splits tokens over wallets would gain by it."""


class ReactionsShow(Fault, frozen=True):
    """Reactions where choices are hidden."""


class DecidedAlready(Fault, frozen=True):
    """What an early end or an extension went by must not change any more when a wallet leaves."""


class NothingToHide(Fault, frozen=True):
    """Privacy until an end that conviction doesn't have."""
