"""For how long a server keeps what isn't part of a record."""

from collections.abc import Mapping

from bot.domain.retention import BOUNDS, RetentionKind
from bot.wording.language import Language


def period_lines(periods: Mapping[RetentionKind, int], say: Language) -> list[str]:
    """What goes by itself in this server, and after how long; nothing where everything stays."""
    if not periods:
        return []
    lines = [say._("**Kept for a while only** in this server:")]
    words = retained_words(say)
    for kind in RetentionKind:
        if kind in periods:
            lines.append(
                say.ngettext("• {what}: {days} day.", "• {what}: {days} days.", periods[kind]).format(
                    what=words[kind], days=say.number(periods[kind])
                )
            )
    return lines


def kept_lines(periods: Mapping[RetentionKind, int], say: Language) -> list[str]:
    """For moderators: each kind, and how long it is kept."""
    words, lines = retained_words(say), list[str]()
    for kind, bounds in BOUNDS.items():
        days = periods.get(kind)
        if days is None:
            kept = say._("until its member is erased; {least} to {most} days can be chosen").format(
                least=say.number(bounds.least), most=say.number(bounds.most)
            )
        else:
            kept = say.ngettext("{days} day", "{days} days", days).format(days=say.number(days))
        lines.append(say._("• {what}: {kept}.").format(what=words[kind], kept=kept))
    lines.append(
        say.markup.small(
            say._(
                "Counted from when it was over: the last edit, the unlinking, the result of a vote of which nothing "
                "more is to be done. Records, the public log and what was decided stay."
            )
        )
    )
    return lines


def changed_line(kind: RetentionKind, days: int | None, say: Language) -> str:
    """After a change, which everybody reads in the public log."""
    if days is None:
        return say._("✅ It stays from now on: {what}.").format(what=retained_words(say)[kind])
    return say.ngettext(
        "✅ Kept for {days} day from now on: {what}. What is older goes after a day; it can't be brought back.",
        "✅ Kept for {days} days from now on: {what}. What is older goes after a day; it can't be brought back.",
        days,
    ).format(days=say.number(days), what=retained_words(say)[kind])


def retained_words(say: Language) -> dict[RetentionKind, str]:
    return {
        RetentionKind.DRAFTS: say._("drafts that were never submitted"),
        RetentionKind.LOOKS: say._("when you last looked at a digest"),
        RetentionKind.UNLINKED: say._("wallets that were unlinked"),
        RetentionKind.EVIDENCE: say._("what Discord signed for ballots"),
        RetentionKind.NAMES: say._(
            "whom the numbers in the record of a vote stand for, and who cast its ballots"
        ),
    }
