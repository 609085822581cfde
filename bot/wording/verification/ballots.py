"""What was checked of ballots, and by what it is known whose they are, each in a line."""

from bot.domain.verification import findings
from bot.wording.errors.verification import moment
from bot.wording.language import Language
from bot.wording.verification.findings import line

KEY_URL = "https://discord.com/api/v10/applications/{application}/rpc"


@line.register
def _(finding: findings.BallotsRight, say: Language) -> str:
    return say.ngettext(
        "{number} ballot: its receipt is right.",
        "{number} ballots: each receipt is right, and nobody has two.",
        finding.ballots,
    ).format(number=say.number(finding.ballots))


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
def _(finding: findings.KeyRight, say: Language) -> str:
    return say._(
        "The key by which ballots are countersigned is the one that you gave, {key}, of the application {application}."
    ).format(key=finding.public_key, application=finding.application)


@line.register
def _(finding: findings.ConflictsRight, say: Language) -> str:
    return say.ngettext(
        "{number} member declared a conflict of interest before the end; of these, voted: {voters}.",
        "{number} members declared a conflict of interest before the end, each one; of these, voted: {voters}.",
        finding.members,
    ).format(number=say.number(finding.members), voters=say.number(finding.voters))


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
