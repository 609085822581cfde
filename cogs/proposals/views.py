"""A draft as its author sees it before anybody else does, what is asked of it, and the menu of tracks."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.line_forms.form import LineForm
from bot.domain.line_forms.registry import ACT_FORMS, ACTION_FORMS
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.delegation.delegated_power import OnChainDelegation
from bot.services.proposals.drafting.authorship import SUBMITTABLE
from bot.services.proposals.drafting.previews import Preview
from bot.services.proposals.drafting.track_eligibility import TrackChoice
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.delegation.delegated_power import undelegated_lines
from bot.wording.language import Language
from bot.wording.markup.discord_markup import CHOICE_LIMIT, LAYOUT_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.proposals.cards.changes import DANGERS, look_twice_lines
from bot.wording.proposals.cards.details import choices_lines
from bot.wording.proposals.drafts import drafts
from bot.wording.proposals.drafts.line_forms import form_hint, form_title
from bot.wording.proposals.drafts.sponsoring import ask_sponsors_label
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.pages import pages
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId, Part

PICK_TRACK = CustomId("pick-track", begun=Part("[0-9a-f]{16}|"))
ADD_ACTION = CustomId("add-action", proposal=PROPOSAL)
ADD_ACT = CustomId("add-act", proposal=PROPOSAL)
SUBMIT = CustomId("submit", proposal=PROPOSAL, revision=NUMBER)
"""The revision that the author sees: a co-author may have made another one when it is pressed."""
ASK_SPONSORS = CustomId("ask-sponsors", proposal=PROPOSAL)
EDIT = CustomId("edit", proposal=PROPOSAL)
BRING_UP = CustomId("bring-up", proposal=PROPOSAL)
DISCARD = CustomId("discard", proposal=PROPOSAL)
WITHDRAW = CustomId("withdraw", proposal=PROPOSAL)

_POLICY = (1_000, 200)
"""Characters of the rules: where there is room, and where the actions need it."""
_ACTIONS_LIMIT = 900
"""Characters of the actions in full. What is longer is told in short, and in full in messages of its own."""
_SIMULATION_LIMIT = 700
"""Characters of what changes. What is longer stands in messages of its own."""
_CHOICES_LIMIT = 450
_GRANTS_LIMIT = 600
_CAST_LIMIT = 1_800
"""Of a vote elsewhere every call is shown that the result may come to, and of the server every change."""
_MILESTONES_LIMIT = 1_600
_NOTE_LIMIT, _TEXT_LEAST = 200, 100
_GREY = 0x6B7280


@telling_accounts_apart
def draft_view(preview: Preview, say: Language, *, own: bool = True) -> ui.LayoutView:
    """The proposal as it will look, its actions decoded, the rules that it will go by, and, for its author, what to do
    with it."""
    proposal, current = preview.proposal, preview.state
    head = drafts.draft_head(preview, say)
    choices, twice = _choices(preview, say), _dangers(preview, say)
    grants = drafts.draft_changes(preview, _room_for_changes(preview, say), say)
    most = (
        LAYOUT_LIMIT - sum(map(len, (head, twice, grants, choices))) - _NOTE_LIMIT - _POLICY[1] - _TEXT_LEAST
    )
    actions = drafts.draft_actions(preview, _ACTIONS_LIMIT, most, say)
    most -= len(actions)
    tried = drafts.draft_simulation(preview, min(_SIMULATION_LIMIT, most), say)
    most -= len(tried)
    policy = say.fitted(drafts.draft_rules_lines(proposal, say), min(_POLICY[0], _POLICY[1] + most))
    room = (
        LAYOUT_LIMIT
        - len(head)
        - len(twice)
        - len(actions)
        - len(tried)
        - len(grants)
        - len(choices)
        - len(policy)
        - _NOTE_LIMIT
    )
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(head),
        *([ui.TextDisplay[ui.LayoutView](twice)] if twice else []),
        ui.TextDisplay(drafts.draft_text(proposal.content.text, room, say)),
    ]
    if choices:
        parts += [ui.Separator(), ui.TextDisplay(choices)]
    if actions:
        parts += [ui.Separator(), ui.TextDisplay(actions)]
    if tried:
        parts += [ui.Separator(), ui.TextDisplay(tried)]
    if grants:
        parts += [ui.Separator(), ui.TextDisplay(grants)]
    parts += [ui.Separator(), ui.TextDisplay(policy)]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_GREY))
    if own and current in (*SUBMITTABLE, State.DISCUSSION):
        rules = proposal.rules
        with_actions = rules.executor is not None or rules.next_track is not None
        for row in _rows(preview, say, with_actions=with_actions):
            view.add_item(row)
    return view


@telling_accounts_apart
def rest_of_draft(preview: Preview, say: Language) -> list[ui.LayoutView]:
    """The actions in full, what changes by them, and what it brings beside them, where the draft itself shows that in
    short."""
    lines = drafts.draft_actions_lines(preview, say)
    tried = drafts.draft_simulation_lines(preview, say)
    if not preview.actions or len("\n".join(lines)) <= _ACTIONS_LIMIT:
        lines = []
    if len("\n".join(tried)) <= _SIMULATION_LIMIT and not lines:
        tried = []
    changes = drafts.draft_changes_lines(preview, say)
    if len("\n".join(changes)) <= _room_for_changes(preview, say):
        changes = []
    else:
        changes = [*look_twice_lines(preview.proposal, say, preview.milestones), *changes]
    return [lines_view(page, say=say) for page in pages([*lines, *tried, *changes], LAYOUT_LIMIT)]


def _dangers(preview: Preview, say: Language) -> str:
    return "\n".join(look_twice_lines(preview.proposal, say, preview.milestones, room=DANGERS))


def _choices(preview: Preview, say: Language) -> str:
    return say.fitted(choices_lines(preview.proposal, say), _CHOICES_LIMIT)


def _room_for_changes(preview: Preview, say: Language) -> int:
    """Characters of what it brings beside its actions: at most half of what is left where it has actions, too."""
    limit = _GRANTS_LIMIT
    if preview.milestones:
        limit = _MILESTONES_LIMIT
    if preview.foreign_vote is not None or preview.proposal.content.acts:
        limit = _CAST_LIMIT
    taken = (drafts.draft_head(preview, say), _dangers(preview, say), _choices(preview, say))
    left = LAYOUT_LIMIT - sum(map(len, taken)) - _NOTE_LIMIT - _POLICY[1] - _TEXT_LEAST
    return min(limit, left // 2 if preview.actions else left)


def _rows(preview: Preview, say: Language, *, with_actions: bool) -> list[ui.ActionRow[ui.LayoutView]]:
    proposal, current = preview.proposal, preview.state
    named = {"proposal": proposal.id}
    buttons = [ui.Button[ui.LayoutView](label=drafts.edit_label(say), custom_id=EDIT(**named))]
    if current in SUBMITTABLE:
        submit = ui.Button[ui.LayoutView](
            label=drafts.submit_label(say),
            style=discord.ButtonStyle.success,
            custom_id=SUBMIT(**named, revision=proposal.revision),
        )
        buttons.insert(0, submit)
        if proposal.policy.sponsoring and current is State.DRAFT:
            buttons.append(ui.Button(label=ask_sponsors_label(say), custom_id=ASK_SPONSORS(**named)))
        if preview.above is not None and current is State.DRAFT:
            label = drafts.bring_up_label(preview.above, say)
            buttons.append(ui.Button(label=label, custom_id=BRING_UP(**named)))
        buttons.append(ui.Button(label=drafts.discard_label(say), custom_id=DISCARD(**named)))
    milestones = proposal.rules.milestones is not None or proposal.rules.next_track is not None
    offered = [
        form
        for form in ACTION_FORMS.values()
        if (with_actions or not form.executed)
        and (milestones or not form.promised)
        and (preview.streams or not form.streams)
    ]
    menus = [_menu(ADD_ACTION(**named), drafts.add_action_label(say), offered, say)]
    if preview.acts:
        acts = [ACT_FORMS[kind] for kind in preview.acts]
        menus.append(_menu(ADD_ACT(**named), drafts.add_act_label(say), acts, say))
    return [*menus, ui.ActionRow(*buttons)]


def _menu(
    custom_id: str, label: str, forms: Sequence[LineForm], say: Language
) -> ui.ActionRow[ui.LayoutView]:
    """Of lines that one adds by a form."""
    options = [
        discord.SelectOption(label=form_title(form, say), value=form.kind, description=form_hint(form, say))
        for form in forms
    ]
    return ui.ActionRow(ui.Select[ui.LayoutView](custom_id=custom_id, placeholder=label, options=options))


def withdraw_view(proposal: Proposal, say: Language) -> ui.LayoutView:
    """Asks once, since it can't be undone."""
    view = lines_view(drafts.withdraw_question(proposal, say), say=say)
    button = ui.Button[ui.LayoutView](
        label=drafts.withdraw_label(proposal, say),
        style=discord.ButtonStyle.danger,
        custom_id=WITHDRAW(proposal=proposal.id),
    )
    return view.add_item(ui.ActionRow(button))


@telling_accounts_apart
def track_picker_view(
    track_choices: Sequence[TrackChoice],
    undelegated: Sequence[OnChainDelegation],
    say: Language,
    begun: str = "",
) -> ui.LayoutView:
    """The tracks with what each asks of a proposer, those where it is met first, and a menu of them; before it what
    the member holds and nobody votes with. `begun`: the token of what the draft
    begins with."""
    menu = ui.Select[ui.LayoutView](
        custom_id=PICK_TRACK(begun=begun),
        placeholder=drafts.choose_track_label(say),
        options=[
            discord.SelectOption(
                label=cut(one_line(track_choice.track.name), CHOICE_LIMIT),
                value=str(track_choice.track.id),
                description=cut(drafts.eligibility_words(track_choice, say), CHOICE_LIMIT),
            )
            for track_choice in track_choices
        ],
    )
    lines = [*undelegated_lines(undelegated, say), *drafts.track_picker_lines(track_choices, say)]
    return lines_view(*lines, say=say).add_item(ui.ActionRow(menu))
