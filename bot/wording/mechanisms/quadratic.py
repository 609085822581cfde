"""Quadratic voting in words, in each of its forms."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.numbers import numbers_lines


class QuadraticWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        match options.form:
            case "credits":
                return say._("votes bought by their squares")
            case "matching":
                return say._("power shared by the squares of sums of roots")
        return say._("square roots of power")

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

    def how_scores_read(self, policy: Policy, say: Language) -> str:
        match _form(policy):
            case "credits":
                return say._("n votes for one choice cost a voter n × n tokens.")
            case "matching":
                return say._(
                    "The power is shared by the squares of the sums of roots, so that many small voices weigh more."
                )
        return say._("Votes are the square root of the tokens that a voter puts on a choice.")

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        return numbers_lines(receipt, say)


def _form(policy: Policy) -> str:
    form: str = policy.options.get("form", "root")
    return form
