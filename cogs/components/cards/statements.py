"""Statements on a proposal: the message in its thread, one statement at a time, and what the answers say."""

from typing import Any

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.statements.statement import Answer
from bot.services.proposals.drafting.authorship import EDITABLE
from bot.services.statements.answering import Asked
from bot.services.statements.results import StatementsPost, StatementsShown
from bot.wording.language import Language
from bot.wording.markup.plain_text import one_line
from bot.wording.proposals import statements as words
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.pages import pages
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId, Part
from cogs.components.limits import within_limits

PUT_STATEMENT = CustomId("put-statement", proposal=PROPOSAL)
ANSWER_STATEMENTS = CustomId("answer-statements", proposal=PROPOSAL)
SHOW_STATEMENTS = CustomId("show-statements", proposal=PROPOSAL)
STATEMENT = CustomId("statement", proposal=PROPOSAL, number=NUMBER)
ANSWER_STATEMENT = CustomId(
    "answer-statement", proposal=PROPOSAL, number=NUMBER, given=Part("|".join(Answer), Answer)
)
STATEMENTS_PAGE = CustomId("statements-page", proposal=PROPOSAL, page=NUMBER)
STATEMENTS_FILE = CustomId("statements-file", proposal=PROPOSAL)
AMEND = CustomId("amend", proposal=PROPOSAL)
_PAGE = 3_000
"""Characters of a page, so that one is read at a glance."""
_OPTIONS = 25
_STYLES = {
    Answer.AGREE: discord.ButtonStyle.success,
    Answer.PASS: discord.ButtonStyle.secondary,
    Answer.DISAGREE: discord.ButtonStyle.danger,
}


def post_view(post: StatementsPost, say: Language, *, withheld: bool = False) -> ui.LayoutView:
    """As many statements as fit, the rest counted, and the buttons."""
    view = lines_view(*words.post_lines(post, say, withheld=withheld), say=say)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if post.open:
        row.add_item(_answer_button(post.proposal.id, say)).add_item(put_button(post.proposal.id, say))
    row.add_item(ui.Button(label=words.show_label(say), custom_id=SHOW_STATEMENTS(proposal=post.proposal.id)))
    view.add_item(row)
    view.stop()
    return within_limits(view)


def put_button(proposal: ProposalId, say: Language) -> ui.Button[Any]:
    """Opens the form for a statement."""
    return ui.Button(label=words.put_label(say), custom_id=PUT_STATEMENT(proposal=proposal))


def _answer_button(proposal: ProposalId, say: Language) -> ui.Button[Any]:
    return ui.Button(
        label=words.answer_label(say),
        style=discord.ButtonStyle.primary,
        custom_id=ANSWER_STATEMENTS(proposal=proposal),
    )


def answer_view(lines: list[str], proposal: ProposalId, say: Language) -> ui.LayoutView:
    """What became of a statement, and the way to the others."""
    return lines_view(*lines, say=say).add_item(ui.ActionRow(_answer_button(proposal, say)))


def asked_view(asked: Asked, say: Language) -> ui.LayoutView:
    """One statement with the buttons to answer it, and to go back and on."""
    view = lines_view(*words.asked_lines(asked, say), say=say)
    proposal, statement = asked.proposal.id, asked.statement
    if statement is not None:
        answers: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for answer, label in words.answer_labels(say).items():
            custom_id = ANSWER_STATEMENT(proposal=proposal, number=statement.number, given=answer.value)
            answers.add_item(ui.Button(label=label, style=_STYLES[answer], custom_id=custom_id))
        view.add_item(answers)
        around = [(words.before_label(say), asked.before), (words.after_label(say), asked.after)]
    else:
        around = [(words.change_label(say), asked.first)]
    moves = [
        ui.Button[ui.LayoutView](label=label, custom_id=STATEMENT(proposal=proposal, number=number))
        for label, number in around
        if number is not None
    ]
    if statement is None:
        moves.append(put_button(proposal, say))
    return view.add_item(ui.ActionRow(*moves)) if moves else view


def results_view(shown: StatementsShown, page: int, say: Language, *, own: bool) -> ui.LayoutView:
    """One page of what the answers say, with the ways to the others; for its authors with a menu of what may be taken
    over."""
    found = pages(words.results_lines(shown, say), _PAGE)
    page = min(page, len(found) - 1)
    view, proposal = lines_view(found[page], say=say), shown.proposal.id
    agreed = shown.bridging.agreed[:_OPTIONS]
    if own and shown.enough and agreed and shown.state in EDITABLE:
        options = [
            discord.SelectOption(
                label=f"{each.number}: {one_line(words.statement_words(each.text, say.plain()))}",
                value=str(each.number),
            )
            for each in agreed
        ]
        menu = ui.Select[ui.LayoutView](
            custom_id=AMEND(proposal=proposal), placeholder=words.amend_placeholder(say), options=options
        )
        view.add_item(ui.ActionRow(menu))
    buttons: list[ui.Button[Any]] = [
        ui.Button(label=label, custom_id=STATEMENTS_PAGE(proposal=proposal, page=to))
        for label, to in ((words.before_label(say), page - 1), (words.after_label(say), page + 1))
        if 0 <= to < len(found)
    ]
    if shown.open:
        buttons += [_answer_button(proposal, say), put_button(proposal, say)]
    if shown.enough and not shown.hidden:
        label = words.file_label(say)
        buttons.append(ui.Button(label=label, custom_id=STATEMENTS_FILE(proposal=proposal)))
    return view.add_item(ui.ActionRow(*buttons)) if buttons else view
