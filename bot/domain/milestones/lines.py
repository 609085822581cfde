"""The lines of a proposal that promise payments for later, beside what is carried out when it passes.

milestone "First version" by 2027-01-31: transfer 4000 USDC to <@1234>

What stands after the colon is a payment, written as everywhere.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.effects import CoinsAlone, TokenTransfer
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.milestones import (
    MilestoneForm,
    MilestoneTitleLength,
    MilestoneTooFar,
    MilestoneTooSoon,
    NoSuchDay,
    OnlyPayments,
    TooManyMilestones,
)
from bot.domain.fault import Fault
from bot.domain.milestones.milestone import LONGEST_TIME, LONGEST_TITLE, MOST_MILESTONES, Milestone
from bot.domain.written_lines import taken_out

EXAMPLE = " ".join(
    ("milestone", '"First version"', "by", "2027-01-31:", "transfer", "4000", "USDC", "to", "<@member>")
)
_LINE = re.compile(r"\s*milestone(\s.*)?", re.IGNORECASE)
_REST = re.compile(
    r"""\s+["“”„](?P<title>[^"“”„]*)["“”„]\s+by\s+(?P<due>[0-9]{4}-[0-9]{2}-[0-9]{2})\s*:\s*(?P<payment>\S.*)""",
    re.IGNORECASE,
)


class WrittenMilestone(msgspec.Struct, frozen=True):
    """A line as it was written, with its number from 1; what the payment is, the chain has a say in."""

    number: int
    line: str
    title: str
    due: date
    payment: str

    def refused(self, fault: Fault) -> BadAction:
        return BadAction(self.number, self.line, fault)


def milestones_in(lines: str) -> tuple[tuple[WrittenMilestone, ...], str]:
    """The milestones among a proposal's lines, and the other lines, each still with its own number.

    Raises BadAction.
    """
    found: list[WrittenMilestone] = []
    taken, others = taken_out(lines, _LINE.fullmatch)
    for number, line, match in taken:
        found.append(_written(number, line, match[1] or ""))
        if len(found) > MOST_MILESTONES:
            raise found[-1].refused(TooManyMilestones(MOST_MILESTONES))
    return tuple(found), others


def payments_of(written: Sequence[WrittenMilestone]) -> str:
    """The payments alone, each still with the number of its line."""
    last = written[-1].number if written else 0
    lines = [""] * last
    for each in written:
        lines[each.number - 1] = each.payment
    return "\n".join(lines)


def promised(
    written: Sequence[WrittenMilestone], payments: Sequence[DecodedAction], earliest: datetime
) -> tuple[Milestone, ...]:
    """The milestones with their payments. `earliest`: from when on the first may be reported, if all goes well.

    Raises BadAction where one is no payment, or can never be reported in time.
    """
    found = []
    for each, decoded in zip(written, payments, strict=True):
        if not _pays(decoded):
            raise each.refused(OnlyPayments())
        milestone = Milestone(each.title, each.due, decoded.action)
        require_time(each, milestone, earliest)
        found.append(milestone)
    return tuple(found)


def require_time(written: WrittenMilestone, milestone: Milestone, earliest: datetime) -> None:
    """Raises BadAction where it can't be reported in time, or years from now."""
    if milestone.ends_at <= earliest:
        raise written.refused(MilestoneTooSoon(earliest))
    if milestone.ends_at > earliest + LONGEST_TIME:
        raise written.refused(MilestoneTooFar(earliest + LONGEST_TIME))


def line_of(milestone: Milestone) -> str:
    """The line that promises it."""
    return f'milestone "{milestone.title}" by {milestone.due.isoformat()}: {milestone.payment.line}'


def _written(number: int, line: str, rest: str) -> WrittenMilestone:
    match = _REST.fullmatch(rest)
    if match is None:
        raise BadAction(number, line, MilestoneForm())
    title = " ".join(match["title"].split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadAction(number, line, MilestoneTitleLength(LONGEST_TITLE))
    try:
        due = date.fromisoformat(match["due"])
        datetime.combine(due, datetime.min.time(), UTC)
    except ValueError:
        raise BadAction(number, line, NoSuchDay(match["due"])) from None
    return WrittenMilestone(number, line, title, due, match["payment"])


def _pays(decoded: DecodedAction) -> bool:
    """Whether it sends coins or tokens of the executor, and nothing else."""
    if isinstance(decoded.effect, CoinsAlone):
        return decoded.action.value > 0
    return (
        isinstance(decoded.effect, TokenTransfer) and decoded.effect.amount > 0 and decoded.action.value == 0
    )
