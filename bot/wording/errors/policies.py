"""What is wrong with a policy."""

from bot.domain import errors
from bot.domain.errors import PolicyFault, policies
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language

_SHOWN = 8
"""Faults in a message."""


@message.register
def _(error: errors.BadPolicy, say: Language) -> Message:
    faults = [f"• {fault_line(fault, say)}" for fault in error.faults[:_SHOWN]]
    if (more := len(error.faults) - _SHOWN) > 0:
        faults.append("• " + say.and_more(more))
    return Message(
        say._("This policy can't be used."),
        kept="\n".join([f"{nothing_changed(say)} {say._('What is wrong:')}", *faults]),
        next=say._(
            "Mend the file and send it again; `/gov policy show` gives one that works, and `folkmoot policy check` "
            "tells the same without Discord."
        ),
    )


def fault_line(fault: PolicyFault, say: Language) -> str:
    """One fault in a line: where it is, and what it is."""
    what, field = clause(fault.fault, say), say.markup.name(fault.field, 120)
    labelled = f"{field}: {what}" if field else what
    if fault.line is None:
        return labelled
    return say._("line {number}: {what}").format(number=fault.line, what=labelled)


@clause.register
def _(fault: policies.UnknownField, say: Language) -> str:
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
def _(fault: policies.OutOfBounds, say: Language) -> str:
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
def _(fault: policies.WrongType, say: Language) -> str:
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
def _(fault: policies.UnknownKind, say: Language) -> str:
    return say._("should have one of the kinds {known}, and '{given}' is none of them").format(
        known=say.markup.name(fault.known, 300), given=say.markup.name(fault.given, 60)
    )


@clause.register
def _(fault: policies.FileTooLarge, say: Language) -> str:
    return say._("the file has more than {limit} bytes, which is the most: leave some out").format(
        limit=fault.limit
    )


@clause.register
def _(fault: policies.NotUtf8, say: Language) -> str:
    return say._("this is not text in UTF-8")


@clause.register
def _(fault: policies.NestedTooDeeply, say: Language) -> str:
    return say.ngettext(
        "has more than {most} list or table inside another: write it flatter",
        "has more than {most} lists or tables inside each other: write it flatter",
        fault.most,
    ).format(most=fault.most)


@clause.register
def _(fault: policies.TooManyDots, say: Language) -> str:
    return say.ngettext(
        "has a key with more than {most} dot: no field of a policy needs as many",
        "has a key with more than {most} dots: no field of a policy needs as many",
        fault.most,
    ).format(most=fault.most)


@clause.register
def _(fault: policies.TooManyValues, say: Language) -> str:
    return say._("the file has more than {most} keys, list items and tables: leave some out").format(
        most=fault.most
    )


@clause.register
def _(fault: policies.WordTooLong, say: Language) -> str:
    return say._("has a key or number of more than {longest} characters: write a shorter one").format(
        longest=fault.longest
    )


@clause.register
def _(fault: policies.NotToml, say: Language) -> str:
    return say._("this is not TOML: {detail}").format(detail=say.markup.name(fault.detail, 200))


@clause.register
def _(fault: policies.Missing, say: Language) -> str:
    return say._("is missing")


@clause.register
def _(fault: policies.NoSignature, say: Language) -> str:
    return say._(
        'should be a function with the types of its arguments, such as "transfer(address,uint256)": without names and '
        "spaces, and with `uint256` for `uint`"
    )


@clause.register
def _(fault: policies.NotWhole, say: Language) -> str:
    return say._('should be a whole number, or a fraction as text such as "1/2"')


@clause.register
def _(fault: policies.ExpectedIsoDuration, say: Language) -> str:
    return say._('should be a duration such as "P2D", "PT36H" or "P1DT12H" (ISO 8601)')


@clause.register
def _(fault: policies.LongerThanNothing, say: Language) -> str:
    return say._("should be longer than no time")


@clause.register
def _(fault: policies.LastsTooLong, say: Language) -> str:
    return say._('should be at most "P{days}D": give a shorter time').format(days=fault.days)


@clause.register
def _(fault: policies.NoKind, say: Language) -> str:
    return say._('should name its kind, such as kind = "erc20_votes"')


@clause.register
def _(fault: policies.FewerSecondsThanSamples, say: Language) -> str:
    return say._("the window has fewer seconds than there are samples")


@clause.register
def _(fault: policies.RootDecimals, say: Language) -> str:
    return say._(
        "the curve root needs at least {least} decimals, and there are {given}: scale the weights up"
    ).format(least=fault.least, given=fault.given)


@clause.register
def _(fault: policies.TwoWeights, say: Language) -> str:
    return say._("id {id} has two weights").format(id=fault.id)


