"""A draft as its author sees it before anybody else does."""

from datetime import datetime

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.proposal import State, state
from bot.services.proposals.proposing import Preview
from bot.wording.details import choices_lines
from bot.wording.policy_lines import policy_lines
from bot.wording.reputation import changes_lines
from bot.wording.states import state_words
from bot.wording.text import LAYOUT_LIMIT, body, escape, fitted, member, title_of
from cogs.components.cards import actions_text
from cogs.proposals.action_fields import ACTION_HINTS, ACTION_TITLES, WITHOUT_EXECUTOR

_POLICY_LIMIT = 1_000
_ACTIONS_LIMIT = 900
_CHOICES_LIMIT = 450
_GRANTS_LIMIT = 600
_NOTE_LIMIT = 200
_GREY = 0x6B7280


def draft_view(preview: Preview, now: datetime) -> ui.LayoutView:
    """The proposal as it will look, its actions decoded, the rules that it will go by, and what to do with it."""
    proposal = preview.proposal
    current = state(proposal, now)
    head = (
        f"## {title_of(proposal.content.title)}\n"
        f"-# Proposal {proposal.id} · track {escape(preview.track.name, 40)} · by {member(proposal.author)} · "
        f"**{state_words(current)}**"
    )
    actions = actions_text(preview.actions, _ACTIONS_LIMIT) if preview.actions else ""
    grants = fitted(changes_lines(proposal), _GRANTS_LIMIT)
    choices = fitted(choices_lines(proposal), _CHOICES_LIMIT)
    policy = fitted(["**Rules**", *policy_lines(proposal.rules)], _POLICY_LIMIT)
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
    draft = f"draft:{proposal}"
    buttons = [ui.Button[ui.LayoutView](label="Edit", custom_id=f"{draft}:edit")]
    if current is State.DRAFT:
        submit = discord.ButtonStyle.success
        buttons.insert(0, ui.Button(label="Submit", style=submit, custom_id=f"{draft}:submit"))
        buttons.append(ui.Button(label="Discard", custom_id=f"{draft}:discard"))
    menu = ui.Select[ui.LayoutView](
        custom_id=f"{draft}:add",
        placeholder="Add an action…",
        options=[
            discord.SelectOption(label=label, value=kind, description=ACTION_HINTS[kind])
            for kind, label in ACTION_TITLES.items()
            if with_actions or kind in WITHOUT_EXECUTOR
        ],
    )
    return [ui.ActionRow(menu), ui.ActionRow(*buttons)]
