"""/proposal argue and digest, and what else puts a member's words before the bot."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.assistance.arguments import LONGEST_ARGUMENT, Stance
from bot.domain.errors import (
    AddedAlready,
    ArgumentUnknown,
    NoDiscussionHere,
    TooManyArguments,
    WrongState,
)
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import BEFORE_THE_END
from bot.services.assistance.arguing import ARGUE, Written
from bot.wording.assistance.arguments import add_note, argued_line
from cogs.assistance.buttons import answer_the_question, show_digest, take_out, tell_digest
from cogs.assistance.modals import AddModal, AnswerModal, written
from cogs.assistance.own_commands import PrinciplesModal, principles, translate, weigh
from cogs.components.autocomplete import AnyProposal, ProposalIn
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import extras_for, requires
from cogs.components.language import language_of

Discussed = app_commands.Transform[Proposal, ProposalIn(*BEFORE_THE_END)]


@requires(ARGUE)
@app_commands.command(name="argue")
@app_commands.describe(
    proposal="The proposal's number",
    stance="How it is meant",
    text="In your own words: everybody can read it, and the bot keeps it",
)
@app_commands.choices(
    stance=[
        app_commands.Choice(name="an argument for it", value=Stance.FOR.value),
        app_commands.Choice(name="an argument against it", value=Stance.AGAINST.value),
        app_commands.Choice(name="a question", value=Stance.QUESTION.value),
    ]
)
async def argue(
    interaction: Interaction,
    proposal: Discussed,
    stance: str,
    text: app_commands.Range[str, 1, LONGEST_ARGUMENT],
) -> None:
    """Put an argument or a question into the digest of a proposal"""
    arguing = interaction.client.services.arguing
    argument = await arguing.argue(actor_of(interaction), proposal.id, Stance(stance), text)
    await answer(interaction, argued_line(argument, language_of(interaction)))


@app_commands.command(name="digest")
@app_commands.describe(proposal="The proposal's number")
async def digest(interaction: Interaction, proposal: AnyProposal) -> None:
    """Show what speaks for and against a proposal, and what nobody has answered"""
    await tell_digest(interaction, proposal.id)


@app_commands.guild_only()
async def add_to_digest(interaction: Interaction, message: discord.Message) -> None:
    """Of a message in a proposal's thread: ask how it is meant."""
    if message.author.bot:
        raise NoDiscussionHere
    found = Written(
        ChannelId(message.channel.id), MessageId(message.id), MemberId(message.author.id), message.content
    )
    actor = actor_of(interaction)
    await interaction.client.services.arguing.of_thread(actor.guild, found)
    token = written(interaction.client).keep(actor.member, found)
    note = add_note(message.content, language_of(interaction))
    await AddModal(token, note=note).open(interaction)


class Replies(commands.Cog):
    """Discord gives the bot the text of messages that reply to it, and of no others."""

    def __init__(self, bot: FolkmootClient) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A reply to a question that the bot posted is an answer to it."""
        reference, me = message.reference, self._bot.user
        if reference is None or reference.message_id is None or message.guild is None or me is None:
            return
        if message.author.bot or me not in message.mentions:
            return
        text = message.content.replace(me.mention, "").strip()
        said = Written(
            ChannelId(message.channel.id), MessageId(message.id), MemberId(message.author.id), text
        )
        try:
            await self._bot.services.arguing.answered(
                GuildId(message.guild.id), MessageId(reference.message_id), said
            )
        except (AddedAlready, ArgumentUnknown, TooManyArguments, WrongState):
            # It stays a message like any other: whoever wrote it asked the bot for nothing.
            return


class Deletions(commands.Cog):
    """What is deleted in a thread goes out of the digest, too."""

    def __init__(self, bot: FolkmootClient) -> None:
        self._arguing = bot.services.arguing

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self._arguing.message_deleted(MessageId(event.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        for message in event.message_ids:
            await self._arguing.message_deleted(MessageId(message))


async def setup(bot: FolkmootClient) -> None:
    register(bot, show_digest, answer_the_question, take_out, AnswerModal, AddModal, PrinciplesModal)
    group = bot.tree.get_command("proposal")
    assert isinstance(group, app_commands.Group), "it is loaded first"
    group.add_command(argue)
    group.add_command(digest)
    group.add_command(principles)
    group.add_command(weigh)
    group.add_command(translate)
    bot.tree.add_command(
        app_commands.ContextMenu(name="Add to the digest", callback=add_to_digest, extras=extras_for(ARGUE))
    )
    await bot.add_cog(Replies(bot))
    await bot.add_cog(Deletions(bot))
