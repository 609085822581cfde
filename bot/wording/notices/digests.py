"""What happened in a week of a server, and what goes on: for its channel, and for members who asked for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from bot.domain.ids import ChainId
from bot.domain.notices.digest_time import DigestTime
from bot.services.notices.week import Week, Wrote
from bot.services.proposals.listing import Listed
from bot.services.treasury.spending import Paid
from bot.wording.language import Language
from bot.wording.proposals.proposal_list import list_line
from bot.wording.treasury.spending import paid_words
from bot.wording.weekdays import weekday_words

CHANNEL_ROOM = 3_400
"""Characters of the sections in a message of its own."""
NOTICE_ROOM = 2_200
"""In a message with other notices."""
_OPEN, _DECIDED, _EXECUTING, _WROTE, _PAID = (Fraction(part, 20) for part in (8, 5, 3, 2, 2))
"""What of the room each section has; what doesn't fit is counted."""
_NAMED = 8


def digest_text(
    week: Week, chains: Mapping[ChainId, str], now: datetime, say: Language, room: int = CHANNEL_ROOM
) -> str:
    """At most somewhat longer than `room`. `chains` are the names of the chains."""

    def listed(head: str, found: Sequence[Listed], part: Fraction) -> list[str]:
        lines = [_line(each, week, now, say) for each in found]
        return [f"{head}\n{say.fitted(lines, int(room * part))}"] if lines else []

    head = say._("📰 **The week until {moment}**").format(moment=say.moment(week.until))
    sections = [
        *listed(say._("**Open votes**"), week.open, _OPEN),
        *listed(say._("**Decided**"), week.decided, _DECIDED),
        *listed(say._("**Passed, and not carried out yet**"), week.executing, _EXECUTING),
    ]
    if week.wrote:
        lines = [_wrote(each, say) for each in week.wrote[:_NAMED]]
        if (more := len(week.wrote) - _NAMED) > 0:
            lines.append(say.and_more(more))
        sections.append(f"{say._('**Who wrote**')}\n{say.fitted(lines, int(room * _WROTE))}")
    if week.paid:
        lines = [_paid(each, week.paid, chains, say) for each in week.paid]
        sections.append(f"{say._('**Paid out**')}\n{say.fitted(lines, int(room * _PAID))}")
    return "\n".join([head, *sections])


def _line(listed: Listed, week: Week, now: datetime, say: Language) -> str:
    line = list_line(listed, week.space.guild, now, say)
    if listed.proposal.number not in week.awaited:
        return line
    return say._("{line} · **you haven't voted**").format(line=line)


def _wrote(wrote: Wrote, say: Language) -> str:
    counts = []
    if wrote.proposals:
        words = say.ngettext("{number} proposal", "{number} proposals", wrote.proposals)
        counts.append(words.format(number=say.number(wrote.proposals)))
    if wrote.reasons:
        words = say.ngettext("{number} reason for a vote", "{number} reasons for votes", wrote.reasons)
        counts.append(words.format(number=say.number(wrote.reasons)))
    return f"{say.markup.member(wrote.member)}: {say.both(counts)}"


def _paid(paid: Paid, all_paid: Sequence[Paid], chains: Mapping[ChainId, str], say: Language) -> str:
    amount = paid_words(paid.amount, paid.asset, paid.named, say)
    if len({each.asset.chain for each in all_paid}) > 1:
        name = chains.get(paid.asset.chain, str(paid.asset.chain))
        amount = say._("{amount} on {chain}").format(amount=amount, chain=say.markup.name(name, 60))
    words = say.ngettext("{amount} in {times} payment", "{amount} in {times} payments", paid.times)
    return words.format(amount=amount, times=say.number(paid.times))


def digest_time_lines(time: DigestTime | None, next_at: datetime | None, say: Language) -> list[str]:
    """When the digest of a server is due."""
    if time is None:
        return [say._("There is no weekly digest. `/announce digest` with a weekday switches it on.")]
    due = say._("A digest is posted in the announcement channel each {weekday} at {hour} ({zone}).")
    lines = [
        due.format(
            weekday=weekday_words(time.weekday, say),
            hour=f"{time.hour:02}:00",
            zone=say.markup.code(time.zone),
        )
    ]
    if next_at is not None:
        lines.append(say._("The next one: {moment}.").format(moment=say.moment(next_at)))
    lines.append(
        say.markup.small(
            say._(
                "Nothing is posted of a week without news. Who wants it in private chooses that with `/notify`."
            )
        )
    )
    return lines
