"""What is said of a Governor that is mirrored, and of its proposals."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from bot.domain.executors import GovernorCheck, GovernorRules
from bot.domain.mirrors import Mirror, MirroredGovernorStage
from bot.wording.executors.governor import GovernorWords
from bot.wording.language import Language

_LATEST = 253_402_300_799
"""The last second that a date can say."""


class MirroredGovernorWords:
    """`bot.wording.mirrors.registry.MirrorWords`."""

    def found(self, rules: GovernorRules, say: Language) -> str:
        return GovernorWords().bound(GovernorCheck(rules), say)

    def state(self, stage: MirroredGovernorStage, say: Language) -> str:
        match stage.name:
            case "pending" | "unproposed":
                return say._("its vote begins soon")
            case "active":
                return say._("open for voting on chain")
            case "succeeded":
                return say._("passed; it waits to be queued or executed")
            case "queued" | "ready":
                return say._("passed, and queued in the timelock")
            case "executed":
                return say._("executed")
            case "defeated":
                return say._("voted down")
            case "canceled":
                return say._("canceled")
            case "expired":
                return say._("not executed in time")

    def standing(self, rules: GovernorRules, stage: MirroredGovernorStage, say: Language) -> Sequence[str]:
        return [*_where(rules, stage, say), *_votes(rules, stage, say)]

    def ended(self, stage: MirroredGovernorStage, say: Language) -> str:
        match stage.name:
            case "executed":
                return say._("✅ It was executed.")
            case "canceled":
                return say._("✖️ It was canceled: it can't be executed.")
            case "expired":
                return say._("⌛ Its time in the timelock ran out: it can't be executed.")
            case _:
                return say._("❌ It was voted down: it can't be executed.")

    def elsewhere(self, mirror: Mirror, key: str, say: Language) -> str | None:
        url = say.markup.governor_page(mirror.chain, mirror.address, key)
        return None if url is None else say.markup.link(say._("Open it where its token holders vote"), url)

    def deeds_head(self, stage: MirroredGovernorStage, say: Language) -> str:
        if stage.name == "executed":
            return say._("**What was executed**")
        return say._("**If it is executed**") if stage.is_live else say._("**What it would have done**")


def _where(rules: GovernorRules, stage: MirroredGovernorStage, say: Language) -> Iterator[str]:
    yield say.markup.strong(_capital(MirroredGovernorWords().state(stage, say)))
    if stage.name == "pending":
        yield say._("The vote begins: {moment}").format(moment=_moment(rules, stage.starts, say))
    if stage.name in ("pending", "active"):
        yield say._("The vote ends: {moment}").format(moment=_moment(rules, stage.ends, say))
    if stage.name == "active":
        yield say._("Vote on chain from your own wallet: `/vote chain`")
    if stage.is_extended:
        yield say._("⏰ **Its end was moved**: the quorum was reached late.")
    if stage.name == "queued" and stage.eta is not None:
        yield say._("It can be executed from {moment} on.").format(moment=say.moment(stage.eta))


def _votes(rules: GovernorRules, stage: MirroredGovernorStage, say: Language) -> Iterator[str]:
    """How the vote stands by its sides; nothing before it."""
    if stage.name in ("unproposed", "pending"):
        return
    cast = stage.in_favour + stage.against + stage.abstain
    for side, amount in (
        (say.pgettext("votes on a Governor", "For"), stage.in_favour),
        (say.pgettext("votes on a Governor", "Against"), stage.against),
        (say.pgettext("votes on a Governor", "Abstain"), stage.abstain),
    ):
        yield say._("{bar} {side} {share} · {amount}").format(
            bar=say.markup.bar(Fraction(amount), Fraction(cast)),
            side=side,
            share=say.percent(amount, cast),
            amount=say.power(amount, rules.decimals, rules.symbol, exact=False),
        )
    if stage.quorum is not None:
        yield say._("Quorum: {quorum}").format(
            quorum=say.power(stage.quorum, rules.decimals, rules.symbol, exact=False)
        )


def _moment(rules: GovernorRules, point: int, say: Language) -> str:
    """A moment of the Governor's clock, which may be any number."""
    if rules.clock == "time" and point <= _LATEST:
        return say.moment(datetime.fromtimestamp(point, UTC))
    if rules.clock == "time":
        return say._("never")
    return say._("at block {number}").format(number=say.number(point))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
