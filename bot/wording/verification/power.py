"""What was checked of powers, and what chains said of them, each in a line."""

from bot.domain.verification import findings
from bot.wording.language import Language
from bot.wording.verification.findings import line


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
def _(finding: findings.StakesRight, say: Language) -> str:
    return say.ngettext(
        "{number} stake: its receipt and power are right, and the election file counts it.",
        "{number} stakes: each receipt and each power is right, and the election file counts just these.",
        finding.stakes,
    ).format(number=say.number(finding.stakes))


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
