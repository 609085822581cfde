"""Every kind of condition in words. A new one is one file and one line here."""

from bot.domain.holder_roles.delegating import Delegating
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.voting import Voting
from bot.wording.holder_roles.condition_wording import ConditionWording
from bot.wording.holder_roles.delegating import DelegatingWording
from bot.wording.holder_roles.holding import HoldingWording
from bot.wording.holder_roles.voting import VotingWording
from bot.wording.language import Language

CONDITION_WORDING: dict[type[AnyCondition], ConditionWording] = {
    Holding: HoldingWording(),
    Voting: VotingWording(),
    Delegating: DelegatingWording(),
}


def rule_words(condition: AnyCondition, role: str, say: Language) -> str:
    """Who has the role (already in words) by this condition."""
    return CONDITION_WORDING[type(condition)].rule(condition, role, say)


def mend_words(condition: AnyCondition, say: Language) -> str:
    """What somebody can do who is about to lose it."""
    return CONDITION_WORDING[type(condition)].mend(condition, say)
