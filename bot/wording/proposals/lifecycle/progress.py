"""What became of a proposal, as its authors report it: the form, what is said in the thread, and the list."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import MemberId, ProposalNumber
from bot.domain.proposals.progress import LONGEST_LINK, LONGEST_REPORT, ProgressReport
from bot.wording.language import Language

_SHOWN = 5
_LINE = 240
"""Characters of a report in a list."""


def progress_form_title(number: ProposalNumber, say: Language) -> str:
    return say._("Report on proposal {number}").format(number=number)


def progress_text_question(say: Language) -> tuple[str, str]:
    return (
        say._("What has been done"),
        say._("It is posted in the proposal's thread, and kept with the proposal. It decides nothing."),
    )


def progress_link_question(say: Language) -> tuple[str, str]:
    return say._("A link to it (optional)"), say._("Such as https://example.org/report")


def progress_text(data: Mapping[str, str], say: Language) -> str:
    """A report, told in the thread."""
    head = say._("📣 **Progress**, reported by {member}").format(
        member=say.markup.member(MemberId(int(data["by"])))
    )
    return "\n".join([head, say.markup.body(data["text"], LONGEST_REPORT), *_link(data["link"], say)])


def progressed_line(number: ProposalNumber, say: Language) -> str:
    """The answer to who reported."""
    return say._(
        "✅ Your report is kept with proposal {number}, and is posted in its thread in a moment."
    ).format(number=number)


def progress_lines(reports: Sequence[ProgressReport], say: Language) -> list[str]:
    """The newest reports under a heading, each in a line; nothing where there are none."""
    if not reports:
        return []
    lines = [
        " · ".join(
            [
                report_line(each, say),
                say.markup.name(each.text, _LINE),
                *_link(each.link, say),
            ]
        )
        for each in reversed(reports[-_SHOWN:])
    ]
    more = len(reports) - len(lines)
    return [say._("**What has been done since**"), *lines, *([say.and_more(more)] if more else [])]


def reports_heading(say: Language) -> str:
    """Of the reports, on a page."""
    return say._("What has been done since")


def report_line(report: ProgressReport, say: Language) -> str:
    """When and by whom it was written."""
    return f"{say.moment(report.at)} {say.markup.member(report.by)}"


def _link(link: str, say: Language) -> list[str]:
    return [say.markup.name(link, LONGEST_LINK)] if link else []
