"""The forms with which proposals are written."""

from typing import Any

import discord

from bot.client import FolkmootClient
from bot.domain.ballot_formats import authors_choices as author
from bot.domain.ballot_formats.authors_choices import LEAST, LINES_LIMIT, LONGEST, MOST
from bot.domain.errors import TextTooLong
from bot.domain.ids import ProposalId, TrackId
from bot.domain.proposal import Content, Proposal
from bot.domain.reputation.grants import line_of
from bot.domain.space import Track
from bot.services.proposals.proposing import TEXT_LIMIT, TITLE_LIMIT, Preview
from cogs.components.access import EDITABLE, own
from cogs.components.actors import actor_of
from cogs.components.answers import answer, rewrite
from cogs.components.modal_retries import RetryableModal
from cogs.components.persistent import Field
from cogs.proposals.action_fields import ACTION_FIELDS, ACTION_TITLES, action_line
from cogs.proposals.views import draft_view

FIELD_LIMIT = 4_000
"""Characters of a field of a form."""

GRAMMAR = "transfer 1.5 ETH to 0x… | transfer 250 0xToken to 0x… | call 0x… f(uint256) 5 | raw 0x… 0x…"
_FIELDS = (
    Field("title", "Title", limit=TITLE_LIMIT),
    Field(
        "text",
        "Text",
        "What is to be decided, and why. It is discussed before the vote.",
        long=True,
        limit=TEXT_LIMIT,
    ),
    Field(
        "actions",
        "Actions, one per line (optional)",
        "What the Safe does, or who gets reputation, if it passes. The preview has forms for them too.",
        required=False,
        long=True,
        limit=FIELD_LIMIT,
        placeholder=GRAMMAR,
    ),
)
_CHOICES = Field(
    "choices",
    "Choices, one per line",
    f"What one can vote for: {LEAST} to {MOST} different ones, each of at most {LONGEST} characters.",
    long=True,
    limit=LINES_LIMIT,
)


_NEW = "new-"
"""Before the number of a track: a new draft on it."""


class ProposalForm(RetryableModal):
    """Title, text, actions and, where the track leaves them to the author, choices; of a new draft, or of a proposal
    that can still be changed."""

    template = r"propose:(?P<proposal>(?:new-)?\d{1,18})"

    @classmethod
    def blank(cls, track: Track) -> "ProposalForm":
        """The form of a new draft on this track."""
        filled = {_CHOICES.name: ""} if track.policy.choices_from == "proposal" else {}
        return cls({"proposal": f"{_NEW}{track.id}"}, filled)

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalForm":
        content = proposal.content
        filled = {"title": content.title, "text": content.text, "actions": lines_of(content)}
        if proposal.policy.choices_from == "proposal":
            filled[_CHOICES.name] = author.lines_of(content.choices)
        return cls({"proposal": str(proposal.id)}, filled)

    @property
    def proposal(self) -> ProposalId | None:
        """None: a new draft."""
        number = self.about["proposal"]
        return None if number.startswith(_NEW) else ProposalId(int(number))

    @property
    def track(self) -> TrackId:
        """Of a new draft."""
        return TrackId(int(self.about["proposal"].removeprefix(_NEW)))

    @property
    def title(self) -> str:
        return "Propose" if self.proposal is None else f"Edit proposal {self.proposal}"

    @property
    def key(self) -> str:
        return f"propose:{self.about['proposal']}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*_FIELDS, _CHOICES) if _CHOICES.name in self.filled else _FIELDS

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        await _defer(interaction)
        proposing, actor = interaction.client.services.proposing, actor_of(interaction)
        content = tuple(self.filled[field.name] for field in _FIELDS)
        choices = self.filled.get(_CHOICES.name, "")
        if self.proposal is None:
            preview = await proposing.draft(actor, *content, choices=choices, track=self.track)
        else:
            preview = await proposing.edit(actor, self.proposal, *content, choices=choices)
        await _show(interaction, preview)


class ActionForm(RetryableModal):
    """The parts of one action, which is added to those that the proposal has."""

    template = rf"action:(?P<proposal>\d{{1,18}}):(?P<kind>{'|'.join(ACTION_TITLES)})"

    @property
    def title(self) -> str:
        return ACTION_TITLES[self.about["kind"]]

    @property
    def key(self) -> str:
        return f"action:{self.about['proposal']}:{self.about['kind']}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return ACTION_FIELDS[self.about["kind"]]

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        await _defer(interaction)
        proposal = await own(interaction, ProposalId(int(self.about["proposal"])), EDITABLE)
        content = proposal.content
        line = action_line(self.about["kind"], self.filled)
        lines = "\n".join(filter(None, [lines_of(content), line]))
        if len(lines) > FIELD_LIMIT:
            raise TextTooLong("list of actions", len(lines), FIELD_LIMIT)
        preview = await interaction.client.services.proposing.edit(
            actor_of(interaction),
            proposal.id,
            content.title,
            content.text,
            lines,
            choices=author.lines_of(content.choices),
        )
        await _show(interaction, preview)


def lines_of(content: Content) -> str:
    """The actions as they were written, one a line, and what is given and taken of reputation."""
    return "\n".join([*(action.line for action in content.actions), *map(line_of, content.grants)])


async def _defer(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge a form, to answer later in place of its preview or with a new message."""
    await interaction.response.defer(ephemeral=True, thinking=not _stands_on_preview(interaction))


async def _show(interaction: discord.Interaction[FolkmootClient], preview: Preview) -> None:
    """Show the draft where its preview stands already, else as a new answer."""
    view = draft_view(preview, interaction.client.services.clock.now())
    if _stands_on_preview(interaction):
        await rewrite(interaction, view)
    else:
        await answer(interaction, view=view)


def _stands_on_preview(interaction: discord.Interaction[Any]) -> bool:
    """Whether the form was opened from a preview (and not from a command or an error)."""
    return interaction.message is not None and interaction.message.flags.components_v2
