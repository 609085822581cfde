"""The message on which members sponsor a draft."""

import discord
from discord import ui
from msgspec.structs import replace

from bot.services.proposals.drafting.sponsoring import SponsoredDraft
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.proposals.cards.changes import DANGERS, look_twice_lines
from bot.wording.proposals.cards.details import choices_lines
from bot.wording.proposals.drafts import drafts
from bot.wording.proposals.drafts import sponsoring as words
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId
from cogs.components.limits import within_limits

SPONSOR = CustomId("sponsor", proposal=PROPOSAL, number=NUMBER)
UNSPONSOR = CustomId("unsponsor", proposal=PROPOSAL, number=NUMBER)
SPONSOR_DETAILS = CustomId("sponsor-details", proposal=PROPOSAL, number=NUMBER)
_ASKED = 700
_ACTIONS = 1_900
_MORE, _CAST = 600, 1_800
_TEXT = 200
"""Characters: of what is asked for, of the actions in full, of choices and changes (more where votes are cast
elsewhere or the server changes), and what is left for the text at least."""
_GREEN, _GREY = 0x10B981, 0x6B7280


@telling_accounts_apart
def sponsoring_view(draft: SponsoredDraft, say: Language) -> ui.LayoutView:
    """What it says and does, dangers before everything; who stands behind it; and, while it may be sponsored, the
    buttons."""
    preview, proposal = draft.preview, draft.proposal
    head = drafts.draft_head(preview, say)
    twice = "\n".join(look_twice_lines(proposal, say, preview.milestones, room=DANGERS))
    asked = say.fitted(words.call_lines(draft, say), _ASKED)
    choices = say.fitted(choices_lines(proposal, say), _MORE)
    left = LAYOUT_LIMIT - sum(map(len, (head, twice, asked, choices))) - _TEXT
    limit = (
        _MORE
        if preview.foreign_vote is None and not proposal.content.acts and not preview.milestones
        else _CAST
    )
    changes = drafts.draft_changes(preview, min(limit, left // 2 if preview.actions else left), say)
    more = "\n".join(filter(None, [choices, changes]))
    left -= len(changes) + 1
    actions = drafts.draft_actions(preview, min(_ACTIONS, left), left, say)
    text = drafts.draft_text(proposal.content.text, left - len(actions), say)
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(head)]
    if twice:
        parts.append(ui.TextDisplay(twice))
    for part in (actions, asked, more, text):
        if part:
            parts += [ui.Separator(), ui.TextDisplay(part)]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_GREEN if draft.stands else _GREY))
    if draft.stands:
        view.add_item(_buttons(draft, say))
    view.stop()
    return within_limits(view)


def withheld_draft(draft: SponsoredDraft, say: Language) -> SponsoredDraft:
    """The same without its author's words, for servers whose filters let no message with them pass."""
    title, text = words.withheld_draft_title(say), words.withheld_draft_text(say)
    content = replace(draft.proposal.content, title=title, text=text)
    return replace(draft, preview=replace(draft.preview, proposal=replace(draft.proposal, content=content)))


def _buttons(draft: SponsoredDraft, say: Language) -> ui.ActionRow[ui.LayoutView]:
    named = {"proposal": draft.proposal.id, "number": draft.call.number}
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(
        ui.Button(
            label=words.sponsor_label(say),
            style=discord.ButtonStyle.success,
            custom_id=SPONSOR(**named),
        )
    )
    row.add_item(ui.Button(label=words.take_back_label(say), custom_id=UNSPONSOR(**named)))
    row.add_item(ui.Button(label=words.sponsor_details_label(say), custom_id=SPONSOR_DETAILS(**named)))
    return row
