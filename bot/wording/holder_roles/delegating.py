"""Roles for who delegates, in words."""

from bot.domain.holder_roles.delegating import Delegating
from bot.wording.holder_roles.condition_wording import ConditionWording
from bot.wording.language import Language


class DelegatingWording(ConditionWording):
    def rule(self, condition: Delegating, role: str, say: Language) -> str:
        match condition.way:
            case "gives":
                words = say._("{role}: who delegates to another member")
            case "gets":
                words = say._("{role}: whom another member delegates to")
            case "either":
                words = say._("{role}: who delegates, or is delegated to")
        return words.format(role=role)

    def mend(self, condition: Delegating, say: Language) -> str:
        if condition.way == "gets":
            return say._(
                "It stays when a member delegates to you until then: `/delegate profile` says what you stand for."
            )
        return say._("Delegate again until then, with `/delegate to`.")
