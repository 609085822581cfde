"""What was checked of the count, and of what follows from it, each in a line."""

from bot.domain.verification import findings
from bot.wording.errors.verification import moment
from bot.wording.language import Language
from bot.wording.verification.findings import line


@line.register
def _(finding: findings.TimesRight, say: Language) -> str:
    return say._(
        "The vote ran from {start} to {end}, as its policy says, and everything came in this time."
    ).format(start=moment(finding.opened_at), end=moment(finding.ended_at))


@line.register
def _(finding: findings.ExtensionsRight, say: Language) -> str:
    if not finding.extensions:
        return say._("No ballot moved the end.")
    return say.ngettext(
        "{number} extension: all that the ballots ask for.",
        "{number} extensions: all that the ballots ask for.",
        finding.extensions,
    ).format(number=say.number(finding.extensions))


@line.register
def _(finding: findings.CastRight, say: Language) -> str:
    place = say._("proposal {id} of {contract} on chain {chain}").format(
        id=finding.proposal, contract=finding.contract, chain=finding.chain
    )
    if not finding.data:
        return say._("Nothing follows to be cast on {place}.").format(place=place)
    call = say._(
        "What follows to be cast on {place} is the call of {voter} with just this calldata: {data}"
    ).format(place=place, voter=finding.voter, data=finding.data)
    if finding.parts is None:
        return call
    against, favour, abstain = map(str, finding.parts)
    parts = say._("Base units against {against}, for {favour}, abstaining {abstain}.")
    return f"{call} {parts.format(against=against, favour=favour, abstain=abstain)}"


@line.register
def _(finding: findings.CastTermsOnChain, say: Language) -> str:
    words = (
        say._("The account weighs {votes} base units in that vote, read again; it has voted there.")
        if finding.voted
        else say._("The account weighs {votes} base units in that vote, read again; it has not voted there.")
    )
    return words.format(votes=finding.votes)


@line.register
def _(finding: findings.CountRight, say: Language) -> str:
    return say._(
        "Counted again by {mechanism}, just these and by the frozen rules: the same result with all its figures. "
        "Scores: {scores}."
    ).format(mechanism=finding.mechanism, scores=say.markup.name(", ".join(finding.scores), 300))


@line.register
def _(finding: findings.DecidedRight, say: Language) -> str:
    return say._("The vote ended early, at {time}: nothing could change its outcome any more.").format(
        time=moment(finding.at)
    )


@line.register
def _(finding: findings.DecisionNotChecked, say: Language) -> str:
    return say._(
        "Not checked: whether the vote was decided when it ended early. More was cast than there was in all."
    )


@line.register
def _(finding: findings.ExtensionsNotChecked, say: Language) -> str:
    return say._(
        "Not checked: whether the end moved as often as the ballots ask for. To find that out, more than {number} "
        "ballots would have to be counted."
    ).format(number=say.number(finding.counted))


@line.register
def _(finding: findings.RewardsRight, say: Language) -> str:
    symbol = say.markup.name(finding.symbol, 40)
    words = say.ngettext(
        "Voter rewards: {total} {symbol} for {number} voter, {remainder} {symbol} stay, as the rule and the count have "
        "it. When each voted first, and whose a wallet was at the close, the record alone says.",
        "Voter rewards: {total} {symbol} for {number} voters, {remainder} {symbol} stay, as the rule and the count "
        "have it. When each voted first, and whose a wallet was at the close, the record alone says.",
        finding.paid,
    )
    return words.format(
        total=say.tokens(int(finding.total), finding.decimals),
        remainder=say.tokens(int(finding.remainder), finding.decimals),
        symbol=symbol,
        number=say.number(finding.paid),
    )


@line.register
def _(finding: findings.RewardCalls, say: Language) -> str:
    words = say._("The Safe pays them by exactly these calls, each without any ETH:")
    if finding.root is not None:
        words = say._(
            "Members claim from the list with the root {root}. The Safe opens it by exactly these calls, each without "
            "any ETH:"
        ).format(root=finding.root)
    return "\n".join([words, *(f"  {to} {data}" for to, data in finding.calls)])


@line.register
def _(finding: findings.ElectedRight, say: Language) -> str:
    elected = say.ngettext(
        "Elected to {number} seat, as the candidates and the count have it: {members}.",
        "Elected to {number} seats, as the candidates and the count have it: {members}.",
        finding.seats,
    ).format(number=say.number(finding.seats), members=", ".join(finding.members))
    if (owners := finding.owners) is None:
        return elected
    none = say.pgettext("value", "nobody")
    seated = say.ngettext(
        "The Safe's owners: {joining} in, {leaving} out, {number} signature needed, unless too few are left. Whose a "
        "wallet was at the close, the record alone says.",
        "The Safe's owners: {joining} in, {leaving} out, {number} signatures needed, unless too few are left. Whose a "
        "wallet was at the close, the record alone says.",
        owners.threshold,
    ).format(
        joining=", ".join(owners.joining) or none,
        leaving=", ".join(owners.leaving) or none,
        number=say.number(owners.threshold),
    )
    return f"{elected} {seated}"
