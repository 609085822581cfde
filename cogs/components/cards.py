"""The card of a proposal: one message from which a member understands what is decided, and votes."""

import re
from collections.abc import Sequence

from discord import ui

from bot.domain.actions import DecodedAction
from bot.domain.choices import reactions
from bot.domain.ids import ChannelId, GuildId
from bot.domain.policy.model import Policy
from bot.domain.proposal import ENDED, Opening, State
from bot.services.conviction.stake_groups import OPEN
from bot.services.proposals.cards import Card
from bot.wording import reputation
from bot.wording.delegated_power import delegated_power_notes
from bot.wording.executors.registry import words_of
from bot.wording.lifecycle import state_lines
from bot.wording.quorums import quorum_lines
from bot.wording.scores import totals
from bot.wording.stakes import stake_lines
from bot.wording.text import cut, escape, fitted, member, one_line, plain
from bot.wording.verdicts import outcome_sentence, running_sentence
from cogs.components.ballots.registry import vote_rows
from cogs.components.conviction_chart import FILE
from cogs.components.custom_ids import PROPOSAL, CustomId
from cogs.components.language import ENGLISH
from cogs.components.stake_buttons import stake_rows

IF_BOTH_PASS = "**If it passes, and then the binding vote too, the Safe is asked to**"
HIDDEN = (
    "🔒 **Hidden until the end**: totals, quorum and everybody's choice. `/vote mine` shows you your own."
)
WHY = CustomId("why", proposal=PROPOSAL)
DETAILS = CustomId("details", proposal=PROPOSAL)
"""Every card has this button, whatever its state."""
SUMMARY = 600
SENTENCES = 3
_LIMITS = {"head": 420, "state": 700, "summary": 760, "actions": 800, "count": 900, "foot": 400}
"""Characters of the parts of a card, as they are sent; together less than the 4,000 of a message."""
_COLOURS = {
    State.VOTING: 0x3B82F6,
    State.PAUSED: 0xF59E0B,
    State.TIMELOCK: 0x10B981,
    State.EXECUTION: 0x10B981,
    State.EXECUTED: 0x10B981,
    State.PASSED: 0x10B981,
    State.DEFEATED: 0xEF4444,
    State.VETOED: 0xEF4444,
    State.FAILED: 0xEF4444,
}
_GREY = 0x6B7280
_SENTENCE = re.compile(r"[.!?…]+[\"')\]]*\s")


def card_view(card: Card, chart: str | None = None) -> ui.LayoutView:
    """The card as a message: at most 4,000 characters and 40 components, whatever the proposal holds.

    `chart` says in words what the picture of the name chart.FILE shows, where one is attached.
    """
    proposal = card.proposal
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(_head(card)),
        ui.TextDisplay(fitted(state_lines(card, ENGLISH), _LIMITS["state"])),
        ui.TextDisplay(summary_of(proposal.content.text)),
    ]
    if deeds := _deeds(card):
        parts += [ui.Separator(), *map(ui.TextDisplay[ui.LayoutView], deeds)]
    if counted := _count_lines(card):
        parts += [ui.Separator(), ui.TextDisplay(fitted(counted, _LIMITS["count"], "… the rest in Details"))]
    if chart is not None:
        picture: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        picture.add_item(media=f"attachment://{FILE}", description=chart)
        parts.append(picture)
    if proposal.rules.open_ended and card.state in OPEN:
        parts += stake_rows(proposal, card.state)
    elif card.state is State.VOTING:
        parts += vote_rows(proposal.id, proposal.rules)
    parts += [_links(card), ui.TextDisplay(_foot(card))]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_COLOURS.get(card.state, _GREY)))
    # Stopped, so that discord.py doesn't keep it and match every click against it: custom ids are enough.
    view.stop()
    return view


def _head(card: Card) -> str:
    proposal = card.proposal
    title = escape(proposal.content.title, 100) or "Untitled"
    track = escape(card.track.name, 40)
    return cut(
        f"## {title}\n-# Proposal {proposal.id} · track {track} · by {member(proposal.author)}",
        _LIMITS["head"],
    )


def summary_of(text: str) -> str:
    """The first sentences of a proposal's text. The thread has all of it."""
    lines = [line.strip() for line in plain(text).splitlines()]
    told = [
        line.lstrip(">*- ") for line in lines if not line.startswith(("#", "```")) and line.strip("#>*-_= `")
    ]
    flat = one_line(" ".join(told or lines))
    sentences = [match.end() for match in _SENTENCE.finditer(flat + " ", 0, SUMMARY)][:SENTENCES]
    first = cut(flat, SUMMARY) if not sentences else flat[: sentences[-1]].strip()
    more = " …" if len(first) < len(flat) and not first.endswith("…") else ""
    return cut(escape(first) + more, _LIMITS["summary"]) or "-# (no text)"


