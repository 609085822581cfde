"""What an edit changed, as a unified diff that people can read."""

import difflib
import re
from collections.abc import Sequence
from itertools import islice

from bot.domain.actions.actions import DecodedAction
from bot.domain.ballot_formats.candidates import lines_of as choices_as_lines
from bot.domain.canonical import canonical_json
from bot.domain.councils.lines import line_of as seats_line
from bot.domain.frozen_document import action_document
from bot.domain.ids import ProposalNumber
from bot.domain.metagovernance.lines import line_of as cast_line
from bot.domain.milestones.lines import line_of as milestone_line
from bot.domain.proposals.facts import Content, Revision
from bot.domain.reputation.grants import line_of
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import listed
from bot.wording.language import Language

_SENTENCE_END = re.compile(r"(?<=[.!?])[ \t]+(?=\S)")
_CONTEXT = 1


def revision_diff(revisions: Sequence[Revision], number: int, say: Language) -> str:
    """The difference between a revision and the one before it; "" for the first, which has none before it.

    `revisions` are the oldest first. Raises KeyError for a number that isn't among them.
    """
    contents = {revision.number: revision.content for revision in revisions}
    after = contents[number]
    before = contents.get(number - 1)
    return content_diff(before, after, say) if before else ""


@telling_accounts_apart
def actions_after(
    revisions: Sequence[Revision], number: int, actions: Sequence[DecodedAction], say: Language
) -> list[str]:
    """All actions as they are now, in words, where this edit changed any; else nothing."""
    contents = {revision.number: revision.content for revision in revisions}
    before = contents.get(number - 1)
    if before is None or before.actions == contents[number].actions:
        return []
    if not actions:
        return [say._("**It has no actions now.**")]
    return listed(actions, say._("**Its actions are now**"), say)


def not_edited_line(number: ProposalNumber | None, say: Language) -> str:
    """That there is nothing to show; None stands for a draft."""
    if number is None:
        return say._("This draft has not been edited.")
    return say._("Proposal {number} has not been edited.").format(number=number)


def which_edits_line(number: ProposalNumber | None, last: int, say: Language) -> str:
    """Which revisions may be asked for, where another one was; None stands for a draft."""
    if number is None:
        return say._("This draft has the edits 2 to {last}; revision 1 is how it was first written.").format(
            last=last
        )
    return say._(
        "Proposal {number} has the edits 2 to {last}; revision 1 is how it was first written."
    ).format(number=number, last=last)


def revision_head(number: ProposalNumber | None, revision: Revision, last: int, say: Language) -> str:
    """Which edit it is, by whom and when; None stands for a draft."""
    words = (
        say._("**Draft, revision {revision} of {last}**, by {member} {when}")
        if number is None
        else say._("**Proposal {number}, revision {revision} of {last}**, by {member} {when}")
    )
    return words.format(
        number=number,
        revision=revision.number,
        last=last,
        member=say.markup.member(revision.by),
        when=say.when(revision.at),
    )


def content_diff(before: Content, after: Content, say: Language) -> str:
    """A unified diff of actions, milestones, reputation, title, choices and text, each under its name; "" where nothing
    differs but spaces and the ends of lines.

    The text is compared sentence by sentence, since a paragraph is one long line.
    """
    parts = [
        _part(say.pgettext("part of a proposal", "actions"), _lines(before), _lines(after)),
        _part(
            say.pgettext("part of a proposal", "milestones"),
            _milestones(before),
            _milestones(after),
        ),
        _part(
            say.pgettext("part of a proposal", "reputation"),
            [*map(line_of, before.grants)],
            [*map(line_of, after.grants)],
        ),
        _part(say.pgettext("part of a proposal", "title"), [before.title], [after.title]),
        _part(say.pgettext("part of a proposal", "choices"), _choices(before), _choices(after)),
        _part(say.pgettext("part of a proposal", "text"), _sentences(before.text), _sentences(after.text)),
    ]
    return "\n".join(part for part in parts if part)


def _part(name: str, before: Sequence[str], after: Sequence[str]) -> str:
    changes = difflib.unified_diff(before, after, lineterm="", n=_CONTEXT)
    # The first two lines name the files; there are none.
    lines = list(islice(changes, 2, None))
    return "\n".join([f"# {name}", *lines]) if lines else ""


def _choices(content: Content) -> list[str]:
    """Each on a line, with the member for whom it stands where one is elected."""
    return choices_as_lines(content.choices, content.candidates).splitlines()


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in _SENTENCE_END.split(line)]


def _lines(content: Content) -> list[str]:
    """Each action as it was written and, since that is only what the proposer says, as it is executed."""
    lines = [
        f"{number}. {action.line or 'raw'} → {action.to} value {action.value} data {action.data}"
        for number, action in enumerate(content.actions, start=1)
    ]
    lines += [f"{act.line} → {canonical_json(act.document()).decode()}" for act in content.acts]
    if content.seats is not None:
        lines.append(seats_line(content.seats))
    return lines if content.foreign is None else [*lines, cast_line(content.foreign)]


def _milestones(content: Content) -> list[str]:
    """Each as it was written and as it is paid."""
    return [
        f"{milestone_line(each)} → {canonical_json(action_document(each.payment)).decode()}"
        for each in content.milestones
    ]
