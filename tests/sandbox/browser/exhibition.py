"""A server with a bot that shows every kind of component, option and answer, for tests that visit it in a page."""

# mypy: disable-error-code="attr-defined"
# discord.py types what stands below a label as any item.

from __future__ import annotations

import asyncio
import io
from typing import Any

import discord as discordpy
from discord import app_commands, ui

from sandbox.discord import Channel, Discord, Guild, Person, Thread
from sandbox.discord.world.permissions import P
from tests.sandbox.discord.conftest import Bot

FRUIT = ("apple", "banana", "cherry", "damson", "elderberry")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cfc0f01f00050001ff"
    "89993d1d0000000049454e44ae426082".replace(" ", "")
)


class Everything(ui.Modal, title="Everything"):
    """All parts that a form can have, without text displays: five at most."""

    words = ui.Label(
        text="Words",
        description="A short line.",
        component=ui.TextInput(custom_id="words", min_length=3, max_length=40, placeholder="Say it"),
    )
    fruit = ui.Label(
        text="Fruit",
        component=ui.Select(
            custom_id="fruit",
            min_values=1,
            max_values=2,
            options=[discordpy.SelectOption(label=n.title(), value=n) for n in FRUIT],
        ),
    )
    kind = ui.Label(
        text="Kind",
        component=ui.RadioGroup(
            custom_id="kind",
            options=[discordpy.RadioGroupOption(label=n, value=n) for n in ("plain", "fancy")],
        ),
    )
    marks = ui.Label(
        text="Marks",
        component=ui.CheckboxGroup(
            custom_id="marks",
            required=False,
            options=[discordpy.CheckboxGroupOption(label=n, value=n) for n in ("x", "y")],
        ),
    )
    file = ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False))

    async def on_submit(self, interaction: discordpy.Interaction) -> None:
        fruit = self.fruit.component.values
        marks = self.marks.component.values
        files = [file.filename for file in self.file.component.values]
        said = f"{self.words.component.value} {fruit} {self.kind.component.value} {marks} {files}"
        await interaction.response.send_message(f"You sent: {said}", ephemeral=True)


class Reason(ui.Modal, title="Why?"):
    """A long text and a person."""

    intro = ui.TextDisplay("Say **why**.")
    reason = ui.Label(
        text="Reason",
        component=ui.TextInput(custom_id="reason", style=discordpy.TextStyle.paragraph, default="Because"),
    )
    yes = ui.Label(text="I agree", component=ui.Checkbox(custom_id="yes", default=True))
    who = ui.Label(text="Who", component=ui.UserSelect(custom_id="who", required=False))

    async def on_submit(self, interaction: discordpy.Interaction) -> None:
        who = [str(each) for each in self.who.component.values]
        said = f"{self.reason.component.value} {self.yes.component.value} {who}"
        await interaction.response.send_message(said, ephemeral=True)


class Card(ui.LayoutView):
    """Components V2 of every kind."""

    def __init__(self, here: Exhibition) -> None:
        super().__init__(timeout=None)
        self.here = here
        self.count = 0
        self.text = ui.TextDisplay(
            "## Dig a new well\n**0** have pressed. Ends <t:1795953600:R>. ||A secret||"
        )
        box: ui.Container[Any] = ui.Container(accent_colour=0x3B82F6)
        box.add_item(self.text)
        why: ui.Button[Any] = ui.Button(label="Why?", custom_id="why")
        why.callback = self.why
        box.add_item(ui.Section("A section with a button beside it", accessory=why))
        box.add_item(ui.Section("And one with a picture", accessory=ui.Thumbnail("attachment://dot.png")))
        box.add_item(ui.Separator(spacing=discordpy.SeparatorSpacing.large))
        box.add_item(ui.MediaGallery(discordpy.MediaGalleryItem("attachment://dot.png", description="a dot")))
        box.add_item(ui.File("attachment://notes.txt"))
        row: ui.ActionRow[Any] = ui.ActionRow()
        for style in ("primary", "secondary", "success", "danger"):
            button: ui.Button[Any] = ui.Button(
                label=style.title(), style=discordpy.ButtonStyle[style], custom_id=f"press:{style}"
            )
            button.callback = self.press
            row.add_item(button)
        row.add_item(ui.Button(label="Out", url="https://example.org/"))
        box.add_item(row)
        more: ui.ActionRow[Any] = ui.ActionRow()
        more.add_item(ui.Button(label="Closed", custom_id="closed", disabled=True, emoji="🔒"))
        for name, act in (("Form", self.form), ("Silent", self.silent), ("Fail", self.fail)):
            made: ui.Button[Any] = ui.Button(label=name, custom_id=name.lower())
            made.callback = act
            more.add_item(made)
        box.add_item(more)
        self.add_item(box)
        options = [
            discordpy.SelectOption(label=n.title(), value=n, description=f"A kind of {n}", emoji="🍎")
            for n in FRUIT
        ]
        menus: list[ui.Item[Any]] = [
            ui.Select(custom_id="one", placeholder="One fruit", options=options),
            ui.Select(custom_id="some", placeholder="Some fruit", max_values=3, options=options),
            ui.UserSelect(custom_id="user", placeholder="Whom?"),
            ui.RoleSelect(custom_id="role"),
            ui.MentionableSelect(custom_id="anybody", max_values=2),
            ui.ChannelSelect(custom_id="place", channel_types=[discordpy.ChannelType.text]),
        ]
        for menu in menus:
            menu.callback = self.chose
            self.add_item(ui.ActionRow(menu))

    async def press(self, interaction: discordpy.Interaction) -> None:
        self.count += 1
        self.text.content = (
            f"## Dig a new well\n**{self.count}** have pressed. Ends <t:1795953600:R>. ||A secret||"
        )
        await interaction.response.edit_message(view=self)

    async def why(self, interaction: discordpy.Interaction) -> None:
        await interaction.response.send_modal(Reason())

    async def form(self, interaction: discordpy.Interaction) -> None:
        await interaction.response.send_modal(Everything())

    async def silent(self, interaction: discordpy.Interaction) -> None:
        self.here.ignored.set()

    async def fail(self, interaction: discordpy.Interaction) -> None:
        await interaction.response.send_message("Refused: you hold no tokens.", ephemeral=True)

    async def chose(self, interaction: discordpy.Interaction) -> None:
        assert interaction.data is not None
        values = interaction.data.get("values")
        await interaction.response.send_message(
            f"{interaction.data.get('custom_id')}: {values}", ephemeral=True
        )


