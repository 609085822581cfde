"""Why an election document, or one ballot in it, can't be counted.

Kept apart from bot/domain/errors/, so that `folkmoot tally` loads nothing but what counting needs.
"""

from __future__ import annotations

from typing import ClassVar

from bot.domain.fault import Fault


class ElectionError(Exception):
    """The election document can't be counted: `field` names the place, `fault` says what should be there."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(f"{field}: {fault!r}")
        self.field = field
        self.fault = fault


# The document


class NotJson(Fault, frozen=True):
    detail: str
    """What the JSON reader says of it."""


class TooDeep(Fault, frozen=True):
    pass


class Undecompressed(Fault, frozen=True):
    """It begins as gzip does, and isn't."""


class TooLong(Fault, frozen=True):
    limit: int
    """In bytes, decompressed."""


class NamedAgain(Fault, frozen=True):
    """An object has two members of this name."""

    name: str


class TooMany(Fault, frozen=True):
    """More of them than are counted."""

    limit: int


class FractionsTooLong(Fault, frozen=True):
    """So many different sums of weights that no exact score of them can be written in reasonable length."""


class NotAnObject(Fault, frozen=True):
    pass


class NotAList(Fault, frozen=True):
    pass


class NotAWholeNumber(Fault, frozen=True):
    """A number with a fraction or an exponent."""


class UnknownMember(Fault, frozen=True):
    pass


class MissingMember(Fault, frozen=True):
    pass


class WrongShape(Fault, frozen=True):
    detail: str
    """What msgspec says of it, such as "Expected `int`, got `str`"."""


class UnknownMechanism(Fault, frozen=True):
    known: tuple[str, ...]


class NoChoices(Fault, frozen=True):
    pass


class EmptyVoter(Fault, frozen=True):
    pass


class NotAQuantity(Fault, frozen=True):
    """It isn't a decimal integer string in base units."""


class NotARatio(Fault, frozen=True):
    """It isn't a fraction of two whole numbers as a string."""


class RequiredBy(Fault, frozen=True):
    """`by`: a mechanism or a rule, as the document names it."""

    by: str


# The rules


class NotAVoterCount(Fault, frozen=True):
    pass


class NotAnAccountCount(Fault, frozen=True):
    pass


class NamesNoChoice(Fault, frozen=True):
    name: str


class NotAChoiceNumber(Fault, frozen=True):
    pass


class NamedMoreThanOnce(Fault, frozen=True):
    name: str


class SharedRole(Fault, frozen=True):
    pass


class NoChoiceInRole(Fault, frozen=True):
    role: str


class NoSingleChoices(Fault, frozen=True):
    """Rules can't single out choices where a ballot's power isn't given to choices."""

    mechanism: str


class NotInParts(Fault, frozen=True):
    mechanism: str
    """Whose ballots don't add up, so that no part of a voter's power can say something else."""


class NoBallotToPart(Fault, frozen=True):
    """The voter has no ballot that counts."""


class PartsAbovePower(Fault, frozen=True):
    parts: str
    power: str
    """What the voter's ballot weighs, in base units."""


class NotOfThisQuorum(Fault, frozen=True):
    """A field that quorums of the kind don't have."""

    kind: str


class RequiredByQuorum(Fault, frozen=True):
    kind: str


# The options


class BelowOne(Fault, frozen=True):
    """A number that should be at least 1."""


class NotBelowOne(Fault, frozen=True):
    """A fraction that should be less than 1."""


class NotOneAmountEach(Fault, frozen=True):
    choices: int


class NotASpan(Fault, frozen=True):
    """It isn't a number of seconds, at least 1."""


class NotATime(Fault, frozen=True):
    """It isn't a time in seconds, at least 0."""


# A ballot


class BallotFault(Fault, frozen=True):
    """Why one ballot doesn't count. A result lists it by its `phrase`: those are fixed by the election format, so that
    the same document gives the same bytes everywhere, in whatever language people read about it."""

    phrase: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.phrase.format(**{name: getattr(self, name) for name in self.__struct_fields__})


class PowerNotAQuantity(BallotFault, frozen=True):
    phrase = "the power should be a decimal integer string in base units"


class NotOneChoice(BallotFault, frozen=True):
    phrase = "the choice should be the number of one choice"


class NotAListOfChoices(BallotFault, frozen=True):
    phrase = "the choice should be a list of numbers of choices"


class NotWeights(BallotFault, frozen=True):
    phrase = "the choice should be an object of weights by number of choice"


class NotWeightsOrOneChoice(BallotFault, frozen=True):
    phrase = "the choice should be an object of weights by number of choice, or the number of one choice"


class OffTheBallot(BallotFault, frozen=True):
    phrase = "choice {choice} is not on the ballot"
    choice: int | str


class ChosenTwice(BallotFault, frozen=True):
    phrase = "choice {choice} stands twice"
    choice: int


class WeightNotWhole(BallotFault, frozen=True):
    phrase = "the weight of choice {choice} should be a whole number"
    choice: str


class WeightNegative(BallotFault, frozen=True):
    phrase = "the weight of choice {choice} is negative"
    choice: str


class Weightless(BallotFault, frozen=True):
    phrase = "no choice has any weight"


class EmptyRanking(BallotFault, frozen=True):
    phrase = "the ranking is empty"


class PartialRanking(BallotFault, frozen=True):
    phrase = "the ranking has {ranked} of {choices} choices, all are required"
    ranked: int
    choices: int


class TooDear(BallotFault, frozen=True):
    phrase = "the votes cost {cost}, more than the power of {power}"
    cost: str
    """Base units in decimal digits, as `power`."""
    power: str


class DependsOnItself(BallotFault, frozen=True):
    phrase = "through delegations, whether these votes can be paid depends on themselves"


class NotStakes(BallotFault, frozen=True):
    phrase = "the stakes should be a list"


class NotAStake(BallotFault, frozen=True):
    phrase = "a stake should have a choice, an amount and a time"


class StakeNotAQuantity(BallotFault, frozen=True):
    phrase = "the amount of a stake should be a decimal integer string in base units"


class StakeBeforeTime(BallotFault, frozen=True):
    phrase = "the time of a stake should be in seconds, at least 0"


class StakesAbovePower(BallotFault, frozen=True):
    phrase = (
        "a stake of {amount} on choice {choice} at {at} would lift the stakes to {stakes}, "
        "above the power of {power}"
    )
    amount: str
    """Base units in decimal digits, as `stakes` and `power`."""
    choice: int
    at: int
    stakes: str
    power: str
