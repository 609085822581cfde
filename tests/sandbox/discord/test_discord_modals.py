"""Forms: every kind of question, and what a member can't send."""

# mypy: disable-error-code="attr-defined"
# discord.py types what stands below a label as any item.

import discord as discordpy
import pytest
from discord import app_commands, ui

from sandbox.discord import CannotDo


class Form(ui.Modal, title="Propose"):
    name = ui.Label(text="Title", component=ui.TextInput(custom_id="title", max_length=10, min_length=3))
    track = ui.Label(
        text="Track",
        description="Where it goes",
        component=ui.Select(
            custom_id="track", options=[discordpy.SelectOption(label=n) for n in ("Treasury", "Text")]
        ),
    )
    kind = ui.Label(
        text="Kind",
        component=ui.RadioGroup(
            custom_id="kind", options=[discordpy.RadioGroupOption(label=n, value=n) for n in ("a", "b")]
        ),
    )
    marks = ui.Label(
        text="Marks",
        component=ui.CheckboxGroup(
            custom_id="marks",
            required=False,
            min_values=0,
            options=[discordpy.CheckboxGroupOption(label=n, value=n) for n in ("x", "y")],
        ),
    )
    file = ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False))

    def __init__(self):
        super().__init__(custom_id="draft")

    async def on_submit(self, interaction):
        files = [(await one.read()).decode() for one in self.file.component.values]
        parts = [
            self.name.component.value,
            *self.track.component.values,
            self.kind.component.value,
            ",".join(self.marks.component.values),
            ",".join(files),
        ]
        await interaction.response.send_message("|".join(parts), ephemeral=True)


class Agree(ui.Modal, title="Agree"):
    note = ui.TextDisplay("Read this first")
    yes = ui.Label(text="I agree", component=ui.Checkbox(custom_id="yes", default=False))
    who = ui.Label(text="Who", component=ui.UserSelect(custom_id="who"))

    async def on_submit(self, interaction):
        who = self.who.component.values[0].name
        await interaction.response.send_message(f"{self.yes.component.value} {who}")


@pytest.fixture
async def opened(town, new_bot, start):
    """Opens a form for ada."""
    bot = new_bot()
    forms = {"draft": Form, "agree": Agree}

    async def act(interaction: discordpy.Interaction, form: str):
        await interaction.response.send_modal(forms[form]())

    bot.tree.add_command(app_commands.Command(name="act", description="Act", callback=act))
    await start(bot)

    async def open_form(form):
        reply = await town.ada.slash(town.channel, "act", form=form)
        assert reply.kind == "modal"
        return reply.modal

    return open_form


async def test_every_kind_of_question_is_answered(opened):
    modal = await opened("draft")
    assert [field.label for field in modal.fields] == ["Title", "Track", "Kind", "Marks", "File"]

    reply = await modal.submit(
        {
            "Title": "garden",
            "track": "Treasury",
            "Kind": "b",
            "Marks": ["x", "y"],
            "File": [("a.md", b"text")],
        }
    )

    assert reply.ephemeral
    assert reply.text == "garden|Treasury|b|x,y|text"


async def test_what_is_optional_can_be_left_out(opened):
    reply = await (await opened("draft")).submit({"Title": "garden", "Track": "Text", "Kind": "a"})

    assert reply.text == "garden|Text|a||"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"Track": "Text", "Kind": "a"}, "must be filled in"),
        ({"Title": "ab", "Track": "Text", "Kind": "a"}, "takes 3 to 10 characters"),
        ({"Title": "a" * 11, "Track": "Text", "Kind": "a"}, "takes 3 to 10 characters"),
        ({"Title": "abc", "Track": "Nope", "Kind": "a"}, "does not offer"),
        ({"Title": "abc", "Track": "Text"}, "takes 1 to 1 values"),
        ({"Title": "abc", "Track": "Text", "Kind": "a", "Colour": "red"}, "no field 'Colour'"),
    ],
)
async def test_a_client_does_not_send_a_form_that_is_not_filled_in(opened, values, reason):
    modal = await opened("draft")

    with pytest.raises(CannotDo, match=reason):
        await modal.submit(values)


async def test_a_form_has_text_a_checkbox_and_a_member(town, opened):
    modal = await opened("agree")

    assert modal.texts == ["Read this first"]
    assert (await modal.submit({"I agree": True, "Who": town.ben})).text == "True ben"