class Exhibition:
    """The bot and its server."""

    def __init__(self, server: Discord) -> None:
        self.server = server
        self.app = server.create_application("Folkmoot")
        self.guild: Guild = server.create_guild("Folkmoot DAO")
        self.guardian = self.guild.create_role("Guardian", mentionable=True)
        self.moderator = self.guild.create_role("Moderator")
        council = self.guild.create_category("Council")
        self.hall: Channel = self.guild.create_text_channel("hall", topic="Where we meet")
        self.quiet: Channel = self.guild.create_text_channel(
            "quiet", parent=council, overwrites={self.guild.everyone: (0, P.SEND_MESSAGES)}
        )
        self.hidden: Channel = self.guild.create_text_channel(
            "hidden", parent=council, overwrites={self.guild.everyone: (0, P.VIEW_CHANNEL)}
        )
        self.forum: Channel = self.guild.create_forum_channel("proposals", tags=["open", "closed"])
        self.guild.invite(self.app)
        self.ada: Person = self.guild.create_member("ada", roles=[self.guardian])
        self.ben: Person = self.guild.create_member("ben")
        self.mona: Person = self.guild.create_member(
            "mona", roles=[self.moderator], permissions=P.MANAGE_MESSAGES
        )
        self.bot = Bot()
        self.release = asyncio.Event()
        """What is pondered is answered then."""
        self.ignored = asyncio.Event()
        """Something arrived that is never answered."""
        _commands(self)

    async def hang(self) -> None:
        """The card with every component, in the hall."""
        place = self.bot.get_channel(self.hall.id)
        assert isinstance(place, discordpy.TextChannel)
        files = [
            discordpy.File(io.BytesIO(PNG), "dot.png"),
            discordpy.File(io.BytesIO(b"notes"), "notes.txt"),
        ]
        await place.send(view=Card(self), files=files)

    async def post(self, name: str = "Dig a new well", tags: tuple[str, ...] = ("open",)) -> Thread:
        return await self.ada.open_post(self.forum, name, "The old one is dry.", tags)


def _commands(here: Exhibition) -> None:
    tree = here.bot.tree
    vote = app_commands.Group(
        name="vote", description="Votes", allowed_contexts=app_commands.AppCommandContext(guild=True)
    )

    @vote.command(name="cast", description="Vote on a proposal")
    @app_commands.describe(proposal="Which one", choice="What you choose", reason="Why", secret="Hide it")
    @app_commands.choices(
        choice=[app_commands.Choice(name=n, value=n) for n in ("For", "Against", "Abstain")]
    )
    async def cast(
        interaction: discordpy.Interaction,
        proposal: str,
        choice: str,
        reason: str | None = None,
        secret: bool = False,
    ) -> None:
        await interaction.response.send_message(f"{choice} on {proposal}: {reason} {secret}", ephemeral=True)

    @cast.autocomplete("proposal")
    async def proposals(interaction: discordpy.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [n for n in ("Dig a new well", "Paint the gate") if typed.casefold() in n.casefold()]
        return [app_commands.Choice(name=n, value=n.casefold().replace(" ", "-")) for n in found]

    tree.add_command(vote)

    @tree.command(description="One option of each kind")
    async def kinds(
        interaction: discordpy.Interaction,
        count: app_commands.Range[int, 1, 10],
        share: float | None = None,
        sure: bool | None = None,
        who: discordpy.Member | None = None,
        role: discordpy.Role | None = None,
        place: discordpy.TextChannel | None = None,
        file: discordpy.Attachment | None = None,
    ) -> None:
        shown = [count, share, sure, who, role, place, file.filename if file else None]
        await interaction.response.send_message(" ".join(map(str, shown)))

    @tree.command(description="Thinks until it is let go")
    async def ponder(interaction: discordpy.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await here.release.wait()
        await interaction.followup.send("Forty-two.")

    @tree.command(description="Never answers")
    async def silence(interaction: discordpy.Interaction) -> None:
        here.ignored.set()

    @tree.command(description="A form")
    async def fill(interaction: discordpy.Interaction) -> None:
        await interaction.response.send_modal(Everything())

    @tree.command(description="For moderators")
    @app_commands.default_permissions(manage_guild=True)
    async def govern(interaction: discordpy.Interaction) -> None:
        await interaction.response.send_message("done")

    @tree.context_menu(name="Report")
    async def report(interaction: discordpy.Interaction, message: discordpy.Message) -> None:
        await interaction.response.send_message(f"reported {message.content}", ephemeral=True)

    @tree.context_menu(name="Power")
    async def power(interaction: discordpy.Interaction, member: discordpy.Member) -> None:
        await interaction.response.send_message(f"{member.name} holds 7", ephemeral=True)
