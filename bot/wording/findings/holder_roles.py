"""What the doctor says of roles that members have by rules."""

from bot.domain.ids import RoleId
from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.holder_roles.rules import halt_words, mend_halt_words
from bot.wording.language import Language


@clause.register
def _(finding: findings.OfRoleRule, say: Language) -> str:
    return say._("rule {number} for roles: {role}").format(
        number=finding.number, role=say.markup.role(RoleId(finding.role))
    )


@clause.register
def _(finding: findings.RoleRuleWorks, say: Language) -> str:
    return say.ngettext(
        "{number} member has the role by it", "{number} members have the role by it", finding.have
    ).format(number=say.number(finding.have))


@clause.register
def _(finding: findings.RoleRuleHalts, say: Language) -> str:
    return halt_words(finding.halt, say)


@clause.register
def _(finding: findings.MendRoleRule, say: Language) -> str:
    return mend_halt_words(finding.halt, finding.number, say)
