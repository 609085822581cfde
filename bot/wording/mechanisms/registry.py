"""Every mechanism in words. A new one is one file and one line here."""

from bot.domain.counting.approval import APPROVAL
from bot.domain.counting.conviction import CONVICTION
from bot.domain.counting.copeland import COPELAND
from bot.domain.counting.headcount import HEADCOUNT
from bot.domain.counting.quadratic import QUADRATIC
from bot.domain.counting.ranked_choice import RANKED_CHOICE
from bot.domain.counting.single import SINGLE
from bot.domain.counting.weighted import WEIGHTED
from bot.domain.policy.model import Policy
from bot.wording.mechanisms.approval import ApprovalWording
from bot.wording.mechanisms.conviction import ConvictionWording
from bot.wording.mechanisms.copeland import CopelandWording
from bot.wording.mechanisms.headcount import HeadcountWording
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.quadratic import QuadraticWording
from bot.wording.mechanisms.ranked_choice import RankedChoiceWording
from bot.wording.mechanisms.single import SingleWording
from bot.wording.mechanisms.weighted import WeightedWording

MECHANISM_WORDING: dict[str, MechanismWording] = {
    SINGLE.name: SingleWording(),
    APPROVAL.name: ApprovalWording(),
    RANKED_CHOICE.name: RankedChoiceWording(),
    COPELAND.name: CopelandWording(),
    WEIGHTED.name: WeightedWording(),
    QUADRATIC.name: QuadraticWording(),
    HEADCOUNT.name: HeadcountWording(),
    CONVICTION.name: ConvictionWording(),
}


def wording_of(policy: Policy) -> MechanismWording:
    """The words of the policy's mechanism."""
    return MECHANISM_WORDING[policy.mechanism]
