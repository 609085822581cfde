"""What the doctor found, in words."""

import re

from bot.domain.errors import FolkmootError
from bot.services.governance.doctor import Check
from bot.wording.errors import words
from bot.wording.text import escape

_FOUND_LIMIT = 300
_ESCAPED = re.compile(r"\\([\\*_~`|\[\]<>#@+-])|`")


def check_line(check: Check) -> str:
    """A check in one line: a sign, and the same in words."""
    if check.good:
        return f"✅ {check.name}: {_found(check)}"
    mend = f" → **Mend:** {check.mend}" if check.mend else ""
    return f"⚠️ {check.name}: **not right**, {_found(check)}{mend}"


def plain_found(check: Check) -> str:
    """What was found, for a terminal."""
    return _ESCAPED.sub(r"\1", _found(check))


def _found(check: Check) -> str:
    if isinstance(check.found, FolkmootError):
        return words(check.found).happened
    return escape(check.found, _FOUND_LIMIT)
