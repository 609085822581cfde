"""What was checked of a record, each in a line (bot/domain/verification/findings.py)."""

from functools import singledispatch

from bot.domain.verification import findings
from bot.domain.verification.errors import RecordError
from bot.wording.errors import clause
from bot.wording.errors.verification import moment
from bot.wording.language import Language

KEY_URL = "https://discord.com/api/v10/applications/{application}/rpc"
_FIELD = 200
"""So much of a field's name is printed."""


def failed_line(error: RecordError, say: Language) -> str:
    """The first thing that is wrong: which ballot, which field, what it is and what it should be."""
    field = say.markup.name(error.field, _FIELD)
    if error.ballot is None:
        return f"{field}: {clause(error.fault, say)}"
    return say._("{field} (the ballot with receipt {receipt}): {fault}").format(
        field=field, receipt=say.markup.name(error.ballot, 40), fault=clause(error.fault, say)
    )


@singledispatch
def line(finding: findings.Finding, say: Language) -> str:
    """A finding in a line without its mark."""
    raise NotImplementedError(type(finding).__name__)


@line.register
def _(finding: findings.FileRight, say: Language) -> str:
    if finding.expected:
        return say._("The record has the hash {hash}.").format(hash=finding.hash)
    return say._(
        "The file is canonical JSON with the hash {hash}. It must stand in the result's message: compare it, or give "
        "it with --hash."
    ).format(hash=finding.hash)


@line.register
def _(finding: findings.ContentRight, say: Language) -> str:
    return say._("What was voted on, by the policy {name}, has the content hash {hash}.").format(
        name=say.markup.name(finding.policy, 60), hash=finding.hash
    )


@line.register
def _(finding: findings.BallotsRight, say: Language) -> str:
    return say.ngettext(
        "{number} ballot: its receipt is right.",
        "{number} ballots: each receipt is right, and nobody has two.",
        finding.ballots,
    ).format(number=say.number(finding.ballots))


@line.register
def _(finding: findings.PowersRight, say: Language) -> str:
    return say.ngettext(
        "{number} number that was read: each power is what the policy makes of it.",
        "{number} numbers that were read: each power is what the policy makes of them, and no wallet counts twice.",
        finding.numbers,
    ).format(number=say.number(finding.numbers))


@line.register
def _(finding: findings.ReputationRight, say: Language) -> str:
    return say.ngettext(
        "Reputation of {number} member: the frozen balance follows from the ledger.",
        "Reputation of {number} members: the frozen balances follow from the ledger.",
        finding.members,
    ).format(number=say.number(finding.members))


@line.register
def _(finding: findings.DelegationsRight, say: Language) -> str:
    if not finding.delegations:
        return say._("Nothing was delegated.")
    return say.ngettext(
        "{number} delegation was frozen, and each that counts does so with the right ballot.",
        "{number} delegations were frozen, and each that counts does so with the right ballot.",
        finding.delegations,
    ).format(number=say.number(finding.delegations))


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
def _(finding: findings.StakesRight, say: Language) -> str:
    return say.ngettext(
        "{number} stake: its receipt and power are right, and the election file counts it.",
        "{number} stakes: each receipt and each power is right, and the election file counts just these.",
        finding.stakes,
    ).format(number=say.number(finding.stakes))


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
def _(finding: findings.BlocksOnChain, say: Language) -> str:
    return say.ngettext(
        "{number} block is on its chain, with this number, hash and time.",
        "{number} blocks are on their chains, with these numbers, hashes and times.",
        finding.blocks,
    ).format(number=say.number(finding.blocks))


@line.register
def _(finding: findings.NumbersOnChain, say: Language) -> str:
    return say.ngettext(
        "{number} number was read again on chain, and is the same.",
        "{number} numbers were read again on chain, and each is the same.",
        finding.numbers,
    ).format(number=say.number(finding.numbers))


@line.register
def _(finding: findings.TotalOnChain, say: Language) -> str:
    return say._("All power there was, read again on chain: {total}.").format(total=finding.total)


@line.register
def _(finding: findings.NumbersNotRead, say: Language) -> str:
    return say._(
        "Not checked: whether the chains say these numbers too. Give an endpoint of each with --rpc."
    )


@line.register
def _(finding: findings.ChainNotAsked, say: Language) -> str:
    return say._("Not checked: what was read on chain {chain}. Give an endpoint of it with --rpc.").format(
        chain=finding.chain
    )


@line.register
def _(finding: findings.WalletsSigned, say: Language) -> str:
    return say.ngettext(
        "{number} wallet signed its ballot, with its key",
        "{number} wallets signed their ballots, each with its key",
        finding.signatures,
    ).format(number=say.number(finding.signatures))


@line.register
def _(finding: findings.ContractsSigned, say: Language) -> str:
    return say.ngettext(
        "{number} contract takes the signature of its ballot, asked at the snapshot",
        "{number} contracts take the signatures of their ballots, asked at the snapshot",
        finding.signatures,
    ).format(number=say.number(finding.signatures))


