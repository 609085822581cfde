"""The card of a proposal: one message from which a member understands what is decided, and votes."""

from discord import ui

from bot.domain.proposals.state import State
from bot.services.conviction.stake_groups import OPEN
from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.assistance.summaries import SUMMARY_ROOM, summary_text
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.markup.links import channel_url
from bot.wording.markup.plain_text import cut, fitted
from bot.wording.proposals.cards import cards as words
from cogs.components.ballots.parts import Row
from cogs.components.ballots.registry import vote_rows
from cogs.components.cards.conviction_chart import FILE
from cogs.components.cards.stake_buttons import stake_rows
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.limits import within_limits

WHY = CustomId("why", proposal=PROPOSAL)
DETAILS = CustomId("details", proposal=PROPOSAL)
"""Every card has this button, whatever its state."""
_HEAD = 420
_STATE = (700, 400)
_COUNT = (900, 250)
_SUMMARY = (SUMMARY_ROOM, 80)
_FOOT = (400, 250)
_STATE_BESIDE = 150
"""Characters of the state beside what says on which chains its actions would fail."""
_DEEDS = 1900
"""Characters of the parts of a card, as they are sent. Two numbers: where there is room, and where the actions need it,
of which every value, recipient and danger stands on the card. A message holds 4,000."""
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


@telling_accounts_apart
def card_view(card: Card, say: Language, *, chart: str | None = None) -> ui.LayoutView:
    """The card as a message: at most 4,000 characters and 40 components, whatever the proposal holds.

    What is dangerous comes first, and with what one votes stands above everything that may be long.

    `chart` says in words what the picture of the name chart.FILE shows, where one is attached.
    """
    head = cut(words.card_head(card, say), _HEAD)
    states, counted = words.standing_lines(card, say), words.count_lines(card, say)
    failing = words.failing_lines(card, say)
    least = max(_STATE[1], len("\n".join(failing)) + _STATE_BESIDE if failing else 0)
    of_state = (max(_STATE[0], least), least)
    most = LAYOUT_LIMIT - len(head) - sum(share[1] for share in (_FOOT, of_state, _COUNT, _SUMMARY))
    deeds = words.deeds(card, _DEEDS, most, say)
    left = LAYOUT_LIMIT - len(head) - deeds.length
    foot = words.card_foot(card, _share(left, _FOOT, of_state, _COUNT, _SUMMARY), say)
    left -= len(foot)
    state = say.fitted(states, _share(left, of_state, _COUNT, _SUMMARY))
    left -= len(state)
    count = fitted(counted, _share(left, _COUNT, _SUMMARY), lambda _: words.rest_in_details(say))
    left -= len(count)
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(head)]
    if deeds.dangers:
        parts.append(ui.TextDisplay(deeds.dangers))
    parts += [
        ui.TextDisplay(state),
        ui.TextDisplay(summary_text(card, say, min(left, _SUMMARY[0]))),
        *_voting_rows(card, say),
        _links(card, say),
    ]
    if counted:
        parts += [ui.Separator(), ui.TextDisplay(count)]
    if chart is not None:
        picture: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        picture.add_item(media=f"attachment://{FILE}", description=chart)
        parts.append(picture)
    if deeds.texts:
        parts += [ui.Separator(), *map(ui.TextDisplay[ui.LayoutView], deeds.texts)]
    parts.append(ui.TextDisplay(foot))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_COLOURS.get(card.state, _GREY)))
    # Stopped, so that discord.py doesn't keep it and match every click against it: custom ids are enough.
    view.stop()
    return within_limits(view)


def _voting_rows(card: Card, say: Language) -> list[Row]:
    """With what one votes. What belongs to a vote that is about to open is there too: when it does, no other request
    has to succeed first."""
    proposal = card.proposal
    if proposal.rules.open_ended and card.state in (State.PENDING, *OPEN):
        return stake_rows(proposal, card.state, say)
    if card.state in (State.PENDING, State.VOTING):
        return vote_rows(proposal.id, proposal.rules, say)
    return []


def _share(left: int, wanted: tuple[int, int], *after: tuple[int, int]) -> int:
    """What a part may take of the characters that are left, so that each part after it gets its least."""
    return max(wanted[1], min(wanted[0], left - sum(share[1] for share in after)))


def _links(card: Card, say: Language) -> ui.ActionRow[ui.LayoutView]:
    proposal = card.proposal
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if proposal.opening and not proposal.rules.open_ended:
        row.add_item(ui.Button(label=words.why_label(say), custom_id=WHY(proposal=proposal.id)))
    row.add_item(ui.Button(label=words.details_label(say), custom_id=DETAILS(proposal=proposal.id)))
    if card.thread:
        url = channel_url(card.space.guild, card.thread.channel)
        row.add_item(ui.Button(label=words.discuss_label(say), url=url))
    if card.page:
        row.add_item(ui.Button(label=words.page_label(say), url=card.page))
    return row
