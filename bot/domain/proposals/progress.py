"""What authors report of a proposal after it passed: words and a link, which decide nothing."""

import re
from datetime import datetime, timedelta

import msgspec

from bot.domain.errors.proposals.progress import BadLink
from bot.domain.ids import MemberId
from bot.domain.proposals.state import State

LONGEST_REPORT, LONGEST_LINK = 1_500, 300
"""Characters."""
MOST_REPORTS = 50
"""Of one proposal."""
BETWEEN_REPORTS = timedelta(hours=1)
REPORTED_ON = (
    State.TIMELOCK,
    State.EXECUTION,
    State.PASSED,
    State.EXECUTED,
    State.EXPIRED,
    State.FAILED,
)
"""The states of a proposal that passed, and was not vetoed."""
_LINK = re.compile(r"https?://[^\s<>()\[\]\\\"'`]+", re.IGNORECASE)


class ProgressReport(msgspec.Struct, frozen=True):
    by: MemberId
    text: str
    link: str
    """An address on the web; empty where none was given."""
    at: datetime


def link_of(typed: str) -> str:
    """The address that was typed; empty where none was. Raises BadLink."""
    link = typed.strip()
    if link and (len(link) > LONGEST_LINK or not _LINK.fullmatch(link)):
        raise BadLink(typed)
    return link
