"""What is said of a Moloch DAO of the second version that is mirrored, and of its proposals."""

from bot.domain.executors import MolochCheck, MolochRules
from bot.wording.execution.mirrored_moloch_words import MirroredMolochFamilyWords
from bot.wording.executors.moloch import MolochWords
from bot.wording.language import Language


class MirroredMolochWords(MirroredMolochFamilyWords):
    """`bot.wording.mirrors.registry.MirrorWords`."""

    def found(self, rules: MolochRules, say: Language) -> str:
        return MolochWords().bound(MolochCheck(rules), say)

    def decimals_and_symbol(self, rules: MolochRules, say: Language) -> tuple[int, str]:
        return MolochWords().decimals_and_symbol(rules, say)
