"""What the doctor found, in lines."""

from bot.domain.errors import FolkmootError
from bot.services.governance.doctor import (
    Check,
    ExecutorFound,
    ExecutorLimits,
    ExecutorProved,
    ExecutorReached,
)
from bot.wording import findings
from bot.wording.errors import Message, clause, message
from bot.wording.executors.registry import words_of
from bot.wording.governance.executor_proofs import binding_words
from bot.wording.language import Language

WORDED_IN = (findings,)
"""Importing it is what registers its clauses."""


def check_line(check: Check, say: Language) -> str:
    """A check in one line: a sign, and the same in words."""
    subject, found = subject_words(check, say), found_words(check, say)
    if check.good:
        return f"✅ {subject}: {found}"
    line = f"⚠️ {subject}: {say._('**not right**')}, {found}"
    mend = mend_of(check, say)
    return f"{line} → {say._('**Mend:** {mend}').format(mend=mend)}" if mend else line


def subject_words(check: Check, say: Language) -> str:
    """What was looked at."""
    return clause(check.subject, say)


def mend_of(check: Check, say: Language) -> str:
    """How to mend what is wrong; empty where nobody knows, or nothing is."""
    if isinstance(check.found, ExecutorReached) and not check.good:
        return words_of(check.found.check.kind).how_to_reach(check.found.check, say)
    if isinstance(check.found, ExecutorProved) and not check.good:
        return words_of(check.found.state.executor.kind).how_to_prove(say)
    if isinstance(check.found, ExecutorLimits) and not check.good:
        return words_of(check.found.check.kind).how_to_make_several(say)
    return "" if check.mend is None else clause(check.mend, say)


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
        case ExecutorProved(state):
            return binding_words(state, say)
        case ExecutorLimits(executor):
            return words_of(executor.kind).limits(executor, say)
        case found:
            return clause(found, say)
