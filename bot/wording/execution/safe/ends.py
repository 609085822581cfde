"""What is said where a Safe transaction isn't what is executed: rivals in the queue, rejections, failures."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.executors import Execution, ExecutionRequest, SafeStage
from bot.wording.execution.lines import in_transaction
from bot.wording.execution.safe.delays import skipped
from bot.wording.language import Language

_REASON = 200


def rival_event(stage: str, rivals: Sequence[str], say: Language) -> str:
    """In the thread, when one appears."""
    if stage == "rejection":
        return say._(
            "🚫 Owners of the Safe are about to reject it: a transaction that does nothing, with the same nonce, waits "
            "for signatures. If that is executed, the one of this proposal is prepared again, until the proposal "
            "expires."
        )
    return say._(
        "⚠️ Another transaction with the same nonce stands in the Safe's queue ({rivals}). Only one of them can ever be "
        "executed: compare the safeTxHash before you sign."
    ).format(rivals=_hashes(rivals, say))


def rival_lines(request: ExecutionRequest, say: Language) -> Iterator[str]:
    """Above what is to be signed, while there is one."""
    stage = request.stage_as(SafeStage)
    if stage is None or request.execution is not None or not stage.rivals:
        return
    if stage.name == "rejection":
        yield say._(
            "⚠️ **A rejection waits in the Safe's queue too**, with the same nonce: a transaction that does nothing. "
            "Only one of both can be executed."
        )
    else:
        yield say._(
            "⚠️ **Another transaction with the same nonce stands in the Safe's queue** ({rivals}). Only one of them can "
            "be executed. What was voted on is the one below."
        ).format(rivals=_hashes(stage.rivals, say))


def ended_otherwise(event: str, data: Mapping[str, str], say: Language) -> str:
    """In the thread, when it failed or something else took its nonce."""
    instead = data.get("instead", "")
    if event == "failed" and instead in ("skipped", "partly"):
        words = say._(
            "❌ It was not made: the Safe had put it into a Delay in transaction {transaction}, and the queue went"
            " past it in block {block}."
        )
        then = skipped(instead == "partly", say)
        if instead == "skipped":
            then += " " + say._(
                "The author or a moderator can have it asked for again, with the button beneath what was to be signed, "
                "until the proposal expires."
            )
    elif event == "failed":
        words = (
            say._(
                "❌ The Safe ran the transaction, and it failed in block {block}: transaction {transaction}. Nothing "
                "was changed by it. The contract says: {reason}"
            )
            if data.get("reason")
            else say._(
                "❌ The Safe ran the transaction, and it failed in block {block}: transaction {transaction}. Nothing "
                "was changed by it."
            )
        )
        then = say._(
            "It isn't asked for again by itself. The author or a moderator can have that done, with the button beneath "
            "what was to be signed, until the proposal expires."
        )
    else:
        words = {
            "rejection": say._(
                "🚫 The owners rejected it: a transaction that does nothing took nonce {nonce} in the Safe in block "
                "{block}: transaction {transaction}."
            ),
            "failed": say._(
                "🔁 Another transaction took nonce {nonce} in the Safe in block {block}, and failed: transaction "
                "{transaction}. The contract says: {reason}"
            ),
        }.get(
            data.get("instead", ""),
            say._(
                "🔁 Another transaction took nonce {nonce} in the Safe in block {block}: transaction {transaction}."
            ),
        )
        then = say._(
            "The one of this proposal can't be executed any more: it is prepared again, with the same actions."
        )
    told = in_transaction(
        words,
        data,
        say,
        nonce=say.markup.name(data.get("nonce", ""), 20),
        reason=say.markup.name(data.get("reason", ""), _REASON),
    )
    return f"{told}\n{then}"


def not_executed(execution: Execution, say: Language) -> str:
    """On the card, of one that failed."""
    if execution.instead in ("skipped", "partly"):
        return say._("**Not executed**: {why}").format(why=skipped(execution.instead == "partly", say))
    if not execution.reason:
        return say._("**Not executed**: the transaction reverted")
    return say._("**Not executed**: the transaction reverted. The contract says: {reason}").format(
        reason=say.markup.name(execution.reason, _REASON)
    )


def _hashes(rivals: Sequence[str], say: Language) -> str:
    return ", ".join(say.markup.code(each[:66]) for each in rivals)
