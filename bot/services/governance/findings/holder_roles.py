"""What the doctor looks at, finds and advises of roles that members have by rules."""

from bot.domain.holder_roles.rule import Halt
from bot.services.governance.findings.finding import Finding


class OfRoleRule(Finding, frozen=True):
    """A rule, and the role that it gives."""

    number: int
    role: int


class RoleRuleWorks(Finding, frozen=True):
    have: int
    """How many have the role by it."""


class RoleRuleHalts(Finding, frozen=True):
    halt: Halt


class MendRoleRule(Finding, frozen=True):
    number: int
    halt: Halt
