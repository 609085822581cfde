"""What is wrong with one field of a policy."""

from bot.domain.fault import Fault


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


class ExpectedClock(Fault, frozen=True):
    """Something else than a time of day."""


class ExpectedDate(Fault, frozen=True):
    """Something else than a day of the calendar."""


class ExpectedZone(Fault, frozen=True):
    """Something else than a time zone."""


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


class NoSchemaUid(Fault, frozen=True):
    """Something else than the id of a schema of EAS."""


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
