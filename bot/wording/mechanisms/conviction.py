"""Conviction in words."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from bot.domain.conviction.curve import ConvictionRule
from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class ConvictionWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("conviction")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._(
            "members stake power on proposals for as long as they like, and conviction grows with time"
        )

    def options(self, policy: Policy, say: Language) -> list[str]:
        rule = ConvictionRule.model_validate(policy.options)
        if rule.half_life is not None:
            fades = say._("half of it is left {time} after a stake is taken away").format(
                time=say.duration(rule.half_life)
            )
        else:
            fades = say._("without a stake {share} of it is left after every {time}").format(
                share=rule.decay, time=say.duration(timedelta(seconds=rule.time_unit))
            )
        most = say._("a proposal asks for less than {share} of the pool").format(share=_share(rule.max_ratio))
        return [fades, most, *self._asked(rule, say)]

    def _asked(self, rule: ConvictionRule, say: Language) -> list[str]:
        """How much is asked for, by what a request of nearly nothing needs: ρ / β². Nothing is said where
        nothing may be asked for."""
        most = Fraction(rule.max_ratio)
        if not most:
            return []
        share = _share(str(Fraction(rule.weight) / most**2))
        return [
            say._(
                "even the smallest request needs more than {share} of all power staked on it for long"
            ).format(share=share)
        ]


def _share(text: str) -> str:
    share = Fraction(text) * 100
    return f"{share} %" if share.denominator == 1 else text