@clause.register
def _(fault: policies.ListedTwice, say: Language) -> str:
    return say._("{account} is listed twice").format(account=say.markup.name(fault.account, 80))


@clause.register
def _(fault: policies.ExpectedFraction, say: Language) -> str:
    return say._('a fraction of two whole numbers, such as "1/5"')


@clause.register
def _(fault: policies.OutsideOfOne, say: Language) -> str:
    return say._("between 0 and 1")


@clause.register
def _(fault: policies.EitherDecay, say: Language) -> str:
    return say._("either decay or `half_life`, and not both")


@clause.register
def _(fault: policies.DecayOfOne, say: Language) -> str:
    return say._("decay is less than 1")


@clause.register
def _(fault: policies.HalfLifeTooLong, say: Language) -> str:
    return say._("a half-life of at most {steps} steps: give a longer `time_unit`").format(steps=fault.steps)


@clause.register
def _(fault: policies.OneOf, say: Language) -> str:
    return say._("should be {expected}").format(expected=say.markup.name(fault.expected, 300))


@clause.register
def _(fault: policies.TooManyChoices, say: Language) -> str:
    return say._("should be at most {most}").format(most=fault.most)


@clause.register
def _(fault: policies.ChoiceLength, say: Language) -> str:
    return say._("should have 1 to {longest} characters").format(longest=fault.longest)


@clause.register
def _(fault: policies.SameChoice, say: Language) -> str:
    return say._("should be another choice than those before: “{name}” looks like “{other}”").format(
        name=say.markup.name(fault.name, 100), other=say.markup.name(fault.other, 100)
    )


@clause.register
def _(fault: policies.NotOfAnElection, say: Language) -> str:
    return say._("should hold texts, whole numbers, lists and tables only")


@clause.register
def _(fault: policies.LongAsTheVote, say: Language) -> str:
    return say._("should be shorter than the voting period")


@clause.register
def _(fault: policies.NothingObjects, say: Language) -> str:
    return say._("needs a choice that objects: Against, or that of a veto")


@clause.register
def _(fault: policies.BallotsChange, say: Language) -> str:
    return say._("needs rules.revote = false: nothing is decided while ballots can be changed")


@clause.register
def _(fault: policies.NotExecutedHere, say: Language) -> str:
    return say._("can't be here: only the vote on `next_track` is executed")


@clause.register
def _(fault: policies.NoTimelockHere, say: Language) -> str:
    return say._('should be "PT0S" before a `next_track`: nothing is executed here')


@clause.register
def _(fault: policies.TrackName, say: Language) -> str:
    return say._("should be the name of a track, of at most {longest} characters").format(
        longest=fault.longest
    )


@clause.register
def _(fault: policies.OnlyOfConviction, say: Language) -> str:
    return say._("is for the mechanism conviction")


@clause.register
def _(fault: policies.NeedsPool, say: Language) -> str:
    return say._("is needed by conviction: it says which asset of the Safe is spent")


@clause.register
def _(fault: policies.NoAuthorsChoices, say: Language) -> str:
    return say._("can't be proposal in conviction: one stakes on the proposal itself")


@clause.register
def _(fault: policies.NotInConviction, say: Language) -> str:
    return say._("can't be in conviction, which has no closing time and no ballots")


@clause.register
def _(fault: policies.NotSigned, say: Language) -> str:
    return say._(
        "can't be where ballots are signed: only what the wallets hold that have signed counts there"
    )


@clause.register
def _(fault: policies.NeedsChain, say: Language) -> str:
    return say._("can be signed only where a source is read on a chain: wallets sign on one")


@clause.register
def _(fault: policies.NoSpaceName, say: Language) -> str:
    return say._(
        "should be the name of the space in Snapshot, such as safe.eth: at most {longest} letters, digits and signs, "
        "without spaces"
    ).format(longest=fault.longest)


@clause.register
def _(fault: policies.WalletsAddUp, say: Language) -> str:
    return say._(
        'a registry needs power that only adds up: leave out the curve `root`, caps, and `combine = "max"`. With them '
        "whoever splits tokens over several wallets that delegate to one would gain by it"
    )


@clause.register
def _(fault: policies.ReactionsShow, say: Language) -> str:
    return say._("should be false where privacy is `after_close`: everybody sees reactions")


@clause.register
def _(fault: policies.DecidedAlready, say: Language) -> str:
    return say._("can't be `leave` beside `extension` or `early_end`: what they went by would change")


@clause.register
def _(fault: policies.NothingToHide, say: Language) -> str:
    return say._("can't be `after_close` in conviction, which has no closing time")
