"""What is said alike of the proposals of mirrored Moloch DAOs, of the second version and of the third (Baal)."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from bot.domain.mirrors import Mirror, MirroredBaalStage, MirroredMolochStage
from bot.wording.execution.moloch_stages import leaving_pays_lines
from bot.wording.language import Language

_ID = 20

Stage = MirroredMolochStage | MirroredBaalStage


class MirroredMolochFamilyWords(ABC):
    """The part of `bot.wording.mirrors.registry.MirrorWords` that is the same for both."""

    @abstractmethod
    def decimals_and_symbol(self, rules: Any, say: Language) -> tuple[int, str]:
        """Of its shares."""

    def state(self, stage: Stage, say: Language) -> str:
        return {
            "unproposed": say._("not there any more"),
            "submitted": say._("it waits for a sponsor"),
            "waiting": say._("sponsored; its vote begins soon"),
            "voting": say._("open for voting on chain"),
            "grace": say._("it has the votes; who disagrees can leave now"),
            "ready": say._("it has the votes; it waits to be processed"),
            "processed": say._("processed: carried out"),
            "defeated": say._("voted down"),
            "refused": say._("not carried out when it was processed"),
            "canceled": say._("canceled"),
        }[stage.name]

    def standing(self, rules: Any, stage: Stage, say: Language) -> Sequence[str]:
        state = self.state(stage, say)
        return [
            say.markup.strong(state[:1].upper() + state[1:]),
            *_when(stage, say),
            *([] if stage.leaving is None else leaving_pays_lines(stage.leaving, say)),
            *self._votes(rules, stage, say),
        ]

    def ended(self, stage: Stage, say: Language) -> str:
        if stage.name == "processed":
            return say._("✅ It was processed: what it asked for was carried out.")
        if stage.name == "canceled":
            return say._("✖️ It was canceled: it can't be carried out.")
        if stage.name == "refused":
            return say._(
                "❌ It had the votes, and was not carried out when it was processed: too few had voted, too many had "
                "left, there was too little to pay, or its time was over."
            )
        if stage.name == "unproposed":
            return say._("✖️ The chain has taken it back: it isn't there any more.")
        return say._("❌ It was voted down: it can't be carried out.")

    def elsewhere(self, mirror: Mirror, key: str, say: Language) -> str | None:
        """No front end is known that all such DAOs are in."""
        return None

    def deeds_head(self, stage: Stage, say: Language) -> str:
        if stage.name == "processed":
            return say._("**What was carried out**")
        return say._("**If it is processed**") if stage.is_live else say._("**What it would have done**")

    def _votes(self, rules: Any, stage: Stage, say: Language) -> Iterator[str]:
        """How the vote stands by its sides; nothing before it."""
        if stage.name in ("unproposed", "submitted", "waiting"):
            return
        decimals, symbol = self.decimals_and_symbol(rules, say)
        cast = stage.yes + stage.no
        for side, amount in (
            (say.pgettext("votes in a Moloch DAO", "Yes"), stage.yes),
            (say.pgettext("votes in a Moloch DAO", "No"), stage.no),
        ):
            yield say._("{bar} {side} {share} · {amount}").format(
                bar=say.markup.bar(Fraction(amount), Fraction(cast)),
                side=side,
                share=say.percent(amount, cast),
                amount=say.power(amount, decimals, symbol, exact=False),
            )


def _when(stage: Stage, say: Language) -> Iterator[str]:
    if stage.name == "waiting" and stage.starts is not None:
        yield say._("The vote begins: {moment}").format(moment=say.moment(stage.starts))
    if stage.name in ("waiting", "voting") and stage.ends is not None:
        yield say._("The vote ends: {moment}").format(moment=say.moment(stage.ends))
    if stage.name in ("waiting", "voting", "grace") and stage.grace_ends is not None:
        yield say._("🚪 **Who disagrees can leave until {moment}**, with a part of what the DAO has.").format(
            moment=say.moment(stage.grace_ends)
        )
    if stage.name in ("grace", "ready") and stage.behind is not None:
        yield say._("Proposal {id} has to be processed before it.").format(
            id=say.markup.code(stage.behind[:_ID])
        )
