"""What can't be counted, in an election document and in a ballot (bot/domain/counting/errors.py)."""

import re

from bot.domain.counting import errors
from bot.wording.errors.base import clause
from bot.wording.language import Language

_WRONG_TYPE = re.compile(r"Expected `(.+)`, got `(.+)`", re.DOTALL)


@clause.register
def _(fault: errors.WrongShape, say: Language) -> str:
    if found := _WRONG_TYPE.fullmatch(fault.detail):
        return say._("expected {type}, got {given}").format(
            type=say.markup.code(found[1]), given=say.markup.code(found[2])
        )
    return say.markup.name(fault.detail[:1].lower() + fault.detail[1:], 300)


@clause.register
def _(fault: errors.UnknownMechanism, say: Language) -> str:
    return say._("should be one of {known}").format(
        known=", ".join(say.markup.name(name, 40) for name in fault.known)
    )


@clause.register
def _(fault: errors.NoChoiceInRole, say: Language) -> str:
    if fault.role == "for":
        return say._("needs a choice named For, or rules.roles.for")
    return say._("needs a choice named Against, or rules.roles.against")


@clause.register
def _(fault: errors.NotInParts, say: Language) -> str:
    return say._("are only counted where ballots add up: not by {mechanism}").format(
        mechanism=say.markup.name(fault.mechanism, 40)
    )


@clause.register
def _(fault: errors.NoBallotToPart, say: Language) -> str:
    return say._("should be a voter whose ballot counts")


@clause.register
def _(fault: errors.PartsAbovePower, say: Language) -> str:
    return say._("the parts are {parts} together, more than the power of {power}").format(
        parts=say.markup.name(fault.parts, 80), power=say.markup.name(fault.power, 80)
    )


@clause.register
def _(fault: errors.NotJson, say: Language) -> str:
    return say._("should be JSON: {detail}").format(detail=say.markup.name(fault.detail, 300))


@clause.register
def _(fault: errors.TooDeep, say: Language) -> str:
    return say._("should be JSON of less depth")


@clause.register
def _(fault: errors.Undecompressed, say: Language) -> str:
    return say._("should be a whole gzip file, or JSON")


@clause.register
def _(fault: errors.TooLong, say: Language) -> str:
    return say._("should be at most {number} bytes").format(number=fault.limit)


@clause.register
def _(fault: errors.NamedAgain, say: Language) -> str:
    return say._("should have each name once in an object: {name} stands twice").format(
        name=say.markup.name(fault.name, 40)
    )


@clause.register
def _(fault: errors.TooMany, say: Language) -> str:
    return say._("should be at most {number}").format(number=fault.limit)


@clause.register
def _(fault: errors.FractionsTooLong, say: Language) -> str:
    return say._("have too many different sums of weights to add their fractions exactly")


@clause.register
def _(fault: errors.NotAnObject, say: Language) -> str:
    return say._("should be a JSON object")


@clause.register
def _(fault: errors.NotAList, say: Language) -> str:
    return say._("should be a list")


@clause.register
def _(fault: errors.NotAWholeNumber, say: Language) -> str:
    return say._("should be a whole number, without fraction or exponent")


@clause.register
def _(fault: errors.UnknownMember, say: Language) -> str:
    return say._("is not a field here")


@clause.register
def _(fault: errors.MissingMember, say: Language) -> str:
    return say._("is required")


@clause.register
def _(fault: errors.NoChoices, say: Language) -> str:
    return say._("should name at least one choice")


@clause.register
def _(fault: errors.EmptyVoter, say: Language) -> str:
    return say._("should be a voter, not empty")


@clause.register
def _(fault: errors.NotAQuantity, say: Language) -> str:
    return say._('should be a decimal integer string in base units, such as "1000"')


@clause.register
def _(fault: errors.NotARatio, say: Language) -> str:
    return say._('should be a fraction of two whole numbers as a string, such as "1/2"')


@clause.register
def _(fault: errors.RequiredBy, say: Language) -> str:
    return say._("is required by {by}").format(by=say.markup.name(fault.by, 80))


@clause.register
def _(fault: errors.NotAVoterCount, say: Language) -> str:
    return say._("should be a number of voters")


@clause.register
def _(fault: errors.NotAnAccountCount, say: Language) -> str:
    return say._("should be a number of accounts")


@clause.register
def _(fault: errors.NamesNoChoice, say: Language) -> str:
    return say._("should name one of the choices, '{name}' doesn't").format(
        name=say.markup.name(fault.name, 80)
    )


@clause.register
def _(fault: errors.NotAChoiceNumber, say: Language) -> str:
    return say._("should be the number of one of the choices")


@clause.register
def _(fault: errors.NamedMoreThanOnce, say: Language) -> str:
    return say._("should name '{name}' once").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: errors.SharedRole, say: Language) -> str:
    return say._("should give each role a choice of its own")