@line.register
def _(finding: findings.ContractsNotAsked, say: Language) -> str:
    return say.ngettext(
        "Not checked: {number} signature by no key. Whether the wallet is a contract that takes it, only its chain "
        "can say (`--rpc`).",
        "Not checked: {number} signatures by no key. Whether the wallets are contracts that take them, only their "
        "chain can say (`--rpc`).",
        finding.signatures,
    ).format(number=say.number(finding.signatures))


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
def _(finding: findings.KeyRight, say: Language) -> str:
    return say._(
        "The key by which ballots are countersigned is the one that you gave, {key}, of the application {application}."
    ).format(key=finding.public_key, application=finding.application)


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
def _(finding: findings.ConflictsRight, say: Language) -> str:
    return say.ngettext(
        "{number} member declared a conflict of interest before the end; of these, voted: {voters}.",
        "{number} members declared a conflict of interest before the end, each one; of these, voted: {voters}.",
        finding.members,
    ).format(number=say.number(finding.members), voters=say.number(finding.voters))


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


@line.register
def _(finding: findings.KeyOnTrust, say: Language) -> str:
    return say._(
        "Not checked: whether {key} is Discord's key for the application {application}, as the record says. Look at "
        "verify_key at {url}, and give it with --public-key."
    ).format(
        key=finding.public_key,
        application=finding.application,
        url=KEY_URL.format(application=finding.application),
    )


@line.register
def _(finding: findings.KeyUnused, say: Language) -> str:
    return say._("Not checked: the key that you gave. No ballot is countersigned.")


@line.register
def _(finding: findings.RequestsRight, say: Language) -> str:
    counted = say.ngettext(
        "{number} countersigned ballot: its request is signed by this key, is the one that the record commits to, and "
        "says the same.",
        "{number} countersigned ballots: each request is signed by this key, is the one that the record commits to, "
        "and says the same.",
        finding.counted,
    ).format(number=say.number(finding.counted))
    if finding.replaced:
        counted += " " + say.ngettext(
            "{number} more is of a ballot that isn't in the record.",
            "{number} more are of ballots that aren't in the record.",
            finding.replaced,
        ).format(number=say.number(finding.replaced))
    if finding.server is not None:
        counted += " " + say._("All name the server {server}.").format(server=finding.server)
    return counted


@line.register
def _(finding: findings.RequestsMissing, say: Language) -> str:
    return say.ngettext(
        "Not checked: {number} countersigned ballot, whose request is in a part that you didn't give. Its receipt is "
        "{receipt}.",
        "Not checked: {number} countersigned ballots, whose requests are in parts that you didn't give. The first has "
        "the receipt {receipt}.",
        finding.ballots,
    ).format(number=say.number(finding.ballots), receipt=finding.first)


@line.register
def _(finding: findings.KeyExplains, say: Language) -> str:
    told = say.ngettext(
        "The key names {number} voter, whose number in the record is theirs.",
        "The key names {number} voters, whose numbers in the record are theirs.",
        finding.voters,
    ).format(number=say.number(finding.voters))
    if finding.unknown:
        told += " " + say.ngettext(
            "It doesn't name {number} voter.", "It doesn't name {number} voters.", finding.unknown
        ).format(number=say.number(finding.unknown))
    return told


@line.register
def _(finding: findings.VotersErased, say: Language) -> str:
    return say.ngettext(
        "Not checked: {number} countersigned ballot, whose voter had themself erased, as the files say. Its receipt is "
        "{receipt}.",
        "Not checked: {number} countersigned ballots, whose voters had themselves erased, as the files say. The first "
        "has the receipt {receipt}.",
        finding.ballots,
    ).format(number=say.number(finding.ballots), receipt=finding.first)


@line.register
def _(finding: findings.RequestsNotChecked, say: Language) -> str:
    return say.ngettext(
        "Not checked: whether Discord signed {number} ballot. Give the evidence files with --bodies.",
        "Not checked: whether Discord signed {number} ballots. Give the evidence files with --bodies.",
        finding.ballots,
    ).format(number=say.number(finding.ballots))


@line.register
def _(finding: findings.OwnBallotCounts, say: Language) -> str:
    told = say._("Your ballot with receipt {receipt} is in the record as you cast it: {choice}.").format(
        receipt=finding.receipt, choice=_choice(finding.choice, say)
    )
    if not int(finding.power):
        told += " " + say._("It had no power.")
    if finding.earlier:
        told += " " + say.ngettext(
            "It replaced {number} earlier one.", "It replaced {number} earlier ones.", finding.earlier
        ).format(number=say.number(finding.earlier))
    return told


@line.register
def _(finding: findings.OwnPowerUnread, say: Language) -> str:
    return say._(
        "Your ballot with receipt {receipt} is in the record among those whose power could not be read: {choice}. It "
        "didn't count."
    ).format(receipt=finding.receipt, choice=_choice(finding.choice, say))


@line.register
def _(finding: findings.OwnBallotReplaced, say: Language) -> str:
    return say._(
        "Not checked: whether you replaced your ballot with receipt {receipt} yourself. The record has a later one of "
        "yours, of {time}, with receipt {by}: {choice}. If you didn't cast it, ask for its evidence."
    ).format(
        receipt=finding.receipt,
        time=moment(finding.at),
        by=finding.by,
        choice=_choice(finding.choice, say),
    )


def _choice(text: str, say: Language) -> str:
    return say.markup.name(text, 200) if text else say._("nobody")
