"""What is said of a Governor that is mirrored."""

from bot.domain.executors import GovernorCheck, GovernorRules
from bot.wording.executors.governor import GovernorWords
from bot.wording.language import Language


class MirroredGovernorWords:
    """`bot.wording.mirrors.registry.MirrorWords`."""

    def found(self, rules: GovernorRules, say: Language) -> str:
        return GovernorWords().bound(GovernorCheck(rules), say)
