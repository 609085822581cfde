"""The forms with which proposals are written."""

from collections.abc import Callable
from typing import Any, NamedTuple

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.errors import TextTooLong
from bot.domain.ids import ProposalId
from bot.domain.proposal import Content
from bot.services.proposals import TEXT_LIMIT, TITLE_LIMIT, Preview
from cogs.ui.access import EDITABLE, own
from cogs.ui.actors import actor_of
from cogs.ui.answers import answer, rewrite
from cogs.ui.drafts import draft_view
from cogs.ui.kept import Form

FIELD_LIMIT = 4_000
"""Characters of a field of a form."""

GRAMMAR = "transfer 1.5 ETH to 0x… | transfer 250 0xToken to 0x… | call 0x… f(uint256) 5 | raw 0x… 0x…"


class Typed(NamedTuple):
    """A proposal as it stands in the form."""

    title: str = ""
    text: str = ""
    actions: str = ""


BLANK = Typed()


def typed_of(content: Content) -> Typed:
    """The form's values of a content that is stored."""
    return Typed(content.title, content.text, action_lines(content))


def action_lines(content: Content) -> str:
    """The actions as they were written, one a line."""
    return "\n".join(action.line for action in content.actions)


async def show_preview(interaction: discord.Interaction[FolkmootClient], preview: Preview) -> None:
    """Show the draft where its preview stands already, else as a new answer."""
    view = draft_view(preview, interaction.client.folkmoot.clock.now())
    if stands_on_preview(interaction):
        await rewrite(interaction, view)
    else:
        await answer(interaction, view=view)


def stands_on_preview(interaction: discord.Interaction[Any]) -> bool:
    """Whether the form was opened from a preview (and not from a command or an error)."""
    return interaction.message is not None and interaction.message.flags.components_v2


async def defer_form(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge a form, to answer later in place of its preview or with a new message."""
    await interaction.response.defer(ephemeral=True, thinking=not stands_on_preview(interaction))


class ProposalForm(Form):
    """Title, text and actions; of a new draft, or of a proposal that can still be changed."""

    def __init__(self, typed: Typed = BLANK, proposal: ProposalId | None = None) -> None:
        super().__init__("Propose" if proposal is None else f"Edit proposal {proposal}")
        self.proposal = proposal
        self.title_input = ui.TextInput[Any](max_length=TITLE_LIMIT, default=typed.title or None)
        self.text_input = ui.TextInput[Any](
            style=discord.TextStyle.paragraph, max_length=TEXT_LIMIT, default=typed.text or None
        )
        self.actions_input = ui.TextInput[Any](
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=FIELD_LIMIT,
            default=typed.actions or None,
            placeholder=GRAMMAR,
        )
        self.add_item(ui.Label(text="Title", component=self.title_input))
        self.add_item(
            ui.Label(
                text="Text",
                description="What is to be decided, and why. It is discussed before the vote.",
                component=self.text_input,
            )
        )
        self.add_item(
            ui.Label(
                text="Actions, one per line (optional)",
                description="What the Safe does if it passes. The preview has forms for them too.",
                component=self.actions_input,
            )
        )

    @property
    def typed(self) -> Typed:
        return Typed(self.title_input.value, self.text_input.value, self.actions_input.value)

    def again(self) -> ui.Modal:
        return ProposalForm(self.typed, self.proposal)

    async def on_submit(self, interaction: discord.Interaction[FolkmootClient], /) -> None:  # type: ignore[override]
        await defer_form(interaction)
        proposing, actor = interaction.client.folkmoot.proposing, actor_of(interaction)
        if self.proposal is None:
            preview = await proposing.draft(actor, *self.typed)
        else:
            preview = await proposing.edit(actor, self.proposal, *self.typed)
        await show_preview(interaction, preview)


class ActionField(NamedTuple):
    """One part of an action."""

    label: str
    description: str
    required: bool = True
    long: bool = False


ADDRESS = "0x and 40 digits, copied from a wallet or explorer"
VALUE = ActionField("Coins to send along (optional)", "With their symbol, such as 0.1 ETH", required=False)
ACTION_FIELDS: dict[str, tuple[ActionField, ...]] = {
    "coin": (ActionField("Amount", "With the coin's symbol, such as 1.5 ETH"), ActionField("To", ADDRESS)),
    "token": (
        ActionField("Amount", "In tokens, such as 25000 or 0.5"),
        ActionField("Token", f"Its contract: {ADDRESS}"),
        ActionField("To", ADDRESS),
    ),
    "call": (
        ActionField("Contract", ADDRESS),
        ActionField("Function", "As in its ABI, such as set(bytes32 key, uint256 value)", long=True),
        ActionField("Arguments", "One per line, in order; lists as [1, 2]", required=False, long=True),
        VALUE,
    ),
    "raw": (
        ActionField("Contract", ADDRESS),
        ActionField("Calldata", "0x and hexadecimal digits", long=True),
        VALUE,
    ),
}


def _coins(amount: str) -> str:
    """`1 500.5 ETH` with its digits in one word, as the grammar has it."""
    *digits, symbol = amount.split(" ")
    return f"{''.join(digits)} {symbol}" if digits else symbol


def _with_value(line: str, value: str) -> str:
    return f"{line} value {_coins(value)}" if value else line


ACTION_LINES: dict[str, Callable[..., str]] = {
    "coin": lambda amount, to: f"transfer {_coins(amount)} to {to}",
    "token": lambda amount, token, to: f"transfer {amount.replace(' ', '')} {token} to {to}",
    "call": lambda to, function, arguments, value: _with_value(
        f"call {to} {function} {arguments}".rstrip(), value
    ),
    "raw": lambda to, data, value: _with_value(f"raw {to} {data.replace(' ', '')}", value),
}
"""How the parts become a line of the grammar."""


class ActionForm(Form):
    """The parts of one action, which is added to those that the proposal has."""

    def __init__(self, proposal: ProposalId, kind: str, title: str, typed: tuple[str, ...] = ()) -> None:
        super().__init__(title)
        self.proposal = proposal
        self.kind = kind
        self.inputs: list[ui.TextInput[Any]] = []
        for index, field in enumerate(ACTION_FIELDS[kind]):
            entered = ui.TextInput[Any](
                style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
                required=field.required,
                max_length=FIELD_LIMIT if field.long else 200,
                default=typed[index] if index < len(typed) and typed[index] else None,
            )
            self.inputs.append(entered)
            self.add_item(ui.Label(text=field.label, description=field.description, component=entered))

    def again(self) -> ui.Modal:
        return ActionForm(self.proposal, self.kind, self.title, tuple(each.value for each in self.inputs))

    async def on_submit(self, interaction: discord.Interaction[FolkmootClient], /) -> None:  # type: ignore[override]
        await defer_form(interaction)
        content = (await own(interaction, self.proposal, EDITABLE)).content
        line = ACTION_LINES[self.kind](*(" ".join(each.value.split()) for each in self.inputs))
        lines = "\n".join(filter(None, [action_lines(content), line]))
        if len(lines) > FIELD_LIMIT:
            raise TextTooLong("list of actions", len(lines), FIELD_LIMIT)
        preview = await interaction.client.folkmoot.proposing.edit(
            actor_of(interaction), self.proposal, content.title, content.text, lines
        )
        await show_preview(interaction, preview)
