"""What is wrong with a policy, and with its fields together."""

from bot.domain import errors
from bot.domain.errors import PolicyFault
from bot.domain.errors.governance import policies
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


_ADDRESS, _FUNCTION = 42, 100


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
def _(fault: policies.TooShortToSwing, say: Language) -> str:
    return say._("should be longer than the extension's window and the time for objections")


@clause.register
def _(fault: policies.NotAShare, say: Language) -> str:
    return say._("should be a fraction above 0 and at most 1, such as 1/10")


@clause.register
def _(fault: policies.NoSidesToRelease, say: Language) -> str:
    return say._("can't be decided by vote where authors name the choices; by silence it can")


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
def _(fault: policies.NoUsualExecutor, say: Language) -> str:
    return say._("need an `executor` beside them, which makes the actions that name no chain")


@clause.register
def _(fault: policies.SameChain, say: Language) -> str:
    return say._("names chain {chain} once more: a track has one executor on a chain").format(
        chain=fault.chain
    )


@clause.register
def _(fault: policies.NotOnSeveralChains, say: Language) -> str:
    return say._("can't be here: a pool, and votes on a Governor, are those of one executor alone")


@clause.register
def _(fault: policies.LimitsOnOneChain, say: Language) -> str:
    return say._("can't be beside `limits`, which name the assets and contracts of one chain")


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
def _(fault: policies.LawAsksNothing, say: Language) -> str:
    return say._("asks for nothing: name notice, quorum, voters, retention or members_list, or leave it out")


@clause.register
def _(fault: policies.NamesVoters, say: Language) -> str:
    return say._("should be false where `members_list` is `auditors`: everybody would see who voted how")


@clause.register
def _(fault: policies.SilenceIsNoQuorum, say: Language) -> str:
    return say._("can't be `silence` where `legal` asks for a quorum: silence takes part in nothing")


@clause.register
def _(fault: policies.NotInConviction, say: Language) -> str:
    return say._("can't be in conviction, which has no closing time and no ballots")


@clause.register
def _(fault: policies.NotSides, say: Language) -> str:
    return say._("should be For, Against and, if you like, Abstain: they are cast on a Governor")


@clause.register
def _(fault: policies.NotOfSides, say: Language) -> str:
    return say._("should add up what each choice gets, where votes are cast on a Governor")


@clause.register
def _(fault: policies.NotInCasting, say: Language) -> str:
    return say._(
        "can't be where votes are cast on a Governor: whichever side wins is cast, before the vote there ends"
    )


@clause.register
def _(fault: policies.OnlyCasts, say: Language) -> str:
    return say._(
        "can be asked for nothing but votes on a Governor: set `casts`, or name another one that carries out what "
        "passes"
    )


@clause.register
def _(fault: policies.CastsWithoutQuorum, say: Language) -> str:
    return say._("need a quorum or min_voters, where votes are cast on a Governor")


@clause.register
def _(fault: policies.NeedsCandidates, say: Language) -> str:
    return say._("should be proposal where members are elected: the author names the candidates")


@clause.register
def _(fault: policies.NeedsOwners, say: Language) -> str:
    return say._("needs a Safe as the executor: those who are elected become its owners")


@clause.register
def _(fault: policies.NeedsTimelock, say: Language) -> str:
    return say._(
        "can't be nothing where those who are elected become owners of the Safe: guardians need time to veto"
    )


@clause.register
def _(fault: policies.NotInElecting, say: Language) -> str:
    return say._("can't be where members are elected: each seat is for who wins it when the vote is over")


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
def _(fault: policies.OnlyGates, say: Language) -> str:
    return say._("a source that gives power: all of these are gates, so that nobody would have any")


@clause.register
def _(fault: policies.WalletsAddUp, say: Language) -> str:
    return say._(
        "a registry needs power that only adds up: leave out the curve `root`, caps, gates, and `combine = "
        '"max"`. With them whoever splits tokens over several wallets that delegate to one would gain by it'
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


@clause.register
def _(fault: policies.NeedsSafe, say: Language) -> str:
    return say._(
        "needs a Safe as the executor: rewards are a transaction of their own, which its owners sign"
    )


@clause.register
def _(fault: policies.BeyondTheLimits, say: Language) -> str:
    return say._(
        "should fit into the track's `limits`: name the token in `limits.spending` with at least so much in each "
        "period, and without `recipients`; where a `distributor` pays, it is the one recipient, and gets the whole pool"
    )


@clause.register
def _(fault: policies.DropNotAllowed, say: Language) -> str:
    return say._(
        "should be named in `limits.calls`: contract {distributor}, with the function {function}"
    ).format(
        distributor=say.markup.code(fault.distributor[:_ADDRESS]),
        function=say.markup.code(fault.function[:_FUNCTION]),
    )
