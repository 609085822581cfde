"""Lists of proposals, their edits and their actions, as answers to one member."""

import io
from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.domain.actions import DecodedAction
from bot.domain.canonical import canonical_json
from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal, Revision, State, action_document
from bot.wording.calls import call_lines
from bot.wording.diffs import revision_diff
from bot.wording.reputation import changes_lines
from bot.wording.states import state_words
from bot.wording.text import code_block, cut, member, title_of, when
from cogs.components.language import ENGLISH
from cogs.components.layouts import lines_view

Answer = tuple[ui.LayoutView, list[discord.File]]

LISTED = 20
_DIFF_LIMIT = 3_500


def list_lines(seen: Sequence[tuple[Proposal, State]], now: datetime) -> list[str]:
    """The newest first, of those that the member may see."""
    if not seen:
        return ["There are no proposals yet. `/propose` writes the first one."]
    return [
        "**Proposals**, the newest first",
        *(_list_line(proposal, current, now) for proposal, current in seen[:LISTED]),
    ]


def _list_line(proposal: Proposal, current: State, now: datetime) -> str:
    moments = {
        State.DISCUSSION: ("vote opens", proposal.opens_at),
        State.VOTING: ("ends", proposal.ends_at(now)),
        State.TIMELOCK: ("veto possible until", proposal.timelock_ends_at),
        State.EXECUTION: ("expires", proposal.expires_at),
    }
    words, time = moments.get(current, ("", None))
    then = f", {words} {when(time)}" if time else ""
    return f"`#{proposal.id}` {title_of(proposal.content.title)}: **{state_words(current, ENGLISH)}**{then}"


def diff_answer(proposal: ProposalId, revisions: Sequence[Revision], number: int | None) -> Answer:
    """What a revision (the last one where None is given) changed; in full as a file where it is long."""
    last = revisions[-1].number
    number = last if number is None else number
    if last == 1:
        return lines_view(f"Proposal {proposal} has not been edited."), []
    if not 2 <= number <= last:
        return lines_view(
            f"Proposal {proposal} has the edits 2 to {last}; revision 1 is how it was first written."
        ), []
    revision = revisions[number - 1]
    difference = revision_diff(revisions, number, ENGLISH)
    view = lines_view(
        f"**Proposal {proposal}, revision {number} of {last}**, by {member(revision.by)} {when(revision.at)}",
        code_block(cut(difference, _DIFF_LIMIT), "diff"),
    )
    if len(difference) <= _DIFF_LIMIT:
        return view, []
    return _with_file(view, f"proposal-{proposal}-revision-{number}.diff", difference.encode())


def actions_answer(proposal: Proposal, decoded: Sequence[DecodedAction]) -> Answer:
    """Each action in words and as it is executed, to the byte in a file; and how reputation changes."""
    grants = changes_lines(proposal, ENGLISH)
    if not decoded and grants:
        return lines_view(*grants), []
    if not decoded:
        return lines_view(f"Proposal {proposal.id} has no actions: it decides, and nothing is executed."), []
    lines = [f"**If proposal {proposal.id} passes**, the Safe is asked to make these calls, in this order:"]
    for number, action in enumerate(decoded, start=1):
        lines += call_lines(number, action, ENGLISH)
    document = [action_document(each.action) for each in decoded]
    return _with_file(
        lines_view(*lines, *grants), f"proposal-{proposal.id}-actions.json", canonical_json(document)
    )


def _with_file(view: ui.LayoutView, name: str, content: bytes) -> Answer:
    view.add_item(ui.File(f"attachment://{name}"))
    return view, [discord.File(io.BytesIO(content), name)]