def _deeds(card: Card) -> list[str]:
    """What happens if it passes: what its executor does, and how reputation changes. Together they have one limit."""
    content, room, texts = card.proposal.content, _LIMITS["actions"], []
    over = card.state in ENDED or card.proposal.closing is not None
    if lines := reputation.changes_lines(card.proposal, ENGLISH, over=over):
        texts.append(
            fitted(lines, room * 3 // 8 if content.actions else room, "… and {more} more in Details")
        )
    if content.actions:
        head = "**Its actions**" if over else actions_head(card.proposal.rules)
        texts.insert(0, actions_text(card.actions, room - sum(map(len, texts)), head))
    return texts


def actions_head(rules: Policy) -> str:
    """Who is asked to make the actions, and when."""
    if rules.next_track is not None:
        return IF_BOTH_PASS
    return "**Its actions**" if rules.executor is None else words_of(rules.executor.kind).asked_to(ENGLISH)


def actions_text(actions: Sequence[DecodedAction], limit: int, head: str) -> str:
    """What happens if it passes, decoded from the calldata, with warnings; a long list is cut and says so."""
    shown = []
    for number, action in enumerate(actions, start=1):
        lines = [f"{number}. {escape(action.sentence, 160)}"]
        lines += [f"   ⚠️ **Look twice**: {escape(warning, 120)}" for warning in action.warnings[:3]]
        shown.append("\n".join(lines))
    return fitted([head, *shown], limit, "… and {more} more in Details")


def _count_lines(card: Card) -> list[str]:
    if card.hidden and card.state is not State.CANCELLED:
        return [HIDDEN]
    if card.proposal.rules.open_ended:
        return stake_lines(card, ENGLISH)
    count = card.result
    if count is None:
        return []
    policy, proposal = card.proposal.rules, card.proposal
    lines = []
    if proposal.closing:
        lines.append(outcome_sentence(policy, count, ENGLISH))
    elif card.state is not State.CLOSED:
        lines.append(running_sentence(policy, count, ENGLISH))
    lines += quorum_lines(policy, count, ENGLISH, final=card.state not in (State.VOTING, State.PAUSED))
    lines += totals(policy, count, ENGLISH)
    voted = f"{count.voters} voted" if count.voters != 1 else "1 voted"
    if card.running_tally and card.running_tally.undetermined:
        waiting = card.running_tally.undetermined
        voted += (
            f" · {waiting} more {'waits' if waiting == 1 else 'wait'} for power that could not be read yet"
        )
    return [*lines, f"-# {voted}", *delegated_power_notes(card.delegated_power, policy.power, ENGLISH)]


def _links(card: Card) -> ui.ActionRow[ui.LayoutView]:
    proposal = card.proposal
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if proposal.opening and not proposal.rules.open_ended:
        row.add_item(ui.Button(label="Why? (my power)", custom_id=WHY(proposal=proposal.id)))
    row.add_item(ui.Button(label="Details", custom_id=DETAILS(proposal=proposal.id)))
    if card.thread:
        row.add_item(ui.Button(label="Discuss", url=channel_url(card.space.guild, card.thread.channel)))
    return row


def channel_url(guild: GuildId, channel: ChannelId) -> str:
    return f"https://discord.com/channels/{guild}/{channel}"


def _foot(card: Card) -> str:
    proposal = card.proposal
    lines = []
    if card.state is State.VOTING and (emoji := reactions(proposal.rules)):
        named = [f"{e} {ENGLISH.choice(name)}" for e, name in zip(emoji, proposal.rules.choices, strict=True)]
        lines.append(f"-# You may also react: {' · '.join(named)} (receipt: `/vote mine`)")
    if proposal.opening:
        lines.append(f"-# {frozen_line(proposal.opening)}")
    if proposal.closing:
        lines.append(f"-# Record `{proposal.closing.record_hash[:16]}…`, attached to the result")
    return fitted(lines, _LIMITS["foot"]) or f"-# Proposal {proposal.id}"


def frozen_line(opening: Opening) -> str:
    """What was frozen when the vote opened, to recognise: content hash and snapshot blocks."""
    blocks = ", ".join(
        f"block {b.number} of chain {b.chain} (`{b.hash[:10]}…`)" for b in opening.snapshot[:4]
    )
    return f"Content `{opening.content_hash[:16]}…` · {f'power as of {blocks}' if blocks else 'no chain is read'}"