@clause.register
def _(fault: errors.NoSingleChoices, say: Language) -> str:
    return say._("can't single out choices in {mechanism}").format(
        mechanism=say.markup.name(fault.mechanism, 80)
    )


@clause.register
def _(fault: errors.NotOfThisQuorum, say: Language) -> str:
    return say._("is not a field of a quorum of the kind {kind}").format(kind=say.markup.name(fault.kind, 80))


@clause.register
def _(fault: errors.RequiredByQuorum, say: Language) -> str:
    return say._("is required by a quorum of the kind {kind}").format(kind=say.markup.name(fault.kind, 80))


@clause.register
def _(fault: errors.BelowOne, say: Language) -> str:
    return say._("should be at least 1")


@clause.register
def _(fault: errors.NotBelowOne, say: Language) -> str:
    return say._("should be less than 1")


@clause.register
def _(fault: errors.NotOneAmountEach, say: Language) -> str:
    return say.ngettext(
        "should have one amount for each of the {number} choice",
        "should have one amount for each of the {number} choices",
        fault.choices,
    ).format(number=fault.choices)


@clause.register
def _(fault: errors.NotASpan, say: Language) -> str:
    return say._("should be a number of seconds, at least 1")


@clause.register
def _(fault: errors.NotATime, say: Language) -> str:
    return say._("should be a time in seconds, at least 0")


@clause.register
def _(fault: errors.PowerNotAQuantity, say: Language) -> str:
    return say._("the power should be a decimal integer string in base units")


@clause.register
def _(fault: errors.NotOneChoice, say: Language) -> str:
    return say._("the choice should be the number of one choice")


@clause.register
def _(fault: errors.NotAListOfChoices, say: Language) -> str:
    return say._("the choice should be a list of numbers of choices")


@clause.register
def _(fault: errors.NotWeights, say: Language) -> str:
    return say._("the choice should be an object of weights by number of choice")


@clause.register
def _(fault: errors.NotWeightsOrOneChoice, say: Language) -> str:
    return say._("the choice should be an object of weights by number of choice, or the number of one choice")


@clause.register
def _(fault: errors.OffTheBallot, say: Language) -> str:
    return say._("choice {choice} is not on the ballot").format(choice=say.markup.name(str(fault.choice), 40))


@clause.register
def _(fault: errors.ChosenTwice, say: Language) -> str:
    return say._("choice {choice} stands twice").format(choice=fault.choice)


@clause.register
def _(fault: errors.WeightNotWhole, say: Language) -> str:
    return say._("the weight of choice {choice} should be a whole number").format(
        choice=say.markup.name(fault.choice, 40)
    )


@clause.register
def _(fault: errors.WeightNegative, say: Language) -> str:
    return say._("the weight of choice {choice} is negative").format(choice=say.markup.name(fault.choice, 40))


@clause.register
def _(fault: errors.Weightless, say: Language) -> str:
    return say._("no choice has any weight")


@clause.register
def _(fault: errors.EmptyRanking, say: Language) -> str:
    return say._("the ranking is empty")


@clause.register
def _(fault: errors.PartialRanking, say: Language) -> str:
    return say._("the ranking has {ranked} of {choices} choices, all are required").format(
        ranked=fault.ranked, choices=fault.choices
    )


@clause.register
def _(fault: errors.TooDear, say: Language) -> str:
    return say._("the votes cost {cost}, more than the power of {power}").format(
        cost=say.markup.name(fault.cost, 80), power=say.markup.name(fault.power, 80)
    )


@clause.register
def _(fault: errors.DependsOnItself, say: Language) -> str:
    return say._("through delegations, whether these votes can be paid depends on themselves")


@clause.register
def _(fault: errors.NotStakes, say: Language) -> str:
    return say._("the stakes should be a list")


@clause.register
def _(fault: errors.NotAStake, say: Language) -> str:
    return say._("a stake should have a choice, an amount and a time")


@clause.register
def _(fault: errors.StakeNotAQuantity, say: Language) -> str:
    return say._("the amount of a stake should be a decimal integer string in base units")


@clause.register
def _(fault: errors.StakeBeforeTime, say: Language) -> str:
    return say._("the time of a stake should be in seconds, at least 0")


@clause.register
def _(fault: errors.StakesAbovePower, say: Language) -> str:
    return say._(
        "a stake of {amount} on choice {choice} at {at} would lift the stakes to {stakes}, above the power of {power}"
    ).format(
        amount=say.markup.name(fault.amount, 80),
        choice=fault.choice,
        at=fault.at,
        stakes=say.markup.name(fault.stakes, 80),
        power=say.markup.name(fault.power, 80),
    )
