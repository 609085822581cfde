"""What is wrong with one field of a policy."""

from bot.domain.errors.governance import policy_fields
from bot.wording.errors.base import clause
from bot.wording.language import Language


@clause.register
def _(fault: policy_fields.UnknownField, say: Language) -> str:
    if fault.nearest:
        return say._("is not a field here: did you mean {field}?").format(
            field=say.markup.name(fault.nearest, 60)
        )
    if fault.known:
        return say._("is not a field here; there are {fields}").format(
            fields=say.markup.name(", ".join(fault.known), 600)
        )
    return say._("is not a field here")


@clause.register
def _(fault: policy_fields.OutOfBounds, say: Language) -> str:
    limit = say.markup.name(fault.limit, 80)
    match fault.bound:
        case "greater_than":
            return say._("should be greater than {limit}").format(limit=limit)
        case "greater_than_equal":
            return say._("should be greater than or equal to {limit}").format(limit=limit)
        case "less_than":
            return say._("should be less than {limit}").format(limit=limit)
        case "less_than_equal":
            return say._("should be less than or equal to {limit}").format(limit=limit)
        case "too_long":
            return say._("should have at most {limit} items").format(limit=limit)
        case "too_short":
            return say._("should have at least {limit} items").format(limit=limit)
        case "string_too_long":
            return say._("should have at most {limit} characters").format(limit=limit)
        case _:
            return say._("should have at least {limit} characters").format(limit=limit)


@clause.register
def _(fault: policy_fields.WrongType, say: Language) -> str:
    match fault.kind:
        case "int_type" | "int_parsing" | "int_from_float":
            return say._("should be a valid integer")
        case "string_type":
            return say._("should be a valid string")
        case "bool_type" | "bool_parsing":
            return say._("should be a valid boolean")
        case "tuple_type" | "list_type":
            return say._("should be a valid list")
        case "dict_type" | "model_type" | "model_attributes_type":
            return say._("should be a valid table")
        case _:
            return say.markup.name(fault.detail, 200)


@clause.register
def _(fault: policy_fields.UnknownKind, say: Language) -> str:
    return say._("should have one of the kinds {known}, and '{given}' is none of them").format(
        known=say.markup.name(fault.known, 300), given=say.markup.name(fault.given, 60)
    )


@clause.register
def _(fault: policy_fields.Missing, say: Language) -> str:
    return say._("is missing")


@clause.register
def _(fault: policy_fields.NoSignature, say: Language) -> str:
    return say._(
        'should be a function with the types of its arguments, such as "transfer(address,uint256)": without names and '
        "spaces, and with `uint256` for `uint`"
    )


@clause.register
def _(fault: policy_fields.NotWhole, say: Language) -> str:
    return say._('should be a whole number, or a fraction as text such as "1/2"')


@clause.register
def _(fault: policy_fields.ExpectedIsoDuration, say: Language) -> str:
    return say._('should be a duration such as "P2D", "PT36H" or "P1DT12H" (ISO 8601)')


@clause.register
def _(fault: policy_fields.ExpectedClock, say: Language) -> str:
    return say._('should be a time of day such as "15:00"')


@clause.register
def _(fault: policy_fields.ExpectedDate, say: Language) -> str:
    return say._('should be a day such as "2026-12-25"')


@clause.register
def _(fault: policy_fields.ExpectedZone, say: Language) -> str:
    return say._('should be a time zone such as "Europe/Berlin" or "+02:00"')


@clause.register
def _(fault: policy_fields.LongerThanNothing, say: Language) -> str:
    return say._("should be longer than no time")


@clause.register
def _(fault: policy_fields.LastsTooLong, say: Language) -> str:
    return say._('should be at most "P{days}D": give a shorter time').format(days=fault.days)


@clause.register
def _(fault: policy_fields.NoKind, say: Language) -> str:
    return say._('should name its kind, such as kind = "erc20_votes"')


@clause.register
def _(fault: policy_fields.FewerSecondsThanSamples, say: Language) -> str:
    return say._("the window has fewer seconds than there are samples")


@clause.register
def _(fault: policy_fields.RootDecimals, say: Language) -> str:
    return say._(
        "the curve root needs at least {least} decimals, and there are {given}: scale the weights up"
    ).format(least=fault.least, given=fault.given)


@clause.register
def _(fault: policy_fields.TwoWeights, say: Language) -> str:
    return say._("id {id} has two weights").format(id=fault.id)


@clause.register
def _(fault: policy_fields.NoSchemaUid, say: Language) -> str:
    return say._("a schema is named by its UID, 0x and 64 digits (0 to 9, a to f)")


@clause.register
def _(fault: policy_fields.ListedTwice, say: Language) -> str:
    return say._("{account} is listed twice").format(account=say.markup.name(fault.account, 80))


@clause.register
def _(fault: policy_fields.ExpectedFraction, say: Language) -> str:
    return say._('a fraction of two whole numbers, such as "1/5"')


@clause.register
def _(fault: policy_fields.OutsideOfOne, say: Language) -> str:
    return say._("between 0 and 1")


@clause.register
def _(fault: policy_fields.EitherDecay, say: Language) -> str:
    return say._("either decay or `half_life`, and not both")


@clause.register
def _(fault: policy_fields.DecayOfOne, say: Language) -> str:
    return say._("decay is less than 1")


@clause.register
def _(fault: policy_fields.HalfLifeTooLong, say: Language) -> str:
    return say._("a half-life of at most {steps} steps: give a longer `time_unit`").format(steps=fault.steps)


@clause.register
def _(fault: policy_fields.OneOf, say: Language) -> str:
    return say._("should be {expected}").format(expected=say.markup.name(fault.expected, 300))
