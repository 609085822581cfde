"""The modals with which proposals are written."""

from dataclasses import dataclass

from bot.domain.ballot_formats.authors_choices import LEAST, LINES_LIMIT, LONGEST, MOST, lines_of
from bot.domain.ids import ProposalId, TrackId
from bot.domain.proposal import Proposal
from bot.domain.space import Track
from bot.services.proposals.proposing import (
    ACTION_LINES_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Preview,
    action_lines,
)
from cogs.components.actors import actor_of
from cogs.components.answers import answer, rewrite
from cogs.components.custom_ids import PROPOSAL, CustomId, Part
from cogs.components.interaction import Interaction
from cogs.components.modal_retries import RetryableModal
from cogs.components.persistent import Field
from cogs.proposals.action_fields import ACTION_FIELDS, ACTION_TITLES, action_line
from cogs.proposals.views import draft_view

GRAMMAR = "transfer 1.5 ETH to 0x… | transfer 250 0xToken to 0x… | call 0x… f(uint256) 5 | raw 0x… 0x…"
_TITLE = Field("title", "Title", limit=TITLE_LIMIT)
_TEXT = Field(
    "text",
    "Text",
    "What is to be decided, and why. It is discussed before the vote.",
    long=True,
    limit=TEXT_LIMIT,
)
_ACTIONS = Field(
    "actions",
    "Actions, one per line (optional)",
    "What the Safe does, or who gets reputation, if it passes. The preview has forms for them too.",
    required=False,
    long=True,
    limit=ACTION_LINES_LIMIT,
    placeholder=GRAMMAR,
)
_CHOICES = Field(
    "choices",
    "Choices, one per line",
    f"What one can vote for: {LEAST} to {MOST} different ones, each of at most {LONGEST} characters.",
    long=True,
    limit=LINES_LIMIT,
)


@dataclass
class _ContentModal(RetryableModal):
    """Title, text, actions and, where the track leaves them to the author, choices."""

    @property
    def fields(self) -> tuple[Field, ...]:
        # Whether the author names the choices is known by what is filled in: of a modal that was sent nothing else is.
        choices = (_CHOICES,) if _CHOICES.name in self.filled else ()
        return (_TITLE, _TEXT, _ACTIONS, *choices)

    @property
    def content(self) -> tuple[str, str, str]:
        return self.filled[_TITLE.name], self.filled[_TEXT.name], self.filled[_ACTIONS.name]

    @property
    def choices(self) -> str:
        return self.filled.get(_CHOICES.name, "")


@dataclass
class DraftModal(_ContentModal):
    """Writes a new draft."""

    custom_id = CustomId("draft-modal", track=Part(r"[0-9]{1,18}", lambda digits: TrackId(int(digits))))

    track: TrackId

    @classmethod
    def on(cls, track: Track) -> "DraftModal":
        """The empty modal of a draft on this track."""
        filled = {_CHOICES.name: ""} if track.policy.choices_from == "proposal" else {}
        return cls(track.id, filled=filled)

    @property
    def title(self) -> str:
        return "Propose"

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.draft(
            actor_of(interaction), *self.content, choices=self.choices, track=self.track
        )
        await _show(interaction, preview)


@dataclass
class EditModal(_ContentModal):
    """Changes a proposal as long as it can be changed."""

    custom_id = CustomId("edit-modal", proposal=PROPOSAL)

    proposal: ProposalId

    @classmethod
    def of(cls, proposal: Proposal) -> "EditModal":
        """Filled in with what the proposal says now."""
        content = proposal.content
        filled = {"title": content.title, "text": content.text, "actions": action_lines(content)}
        if proposal.policy.choices_from == "proposal":
            filled[_CHOICES.name] = lines_of(content.choices)
        return cls(proposal.id, filled=filled)

    @property
    def title(self) -> str:
        return f"Edit proposal {self.proposal}"

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.edit(
            actor_of(interaction), self.proposal, *self.content, choices=self.choices
        )
        await _show(interaction, preview)


@dataclass
class ActionModal(RetryableModal):
    """The parts of one action, which is added to those that the proposal has."""

    custom_id = CustomId("action-modal", proposal=PROPOSAL, kind=Part("|".join(ACTION_TITLES)))

    proposal: ProposalId
    kind: str

    @property
    def title(self) -> str:
        return ACTION_TITLES[self.kind]

    @property
    def fields(self) -> tuple[Field, ...]:
        return ACTION_FIELDS[self.kind]

    async def on_submit(self, interaction: Interaction) -> None:
        await _defer(interaction)
        preview = await interaction.client.services.proposing.add_action(
            actor_of(interaction), self.proposal, action_line(self.kind, self.filled)
        )
        await _show(interaction, preview)


async def _defer(interaction: Interaction) -> None:
    """Acknowledge a modal, to answer later in place of its preview or with a new message."""
    await interaction.response.defer(ephemeral=True, thinking=not _stands_on_preview(interaction))


async def _show(interaction: Interaction, preview: Preview) -> None:
    """Show the draft where its preview stands already, else as a new answer."""
    view = draft_view(preview)
    if _stands_on_preview(interaction):
        await rewrite(interaction, view)
    else:
        await answer(interaction, view=view)


def _stands_on_preview(interaction: Interaction) -> bool:
    """Whether the modal was opened from a preview (and not from a command or an error)."""
    return interaction.message is not None and interaction.message.flags.components_v2
