"""What an edit changed and what a proposal does, as answers to one member; in full as a file."""

import io
from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.actions.actions import DecodedAction
from bot.domain.canonical import canonical_json
from bot.domain.frozen_document import action_document
from bot.domain.proposals.facts import Revision
from bot.domain.proposals.proposal import Proposal
from bot.services.milestones.showing import ShownMilestone
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.calls import proposal_calls_lines
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.markup.plain_text import cut
from bot.wording.proposals.drafts.diffs import not_edited_line, revision_diff, revision_head, which_edits_line
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.pages import pages

Answer = tuple[ui.LayoutView, list[discord.File]]

_DIFF_LIMIT = 3_500


def diff_answer(
    proposal: Proposal, revisions: Sequence[Revision], number: int | None, say: Language
) -> Answer:
    """What a revision (the last one where None is given) changed; in full as a file where it is long."""
    last, known = revisions[-1].number, proposal.number if proposal.submission else None
    number = last if number is None else number
    if last == 1:
        return lines_view(not_edited_line(known, say), say=say), []
    if not 2 <= number <= last:
        return lines_view(which_edits_line(known, last, say), say=say), []
    difference = revision_diff(revisions, number, say)
    view = lines_view(
        revision_head(known, revisions[number - 1], last, say),
        say.markup.code_block(cut(difference, _DIFF_LIMIT), "diff"),
        say=say,
    )
    if len(difference) <= _DIFF_LIMIT:
        return view, []
    return _with_file(view, f"{_name(proposal)}-revision-{number}.diff", difference.encode())


@telling_accounts_apart
def actions_answer(
    proposal: Proposal,
    decoded: Sequence[DecodedAction],
    say: Language,
    milestones: Sequence[ShownMilestone] = (),
) -> Answer:
    """Each action in words and as it is executed, to the byte in a file; and how reputation changes. What doesn't fit
    into the message is `rest_of_actions`."""
    first, *_ = _pages(proposal, decoded, say, milestones)
    view = lines_view(first, say=say)
    if not decoded:
        return view, []
    document = [action_document(each.action) for each in decoded]
    return _with_file(view, f"{_name(proposal)}-actions.json", canonical_json(document))


@telling_accounts_apart
def rest_of_actions(
    proposal: Proposal,
    decoded: Sequence[DecodedAction],
    say: Language,
    milestones: Sequence[ShownMilestone] = (),
) -> list[ui.LayoutView]:
    """The messages that follow that answer."""
    _, *rest = _pages(proposal, decoded, say, milestones)
    return [lines_view(page, say=say) for page in rest]


def _pages(
    proposal: Proposal,
    decoded: Sequence[DecodedAction],
    say: Language,
    milestones: Sequence[ShownMilestone] = (),
) -> list[str]:
    return pages(proposal_calls_lines(proposal, decoded, say, milestones), LAYOUT_LIMIT)


def _name(proposal: Proposal) -> str:
    return f"proposal-{proposal.number}" if proposal.submission else "draft"


def _with_file(view: ui.LayoutView, name: str, content: bytes) -> Answer:
    view.add_item(ui.File(f"attachment://{name}"))
    return view, [discord.File(io.BytesIO(content), name)]
