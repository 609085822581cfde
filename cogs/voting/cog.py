"""/vote, and "Vote on this" in the menu of a card."""

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ballot import CastMethod
from bot.domain.choices import choice_named, describe
from bot.domain.errors import ProposalUnknown, StakeInstead, VotingNotOpen
from bot.domain.ids import MemberId, MessageId, ProposalId
from bot.domain.proposal import Proposal, State, state
from bot.services.voting.ballot_batch import REASON_LIMIT
from bot.wording.receipts import mine_lines
from bot.wording.results import ballot_words
from bot.wording.text import moment, title_of
from cogs.components.answers import answer
from cogs.components.autocomplete import SEARCHED, ProposalIn, Suggestions, matching
from cogs.components.ballots.registry import vote_rows
from cogs.components.ballots.suggesting import suggestions
from cogs.components.pages import send_pages
from cogs.components.persistent import catch_modals
from cogs.voting.buttons import VoteClicks
from cogs.voting.casting import Asked, cast, explain, guild_of
from cogs.voting.modals import NumbersForm, own_choice

OpenProposal = app_commands.Transform[ProposalId, ProposalIn(State.VOTING)]
VotedProposal = app_commands.Transform[
    ProposalId, ProposalIn(*(set(State) - {State.DRAFT, State.DISCUSSION, State.PENDING, State.WITHDRAWN}))
]


async def choices_of(interaction: Asked, typed: str) -> Suggestions:
    """The choices of the proposal that is filled in beside them."""
    try:
        proposal_id = await ProposalIn().transform(interaction, str(interaction.namespace.proposal or ""))
        proposal, _ = await interaction.client.services.proposing.get(guild_of(interaction), proposal_id)
    except ProposalUnknown:
        return []
    return matching(suggestions(proposal_id, proposal.rules, typed), "")


@app_commands.guild_only()
class VoteCommands(
    commands.GroupCog, group_name="vote", group_description="Vote on proposals, and see what your vote weighs"
):
    @app_commands.command(name="cast")
    @app_commands.describe(
        proposal="the proposal, by number or title",
        choice="one choice, or several as A, B; an order as A > B > C; numbers as A 3, B 1",
        reason="why: shown in the proposal's thread with your name",
    )
    @app_commands.autocomplete(choice=choices_of)
    async def cast(
        self,
        interaction: Asked,
        proposal: OpenProposal,
        choice: str,
        reason: app_commands.Range[str, 1, REASON_LIMIT] | None = None,
    ) -> None:
        """Vote on an open proposal, or change your vote."""
        found, _ = await interaction.client.services.proposing.get(guild_of(interaction), proposal)
        said = choice_named(proposal, found.rules, choice)
        await cast(interaction, proposal, said, CastMethod.COMMAND, reason)

    @app_commands.command(name="mine")
    @app_commands.describe(proposal="one proposal; all open ones when left out")
    async def mine(self, interaction: Asked, proposal: VotedProposal | None = None) -> None:
        """Your votes: what you chose, and what it weighs."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        services, guild = interaction.client.services, guild_of(interaction)
        member = MemberId(interaction.user.id)
        if proposal is not None:
            proposals = [(await services.proposing.get(guild, proposal))[0]]
        else:
            now = services.clock.now()
            everything = await services.proposing.of_guild(guild, member, limit=SEARCHED)
            proposals = [
                p
                for p in everything
                if state(p, now) in (State.VOTING, State.PAUSED) and not p.rules.open_ended
            ]
        found = [(p, await services.voting.mine(guild, p.id, member)) for p in proposals]
        await send_pages(
            interaction, mine_lines(found) or ["No vote is open now. `/proposal list` shows what comes."]
        )

    @app_commands.command(name="why")
    @app_commands.describe(proposal="the proposal, by number or title")
    async def why(self, interaction: Asked, proposal: VotedProposal) -> None:
        """What your power in a vote is made of, wallet by wallet."""
        await explain(interaction, proposal)


@app_commands.guild_only()
async def vote_on_this(interaction: Asked, message: discord.Message) -> None:
    """The vote buttons of a card, for those who reach a message's menu more easily."""
    services = interaction.client.services
    proposal_id = await services.live_votes.proposal_of_card(MessageId(message.id))
    if proposal_id is None:
        await answer(
            interaction, "This message is not the card of a proposal.\n➡️ `/vote cast` lists all open votes."
        )
        return
    proposal, _ = await services.proposing.get(guild_of(interaction), proposal_id)
    now = services.clock.now()
    if (current := state(proposal, now)) is not State.VOTING:
        raise VotingNotOpen(proposal_id, current, proposal.opens_at)
    if proposal.rules.open_ended:
        raise StakeInstead(proposal_id)
    mine = await own_choice(interaction, proposal_id)
    await answer(interaction, view=_ballot(proposal, mine, f"ends {moment(proposal.ends_at(now) or now)}"))


def _ballot(proposal: Proposal, mine: Any, ends: str) -> ui.LayoutView:
    """What the card offers, and what the member has chosen so far."""
    view = ui.LayoutView(timeout=None)
    lines = [f"**{title_of(proposal.content.title)}**", f"-# Proposal {proposal.id} · {ends}"]
    if mine is not None:
        lines.append(f"Your vote now: **{ballot_words(describe(proposal.rules, mine))}**")
    view.add_item(ui.TextDisplay("\n".join(lines)))
    for row in vote_rows(proposal.id, proposal.rules, mine):
        view.add_item(row)
    view.stop()
    return view


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(VoteCommands())
    await bot.add_cog(VoteClicks())
    catch_modals(bot, NumbersForm)
    bot.tree.add_command(app_commands.ContextMenu(name="Vote on this", callback=vote_on_this))
