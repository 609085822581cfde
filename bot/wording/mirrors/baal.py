"""What is said of a Baal (Moloch v3) that is mirrored, and of its proposals."""

from collections.abc import Sequence

from bot.domain.executors import BaalCheck, BaalRules
from bot.domain.mirrors import MirroredBaalStage
from bot.wording.execution.mirrored_moloch_words import MirroredMolochFamilyWords, Stage
from bot.wording.executors.baal import BaalWords
from bot.wording.language import Language


class MirroredBaalWords(MirroredMolochFamilyWords):
    """`bot.wording.mirrors.registry.MirrorWords`."""

    def found(self, rules: BaalRules, say: Language) -> str:
        return BaalWords().bound(BaalCheck(rules), say)

    def decimals_and_symbol(self, rules: BaalRules, say: Language) -> tuple[int, str]:
        return BaalWords().decimals_and_symbol(rules, say)

    def state(self, stage: Stage, say: Language) -> str:
        if _failed(stage):
            return say._("processed, and its calls failed")
        return super().state(stage, say)

    def standing(self, rules: BaalRules, stage: Stage, say: Language) -> Sequence[str]:
        lines = list(super().standing(rules, stage, say))
        if isinstance(stage, MirroredBaalStage) and stage.is_live and stage.expires is not None:
            lines.append(
                say._("It must be processed by {moment}: later it isn't carried out.").format(
                    moment=say.moment(stage.expires)
                )
            )
        return lines

    def ended(self, stage: Stage, say: Language) -> str:
        if _failed(stage):
            return say._(
                "❌ It was processed, and its calls failed: nothing was done, and it can't be tried again."
            )
        return super().ended(stage, say)

    def deeds_head(self, stage: Stage, say: Language) -> str:
        return say._("**What it would have done**") if _failed(stage) else super().deeds_head(stage, say)


def _failed(stage: Stage) -> bool:
    return isinstance(stage, MirroredBaalStage) and stage.failed
