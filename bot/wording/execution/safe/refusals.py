"""What would stop a Safe transaction if it were executed now."""

from bot.domain.executors import CallFails, GuardRefusal, NotTried, SafeRefusal
from bot.wording.language import Language

_REASON = 120
"""Characters of what a contract says."""


def refusal_words(refusal: SafeRefusal, say: Language) -> str:
    match refusal:
        case GuardRefusal():
            return _stopped_by_guard(refusal, say)
        case CallFails():
            return _call_fails(refusal, say)
        case NotTried():
            return say.markup.small(
                say._("What these calls would do now could not be tried out on this chain.")
            )


def _stopped_by_guard(refusal: GuardRefusal, say: Language) -> str:
    guard = say.markup.short_account(refusal.guard)
    if not refusal.reason:
        return say._(
            "⚠️ **The Safe's guard** {guard} doesn't let this pass now: it couldn't be executed."
        ).format(guard=guard)
    return say._(
        "⚠️ **The Safe's guard** {guard} doesn't let this pass now: it couldn't be executed. It says: {reason}"
    ).format(guard=guard, reason=say.markup.name(refusal.reason, _REASON))


def _call_fails(refusal: CallFails, say: Language) -> str:
    if refusal.calls == 1:
        words = (
            say._("⚠️ **Executed now, it would fail**: so it did when it was tried out. It says: {reason}")
            if refusal.reason
            else say._("⚠️ **Executed now, it would fail**: so it did when it was tried out.")
        )
    else:
        words = (
            say._("⚠️ **Executed now, action {number} would fail**, and all with it. It says: {reason}")
            if refusal.reason
            else say._("⚠️ **Executed now, action {number} would fail**, and all with it.")
        )
    return words.format(number=refusal.number, reason=say.markup.name(refusal.reason, _REASON))
