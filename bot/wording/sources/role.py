"""A Discord role, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Role
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth


class RoleWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `role @members`, a role of this server, or its id.")

    def in_policy(self, source: Role, say: Language) -> str:
        return say._("the role {role}").format(role=say.markup.role(source.role))

    def heading(self, source: Role, say: Language) -> str:
        return say._("**the role** {role}").format(role=say.markup.role(source.role))

    def origin(self, source: Role, wallet: Address | None, say: Language) -> str:
        return say._("role {role}").format(role=say.markup.role(source.role))

    def each_counts(self, source: Role, rule: PowerRule, say: Language) -> str:
        return say._("it counts {amount}").format(amount=worth(source.weight, rule, say))

    def found(self, source: Role, raw: int, say: Language) -> str:
        return say._("yes") if raw else say._("no")
