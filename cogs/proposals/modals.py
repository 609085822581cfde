"""The modals with which proposals are written."""

import dataclasses
from dataclasses import dataclass, field, replace
from typing import Self

from bot.connection_state import message_of
from bot.domain.ballot_formats.authors_choices import LINES_LIMIT
from bot.domain.ballot_formats.candidates import lines_of
from bot.domain.errors import ChangedSince, NoRoomForStatement
from bot.domain.ids import ProposalId, ProposalNumber, TrackId
from bot.domain.line_forms.form import LineForm
from bot.domain.line_forms.registry import LINE_FORMS
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Track
from bot.domain.spaces.template import TrackTemplate
from bot.services.proposals.drafting.authorship import DRAFT, EDIT
from bot.services.proposals.drafting.content import ACTION_LINES_LIMIT, TEXT_LIMIT, TITLE_LIMIT, action_lines
from bot.services.proposals.drafting.line_offers import Offers
from bot.services.proposals.drafting.previews import Preview
from bot.wording.language import Language
from bot.wording.proposals.drafts.line_forms import form_title
from bot.wording.proposals.drafts.proposal_forms import (
    actions_question,
    candidates_question,
    choices_question,
    draft_form_title,
    edit_form_title,
    text_question,
    title_label,
)
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, TRACK, CustomId, Part
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.language import language_of
from cogs.proposals.line_fields import line_fields
from cogs.proposals.prefilled import Prefilled
from cogs.proposals.views import draft_view, rest_of_draft

GRAMMAR = "transfer 1.5 ETH to 0x… | transfer 250 RIVER to <@1234> | call 0x… f(uint256) 5 | raw 0x… 0x…"
"""How actions are written, in every language."""
_CHOICES, _CANDIDATES = "choices", "candidates"


@dataclass
class _ContentModal(RetryableModal):
    """Title, text, actions and, where the track leaves them to the author, choices."""

    title: str = field(default="", kw_only=True)
    fields: tuple[Field, ...] = field(default=(), kw_only=True)
    hint: str = field(default="", kw_only=True)
    """At what a title says here."""

    def _asking(self, title: str, say: Language) -> Self:
        """The modal with its title and questions."""
        # Whether the author names the choices is known by what is filled in: of a modal that was sent nothing else is.
        choices = [_choices(name, say) for name in (_CHOICES, _CANDIDATES) if name in self.filled]
        return replace(self, title=title, fields=(*_content_fields(self.hint, say), *choices))

    @property
    def content(self) -> tuple[str, str, str]:
        return self.filled["title"], self.filled["text"], self.filled["actions"]

    @property
    def choices(self) -> str:
        return self.filled.get(_CHOICES) or self.filled.get(_CANDIDATES, "")


def _content_fields(hint: str, say: Language) -> tuple[Field, ...]:
    return (
        Field("title", title_label(say), limit=TITLE_LIMIT, placeholder=hint),
        Field("text", *text_question(say), long=True, limit=TEXT_LIMIT),
        Field(
            "actions",
            *actions_question(say),
            required=False,
            long=True,
            limit=ACTION_LINES_LIMIT,
            placeholder=GRAMMAR,
        ),
    )


def _choices(name: str, say: Language) -> Field:
    question = candidates_question(say) if name == _CANDIDATES else choices_question(say)
    return Field(name, *question, long=True, limit=LINES_LIMIT)


def _asked_for(policy: Policy, lines: str) -> dict[str, str]:
    """What a form asks of the choices, filled in with these; nothing where the policy has them."""
    if policy.choices_from == "policy":
        return {}
    return {_CHOICES if policy.elects is None else _CANDIDATES: lines}


@dataclass
class DraftModal(_ContentModal):
    """Writes a new draft."""

    custom_id = CustomId("draft-modal", track=TRACK)
    requirement = DRAFT

    track: TrackId

    @classmethod
    def on(cls, track: Track, begun: Prefilled, template: TrackTemplate | None) -> "DraftModal":
        """The modal of a draft on this track, with what it begins with: what is there already, or the template."""
        hint, text = (template.title, template.text) if template else ("", "")
        written = {"title": begun.title, "text": begun.text or text, "actions": begun.actions}
        return cls(track.id, filled={**_asked_for(track.policy, ""), **written}, hint=hint, note=begun.note)

    def worded(self, say: Language) -> Self:
        return self._asking(draft_form_title(say), say)

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.draft(
            actor_of(interaction), *self.content, choices=self.choices, track=self.track
        )
        await show(interaction, preview)


