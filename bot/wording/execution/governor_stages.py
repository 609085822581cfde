"""What is said of one proposal on a Governor: how far it is, what is to be sent, and why it was stopped."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from bot.domain.executors import GovernorInstructions, GovernorRules, GovernorStage
from bot.wording.language import Language

_ID = 90


def stage_words(stage: GovernorStage | None, say: Language) -> str:
    """Where it is, in a few words."""
    if stage is None:
        return say._("it waits to be proposed to the Governor")
    words = {
        "unproposed": say._("it waits to be proposed to the Governor"),
        "pending": say._("proposed to the Governor; its vote begins soon"),
        "active": say._("the Governor's token holders vote on chain"),
        "canceled": say._("canceled on the Governor: it can't be executed"),
        "defeated": say._("voted down on the Governor: it can't be executed"),
        "succeeded": say._("passed on the Governor too; it waits to be queued"),
        "queued": say._("queued in the timelock"),
        "ready": say._("its time in the timelock is over; it waits to be executed"),
        "expired": say._("its time in the timelock ran out: it can't be executed"),
        "executed": say._("executed on the Governor; it is told when that is final"),
    }[stage.name]
    if stage.name == "queued" and stage.eta is not None:
        return say._("queued in the timelock; it can be executed from {moment} on").format(
            moment=say.moment(stage.eta)
        )
    return words


def stage_event(data: Mapping[str, str], say: Language) -> str:
    """That it came to a stage, in the thread; the first isn't told, and ends by a transaction are told with that."""
    eta = datetime.fromtimestamp(int(data["eta"]), UTC) if data["eta"] else None
    words = {
        "pending": say._("📜 It was proposed to the Governor, as {id}. Its vote begins soon."),
        "active": say._("🗳️ The Governor's vote is open: its token holders vote on chain."),
        "defeated": say._("❌ It was voted down on the Governor: it can't be executed."),
        "succeeded": say._(
            "🟢 It passed on the Governor too. Anybody can queue it now: see what is to be sent."
        ),
        "queued": say._("⏳ It is queued in the timelock; it can be executed from {moment} on."),
        "ready": say._(
            "🟢 Its time in the timelock is over. Anybody can execute it now: see what is to be sent."
        ),
        "expired": say._("⌛ Its time in the timelock ran out: it can't be executed."),
    }[data["stage"]]
    return words.format(id=say.markup.code(data["id"][:_ID]), moment="" if eta is None else say.moment(eta))


def votes_line(stage: GovernorStage, rules: GovernorRules, say: Language) -> Iterator[str]:
    """How the vote on chain stands; nothing before it."""
    if stage.name in ("unproposed", "pending"):
        return
    amounts = {
        name: say.power(amount, rules.decimals, rules.symbol)
        for name, amount in (
            ("in_favour", stage.in_favour),
            ("against", stage.against),
            ("abstain", stage.abstain),
        )
    }
    yield say._("**On chain**: {in_favour} for, {against} against, {abstain} abstain").format(**amounts)
    if stage.quorum is not None:
        yield say._("Quorum there: {quorum}").format(
            quorum=say.power(stage.quorum, rules.decimals, rules.symbol)
        )


def next_step(instructions: GovernorInstructions, say: Language) -> Iterator[str]:
    """What somebody sends now."""
    rules = instructions.rules
    if instructions.step == "propose":
        yield say._(
            "**Next**: a member whose wallet has {votes} proposes it to the Governor. The transaction is prepared: the "
            "button below leads to it."
        ).format(votes=say.power(rules.threshold, rules.decimals, rules.symbol))
    elif instructions.step == "queue":
        yield say._(
            "**Next**: anybody queues it in the timelock. The transaction is prepared: the button below leads to it."
        )
    elif instructions.step == "execute":
        yield say._(
            "**Next**: anybody executes it. The transaction is prepared: the button below leads to it."
        )


def sending(stage: GovernorStage | None, say: Language) -> tuple[str, str]:
    """The heading and the explanation above the transaction that is prepared."""
    if stage is None or stage.name == "unproposed":
        return say._("Propose it"), say._(
            "It is proposed to the Governor from a wallet with votes enough, which pays the network's fee. It moves "
            "nothing: the token holders vote on chain first."
        )
    if stage.name == "succeeded":
        return say._("Take it on"), say._(
            "The Governor's token holders have passed it. Anybody can send this now, and pays the network's fee."
        )
    return say._("Execute"), say._(
        "The timelock is over: anybody can send it now, and pays the network's fee. It can't be taken back."
    )
