"""What was checked of a record, each in a line (bot/domain/verification/findings.py)."""

from functools import singledispatch

from bot.domain.verification import findings
from bot.domain.verification.errors import RecordError
from bot.wording.errors import clause
from bot.wording.errors.verification import moment
from bot.wording.language import Language

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
def _(finding: findings.SignaturesNotChecked, say: Language) -> str:
    return say.ngettext(
        "Not checked: the signature that {number} ballot brought along.",
        "Not checked: the signatures that {number} ballots brought along.",
        finding.ballots,
    ).format(number=say.number(finding.ballots))
