"""What the law asks of a decision, in sentences."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.policy.legal import LegalRule
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def legal_lines(legal: LegalRule, say: Language) -> Iterator[str]:
    """All that a policy asks for, but for its quorums, which stand among the others."""
    if legal.notice is not None:
        yield say._(
            "**Notice**: a text is announced {time} before its vote opens, at least; a changed text begins it anew."
        ).format(time=say.duration(legal.notice))
    if legal.retention is not None:
        yield say._("**Kept**: minutes and record for {time} from the result, at least.").format(
            time=say.duration(legal.retention)
        )
    if legal.members_list == "auditors":
        yield say._(
            "**Members' list**: only auditors see which members voted how; pages and figures show numbers instead."
        )


def kept_to_lines(proposal: Proposal, say: Language) -> list[str]:
    """How a vote kept to it, for its minutes: what was there, and what was required."""
    legal, opening, closing = proposal.rules.legal, proposal.opening, proposal.closing
    if legal is None or opening is None:
        return []
    lines = []
    announced = proposal.announced_at
    if legal.notice is not None and announced is not None:
        lines.append(
            say._("**Notice**: {given}, required {required} (announced {announced}, opened {opened})").format(
                given=say.duration(_in_hours(opening.at - announced)),
                required=say.duration(legal.notice),
                announced=say.moment(announced),
                opened=say.moment(opening.at),
            )
        )
    if legal.retention is not None and closing is not None:
        lines.append(
            say._("**To be kept** until {time} at least: these minutes, and the record").format(
                time=say.moment(closing.at + legal.retention)
            )
        )
    return lines


def _in_hours(time: timedelta) -> timedelta:
    """Whole hours, or minutes where it is less."""
    unit = timedelta(hours=1) if time >= timedelta(hours=1) else timedelta(minutes=1)
    return time - time % unit
