"""What the doctor found, in words."""

import re

from bot.domain.errors import FolkmootError
from bot.services.governance.doctor import Check, ExecutorFound, ExecutorReached
from bot.wording.discord_markup import DISCORD
from bot.wording.errors import words
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.text import escape

_FOUND_LIMIT = 300
_SAY = language(markup=DISCORD)
_ESCAPED = re.compile(r"\\([\\*_~`|\[\]<>#@+-])|`")


def check_line(check: Check) -> str:
    """A check in one line: a sign, and the same in words."""
    if check.good:
        return f"✅ {check.name}: {_found(check)}"
    mend = mend_of(check)
    then = f" → **Mend:** {mend}" if mend else ""
    return f"⚠️ {check.name}: **not right**, {_found(check)}{then}"


def plain_found(check: Check) -> str:
    """What was found, for a terminal."""
    return _ESCAPED.sub(r"\1", _found(check))


def mend_of(check: Check) -> str:
    """How to mend what is wrong; empty where nobody knows, or nothing is."""
    if isinstance(check.found, ExecutorReached) and not check.good:
        return words_of(check.found.check.kind).how_to_reach(check.found.check, _SAY)
    return check.mend


def _found(check: Check) -> str:
    if isinstance(check.found, FolkmootError):
        return words(check.found).happened
    match check.found:
        case ExecutorFound(executor):
            return words_of(executor.kind).found(executor, _SAY)
        case ExecutorReached(executor):
            return words_of(executor.kind).reached(executor, _SAY)
        case found:
            return escape(found, _FOUND_LIMIT)
