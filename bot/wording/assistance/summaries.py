"""What a proposal says, in short, and who said it so."""

from bot.domain.assistance.summaries import Summary
from bot.services.proposals.cards import Card
from bot.wording.language import Language
from bot.wording.proposals.cards.cards import SUMMARY_LIMIT, summary_of

SUMMARY_ROOM = 680
"""Characters of a summary with what marks it as a machine's, as they are set."""
_LEAST = 260
"""In less room nothing is said by a machine, since nobody could see that it is."""
_SIGN = "🤖"
_MODEL = 40
_QUOTED = 200


def summary_text(card: Card, say: Language, limit: int) -> str:
    """What stands on the card: what a machine made of the text, marked as that, or how the text begins."""
    summary = card.summary
    if summary is None or limit < _LEAST:
        return summary_of(card.proposal.content.text, say, min(limit, SUMMARY_LIMIT))
    mark = say.markup.small(mark_of(summary, say))
    return f"{_told(summary, say, limit - len(mark) - 1)}\n{mark}"


def summary_lines(summary: Summary, say: Language) -> list[str]:
    """The same without a limit, with the sentences of the text that it comes from."""
    if summary.verbatim:
        lines = [f"• {_said(each.text, say)}" for each in summary.sentences]
        return [*lines, say.markup.small(mark_of(summary, say))]
    lines = [f"• {_said(each.text, say)} {_numbers(each.sources)}" for each in summary.sentences]
    from_these = say._("🤖 Written by a machine ({model}) from these sentences of the text:")
    lines.append(say.markup.small(from_these.format(model=say.markup.name(summary.model, _MODEL))))
    return [
        *lines,
        *(say.markup.small(f"({number}) “{_said(text, say, _QUOTED)}”") for number, text in summary.quoted),
    ]


def in_short(say: Language) -> str:
    """The head of what a machine made of a text."""
    return say._("In short")


def mark_of(summary: Summary, say: Language) -> str:
    """Who made it of what."""
    if summary.verbatim:
        return say._("🤖 Sentences of the author's, chosen by a machine. The thread has all of the text.")
    model = say.markup.name(summary.model, _MODEL)
    return say._(
        "🤖 Written by a machine ({model}) from the sentences of the text that are numbered here; Details quotes them."
    ).format(model=model)


def _told(summary: Summary, say: Language, room: int) -> str:
    """Its sentences, in so many characters as they are set: cut at the end, and never the numbers of their sources."""
    if not summary.verbatim:
        lines, each_room = [], (room + 1) // len(summary.sentences) - 1
        for each in summary.sentences:
            numbers = _numbers(each.sources)
            lines.append(f"• {_said(each.text, say, each_room - len(numbers) - 3)} {numbers}")
        return "\n".join(lines)
    told = ""
    before = 0
    for each in summary.sentences:
        gap = " … " if each.sources[0] > before + 1 and told else " "
        told += (gap if told else "") + each.text
        before = each.sources[0]
    return _said(told, say, room)


def _said(text: str, say: Language, limit: int | None = None) -> str:
    """Others' words, without the sign that marks what a machine made: only our own line has it."""
    return say.markup.name(text.replace(_SIGN, ""), limit)


def _numbers(sources: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, sources))})"
