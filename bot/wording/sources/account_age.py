"""The age of a Discord account, in words."""

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import AccountAge
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording


class AccountAgeWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._("Write `account_age gate 30`: the days that an account must be old. It gives no power.")

    def in_policy(self, source: AccountAge, say: Language) -> str:
        return say._("the age of the Discord account")

    def heading(self, source: AccountAge, say: Language) -> str:
        return say._("**the age of your Discord account**")

    def origin(self, source: AccountAge, wallet: Address | None, say: Language) -> str:
        return self.in_policy(source, say)

    def found(self, source: AccountAge, raw: int, say: Language) -> str:
        return say.ngettext("{number} day", "{number} days", raw).format(number=say.number(raw))

    def required(self, source: AccountAge, rule: PowerRule, say: Language) -> str:
        days = -(-source.required // source.weight)
        words = say.ngettext(
            "a Discord account that is {number} day old or more",
            "a Discord account that is {number} days old or more",
            days,
        )
        return words.format(number=say.number(days))
