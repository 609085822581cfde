"""What the doctor found, in words."""

from bot.domain.errors import FolkmootError
from bot.services.governance.doctor import Check, ExecutorFound, ExecutorReached
from bot.wording.errors import Message, message
from bot.wording.executors.registry import words_of
from bot.wording.language import Language

_FOUND_LIMIT = 300


def check_line(check: Check, say: Language) -> str:
    """A check in one line: a sign, and the same in words."""
    found = found_words(check, say)
    if check.good:
        return f"✅ {check.name}: {found}"
    mend = mend_of(check, say)
    then = f" → **Mend:** {mend}" if mend else ""
    return f"⚠️ {check.name}: **not right**, {found}{then}"


def mend_of(check: Check, say: Language) -> str:
    """How to mend what is wrong; empty where nobody knows, or nothing is."""
    if isinstance(check.found, ExecutorReached) and not check.good:
        return words_of(check.found.check.kind).how_to_reach(check.found.check, say)
    return check.mend


def found_words(check: Check, say: Language) -> str:
    """What was found, or why it could not be."""
    if isinstance(check.found, FolkmootError):
        refused: Message = message(check.found, say)
        return refused.happened
    match check.found:
        case ExecutorFound(executor):
            return words_of(executor.kind).found(executor, say)
        case ExecutorReached(executor):
            return words_of(executor.kind).reached(executor, say)
        case found:
            return say.markup.name(found, _FOUND_LIMIT)
