"""Quadratic voting in words, in each of its forms."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class QuadraticWording(MechanismWording):
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        match _form(policy):
            case "credits":
                said = say._("each member gives votes to {choices}, and n votes for a choice cost n² tokens")
            case "matching":
                said = say._(
                    "each member spreads their power over {choices}; the more members stand behind a choice, the more "
                    "of the whole it gets: the square of the sum of their roots"
                )
            case _:
                said = say._(
                    "each member spreads their power over {choices}, and n² tokens on a choice are n votes for it"
                )
        return said.format(choices=choices)


def _form(policy: Policy) -> str:
    form: str = policy.options.get("form", "root")
    return form
