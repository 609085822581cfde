"""A draft as its author sees it before anybody else does, what is asked and said of it, and the menu of tracks."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal, State
from bot.services.proposals.proposing import Preview
from bot.services.proposals.track_eligibility import TrackChoice
from bot.wording.amounts import power_text
from bot.wording.cards import actions_head, actions_text
from bot.wording.details import choices_lines
from bot.wording.policies import policy_lines
from bot.wording.reputation import changes_lines
from bot.wording.states import state_words
from bot.wording.text import (
    CHOICE_LIMIT,
    LAYOUT_LIMIT,
    body,
    cut,
    escape,
    fitted,
    member,
    moment,
    one_line,
    title_of,
)
from cogs.components.custom_ids import PROPOSAL, CustomId
from cogs.components.language import ENGLISH
from cogs.components.layouts import lines_view
from cogs.proposals.action_fields import ACTION_HINTS, ACTION_TITLES, WITHOUT_EXECUTOR

PICK_TRACK = CustomId("pick-track")
ADD_ACTION = CustomId("add-action", proposal=PROPOSAL)
SUBMIT = CustomId("submit", proposal=PROPOSAL)
EDIT = CustomId("edit", proposal=PROPOSAL)
DISCARD = CustomId("discard", proposal=PROPOSAL)
WITHDRAW = CustomId("withdraw", proposal=PROPOSAL)

_POLICY_LIMIT = 1_000
_ACTIONS_LIMIT = 900
_CHOICES_LIMIT = 450
_GRANTS_LIMIT = 600
_NOTE_LIMIT = 200
_GREY = 0x6B7280


def draft_view(preview: Preview) -> ui.LayoutView:
    """The proposal as it will look, its actions decoded, the rules that it will go by, and what to do with it."""
    proposal, current = preview.proposal, preview.state
    head = (
        f"## {title_of(proposal.content.title)}\n"
        f"-# Proposal {proposal.id} · track {escape(preview.track.name, 40)} · by {member(proposal.author)} · "
        f"**{state_words(current, ENGLISH)}**"
    )
    actions = (
        actions_text(preview.actions, _ACTIONS_LIMIT, actions_head(proposal.rules, ENGLISH), ENGLISH)
        if preview.actions
        else ""
    )
    grants = fitted(changes_lines(proposal, ENGLISH), _GRANTS_LIMIT)
    choices = fitted(choices_lines(proposal, ENGLISH), _CHOICES_LIMIT)
    policy = fitted(["**Rules**", *policy_lines(proposal.rules, ENGLISH)], _POLICY_LIMIT)
    room = LAYOUT_LIMIT - len(head) - len(actions) - len(grants) - len(choices) - len(policy) - _NOTE_LIMIT
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(head),
        ui.TextDisplay(_text(proposal.content.text, room)),
    ]
    if choices:
        parts += [ui.Separator(), ui.TextDisplay(choices)]
    if actions:
        parts += [ui.Separator(), ui.TextDisplay(actions)]
    if grants:
        parts += [ui.Separator(), ui.TextDisplay(grants)]
    parts += [ui.Separator(), ui.TextDisplay(policy)]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_GREY))
    if current in (State.DRAFT, State.DISCUSSION):
        rules = proposal.rules
        with_actions = rules.executor is not None or rules.next_track is not None
        for row in _rows(proposal.id, current, with_actions=with_actions):
            view.add_item(row)
    return view


def _text(text: str, room: int) -> str:
    whole = body(text) or "-# (no text)"
    if len(whole) <= room:
        return whole
    return f"{body(text, room)}\n-# (cut here: the thread shows all {len(text)} characters)"


def _rows(proposal: ProposalId, current: State, *, with_actions: bool) -> list[ui.ActionRow[ui.LayoutView]]:
    buttons = [ui.Button[ui.LayoutView](label="Edit", custom_id=EDIT(proposal=proposal))]
    if current is State.DRAFT:
        submit = discord.ButtonStyle.success
        buttons.insert(0, ui.Button(label="Submit", style=submit, custom_id=SUBMIT(proposal=proposal)))
        buttons.append(ui.Button(label="Discard", custom_id=DISCARD(proposal=proposal)))
    menu = ui.Select[ui.LayoutView](
        custom_id=ADD_ACTION(proposal=proposal),
        placeholder="Add an action…",
        options=[
            discord.SelectOption(label=label, value=kind, description=ACTION_HINTS[kind])
            for kind, label in ACTION_TITLES.items()
            if with_actions or kind in WITHOUT_EXECUTOR
        ],
    )
    return [ui.ActionRow(menu), ui.ActionRow(*buttons)]


def withdraw_view(proposal: Proposal) -> ui.LayoutView:
    """Asks once, since it can't be undone."""
    act = "Withdraw it" if proposal.submission else "Discard it"
    view = lines_view(
        f"**{act}?** Proposal {proposal.id}, {title_of(proposal.content.title)}, can't be taken up again after "
        "that. Its text stays in the history."
    )
    button = ui.Button[ui.LayoutView](
        label=act, style=discord.ButtonStyle.danger, custom_id=WITHDRAW(proposal=proposal.id)
    )
    return view.add_item(ui.ActionRow(button))


def submitted_lines(proposal: Proposal, discussion: int) -> list[str]:
    """What happens now that a draft was submitted."""
    lines = [
        f"✅ **Proposal {proposal.id}, {title_of(proposal.content.title)}, is in discussion.**",
        f"Its thread opens in <#{discussion}> in a moment.",
    ]
    if proposal.opens_at:
        lines.append(f"The vote opens by itself {moment(proposal.opens_at)}.")
    lines.append(
        "Until then you can change it with `/proposal edit` or take it back with `/proposal withdraw`."
    )
    return lines


def track_picker_view(track_choices: Sequence[TrackChoice]) -> ui.LayoutView:
    """The tracks with what each asks of a proposer, those where it is met first, and a menu of them."""
    lines = ["**On which track?** Each kind of decision has rules of its own."]
    lines += [
        f"• **{escape(track_choice.track.name, 40)}**: {_eligibility(track_choice)}"
        for track_choice in track_choices
    ]
    menu = ui.Select[ui.LayoutView](
        custom_id=PICK_TRACK(),
        placeholder="Choose a track…",
        options=[
            discord.SelectOption(
                label=cut(one_line(track_choice.track.name), CHOICE_LIMIT),
                value=str(track_choice.track.id),
                description=cut(_eligibility(track_choice), CHOICE_LIMIT),
            )
            for track_choice in track_choices
        ],
    )
    return lines_view(*lines).add_item(ui.ActionRow(menu))


def _eligibility(track_choice: TrackChoice) -> str:
    """`you may propose`, or what is missing; plain, since menus show no formatting."""
    policy = track_choice.track.policy
    if track_choice.missing == 0:
        return "you may propose" + (" a temperature check" if policy.next_track else "")
    needed = power_text(policy.proposal_threshold, policy.power, ENGLISH, exact=True)
    if track_choice.held is None:
        return f"needs {needed}; what you hold could not be read now"
    return f"needs {needed}, you hold {power_text(track_choice.held, policy.power, ENGLISH)}"