async def open_draft(interaction: Interaction, track: Track, begun: Prefilled) -> None:
    """Open the modal of a draft on this track, with what it begins with."""
    template = await interaction.client.services.templates.of(track.id)
    await DraftModal.on(track, begun, template).open(interaction)


@dataclass
class EditModal(_ContentModal):
    """Changes a proposal as long as it can be changed."""

    custom_id = CustomId("edit-modal", proposal=PROPOSAL, revision=NUMBER)
    requirement = EDIT

    proposal: ProposalId
    revision: int
    """From which it was written."""
    number: ProposalNumber | None = None
    """By which people know it: None for a draft, and where only what was sent is read."""

    @classmethod
    def of(cls, proposal: Proposal, *, added: str = "") -> "EditModal":
        """Filled in with what the proposal says now, and at the end of its text with what is `added`. Raises
        NoRoomForStatement."""
        content = proposal.content
        text = f"{content.text.rstrip()}\n\n{added}" if added else content.text
        if added and len(text) > TEXT_LIMIT:
            raise NoRoomForStatement(TEXT_LIMIT)
        filled = {"title": content.title, "text": text, "actions": action_lines(content)}
        filled |= _asked_for(proposal.policy, lines_of(content.choices, content.candidates))
        number = proposal.number if proposal.submission else None
        return cls(proposal.id, proposal.revision, number, filled=filled)

    def worded(self, say: Language) -> Self:
        return self._asking(edit_form_title(self.number, say), say)

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.edit(
            actor_of(interaction), self.proposal, *self.content, choices=self.choices, shown=self.revision
        )
        await show(interaction, preview)

    async def on_error(self, interaction: Interaction, error: Exception) -> None:
        # Who was told that it has changed may send theirs over that.
        told = dataclasses.replace(self, revision=error.revision) if isinstance(error, ChangedSince) else self
        await RetryableModal.on_error(told, interaction, error)


@dataclass
class LineModal(RetryableModal):
    """The parts of one line, which is added to those that the proposal has."""

    custom_id = CustomId("line-modal", proposal=PROPOSAL, kind=Part("|".join(LINE_FORMS)))
    requirement = EDIT

    proposal: ProposalId
    kind: str

    title: str = ""
    fields: tuple[Field, ...] = ()
    offers: Offers = field(default_factory=Offers)
    """What can be chosen now."""

    @property
    def form(self) -> LineForm:
        return LINE_FORMS[self.kind]

    def worded(self, say: Language) -> Self:
        fields = line_fields(self.form, self.offers, say)
        return replace(self, title=form_title(self.form, say), fields=fields)

    async def open(self, interaction: Interaction) -> None:
        """With what can be chosen now, also when it is opened again."""
        services = interaction.client.services
        proposal = await services.proposal_reading.editable(actor_of(interaction), self.proposal)
        offers = await services.line_offers.of(proposal, self.form)
        await RetryableModal.open(dataclasses.replace(self, offers=offers), interaction)

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.add_action(
            actor_of(interaction), self.proposal, self.form.line(self.filled)
        )
        await show(interaction, preview)


async def _defer(interaction: Interaction) -> None:
    """Acknowledge a modal, to answer later in place of its preview or with a new message."""
    await interaction.response.defer(ephemeral=True, thinking=not _stands_on_preview(interaction))


async def show(interaction: Interaction, preview: Preview) -> None:
    """Show the draft where its preview stands already, else as a new answer."""
    say = language_of(interaction)
    view = draft_view(preview, say)
    if _stands_on_preview(interaction):
        await rewrite(interaction, view)
    else:
        await answer(interaction, view=view)
    for rest in rest_of_draft(preview, say):
        await answer(interaction, view=rest)


def _stands_on_preview(interaction: Interaction) -> bool:
    """Whether the modal was opened from a preview (and not from a command or an error)."""
    message = message_of(interaction)
    return message is not None and message.flags.components_v2
