"""/vote, and "Vote on this" in the menu of a card."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.connection_state import countersignature_of
from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.choices import choice_named
from bot.domain.errors import ProposalUnknown
from bot.domain.ids import MemberId, MessageId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.voting.casting.ballot_batch import REASON_LIMIT
from bot.services.voting.casting.eligibility import CAST
from bot.services.voting.casting.vote_request import WalletSays
from bot.services.voting.conflicts import DECLARE
from bot.services.voting.evidence_files import AUDIT
from bot.wording.proposals.proposal_list import none_open
from bot.wording.voting.evidence_files import key_line, own_lines
from bot.wording.voting.own_votes import mine_lines, no_card
from cogs.components.autocomplete import ProposalIn, Suggestions, matching, own_wallets
from cogs.components.ballots.suggesting import suggestions
from cogs.components.cards.pages import send_pages
from cogs.components.interactions.actors import actor_of, guild_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction, made_at
from cogs.components.interactions.requirements import extras_for, requires
from cogs.components.language import language_of
from cogs.voting.buttons import VOTE_COMPONENTS
from cogs.voting.casting import cast, explain
from cogs.voting.evidence import send_all_evidence, send_own_evidence
from cogs.voting.modals import ConflictModal, NumbersModal, ReasonModal
from cogs.voting.views import ballot_view

UndecidedProposal = app_commands.Transform[Proposal, ProposalIn(*DECLARE.states)]
OpenProposal = app_commands.Transform[Proposal, ProposalIn(*CAST.states)]
VotedProposal = app_commands.Transform[
    Proposal,
    ProposalIn(
        *(set(State) - {State.DRAFT, State.SPONSORING, State.DISCUSSION, State.PENDING, State.WITHDRAWN})
    ),
]


async def choices_of(interaction: Interaction, typed: str) -> Suggestions:
    """The choices of the proposal that is filled in beside them."""
    try:
        proposal = await ProposalIn().transform(interaction, str(interaction.namespace.proposal or ""))
    except ProposalUnknown:
        return []
    return matching(suggestions(proposal.number, proposal.rules, typed, language_of(interaction)), "")


@app_commands.guild_only()
class VoteCommands(
    commands.GroupCog, group_name="vote", group_description="Vote on proposals, and see what your vote weighs"
):
    @requires(CAST)
    @app_commands.command(name="cast")
    @app_commands.describe(
        proposal="the proposal, by number or title",
        choice="one choice, or several as A, B; an order as A > B > C; numbers as A 3, B 1",
        reason="why: shown in the proposal's thread with your name",
    )
    @app_commands.autocomplete(choice=choices_of)
    async def cast(
        self,
        interaction: Interaction,
        proposal: OpenProposal,
        choice: str,
        reason: app_commands.Range[str, 1, REASON_LIMIT] | None = None,
    ) -> None:
        """Vote on an open proposal, or change your vote."""
        said = choice_named(proposal.number, proposal.rules, choice)
        await cast(interaction, proposal.id, said, CastMethod.COMMAND, reason)

    @requires(CAST)
    @app_commands.command(name="wallet")
    @app_commands.describe(
        proposal="the proposal, by number or title",
        wallet="One of your linked wallets",
        choice="what this wallet says; left out: the same as your other wallets again",
        others="what your other wallets say, where you have not voted yet",
    )
    @app_commands.autocomplete(wallet=own_wallets, choice=choices_of, others=choices_of)
    async def wallet(
        self,
        interaction: Interaction,
        proposal: OpenProposal,
        wallet: str,
        choice: str | None = None,
        others: str | None = None,
    ) -> None:
        """Let one of your wallets say something else than the others."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        services, rules = interaction.client.services, proposal.rules
        linked = await services.wallets.linked(actor_of(interaction), wallet)
        said = [
            None if each is None else choice_named(proposal.number, rules, each) for each in (choice, others)
        ]
        await cast(
            interaction,
            proposal.id,
            None,
            CastMethod.COMMAND,
            wallet=WalletSays(linked.address, *said),
        )

    @app_commands.command(name="mine", extras=UNASKED)
    @app_commands.describe(proposal="one proposal; all open ones when left out")
    async def mine(self, interaction: Interaction, proposal: VotedProposal | None = None) -> None:
        """Your votes: what you chose, and what it weighs."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        services, guild = interaction.client.services, guild_of(interaction)
        member = MemberId(interaction.user.id)
        if proposal is None:
            found = await services.own_ballots.of_open_votes(guild, member)
        else:
            found = [await services.own_ballots.of_vote(guild, proposal.id, member)]
        say = language_of(interaction)
        lines = mine_lines(found, guild, services.clock.now(), say) or none_open(say)
        evidence = (
            None if proposal is None else await services.evidence_files.of_member(guild, proposal.id, member)
        )
        await send_pages(interaction, [*lines, *(own_lines(evidence, say) if evidence else [])])
        if evidence:
            await send_own_evidence(interaction, evidence)

    @requires(DECLARE)
    @app_commands.command(name="conflict")
    @app_commands.describe(proposal="the proposal, by number or title")
    async def conflict(self, interaction: Interaction, proposal: UndecidedProposal) -> None:
        """Declare a conflict of interest, change it, or take it back."""
        declaring, actor = interaction.client.services.declaring_conflicts, actor_of(interaction)
        own = await declaring.own(actor, proposal.id, made_at(interaction))
        number, say = own.proposal.number, language_of(interaction)
        await ConflictModal.asking(proposal.id, number, own.conflict, say).open(interaction)

    @requires(AUDIT)
    @app_commands.command(name="evidence")
    @app_commands.describe(
        proposal="a closed vote, by number or title",
        part="from which of several files on; the first if left out",
    )
    async def evidence(
        self,
        interaction: Interaction,
        proposal: VotedProposal,
        part: app_commands.Range[int, 1] = 1,
    ) -> None:
        """For auditors: what Discord signed for each ballot."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        parts = await interaction.client.services.evidence_files.of_all(actor_of(interaction), proposal.id)
        await send_all_evidence(interaction, parts, part, language_of(interaction))

    @requires(AUDIT)
    @app_commands.command(name="key")
    @app_commands.describe(proposal="a closed vote, by number or title")
    async def key(self, interaction: Interaction, proposal: VotedProposal) -> None:
        """For auditors: whom the numbers in a record stand for."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        keys = interaction.client.services.voter_keys
        name, content = await keys.of(actor_of(interaction), proposal.id)
        file = discord.File(io.BytesIO(content), name)
        await answer(interaction, key_line(proposal.number, language_of(interaction)), files=[file])

    @app_commands.command(name="why", extras=UNASKED)
    @app_commands.describe(proposal="the proposal, by number or title")
    async def why(self, interaction: Interaction, proposal: VotedProposal) -> None:
        """What your power in a vote is made of, wallet by wallet."""
        await explain(interaction, proposal.id)


@app_commands.guild_only()
async def vote_on_this(interaction: Interaction, message: discord.Message) -> None:
    """The vote buttons of a card, for those who reach a message's menu more easily."""
    services, say = interaction.client.services, language_of(interaction)
    proposal_id = await services.live_votes.proposal_of_card(MessageId(message.id))
    if proposal_id is None:
        await answer(interaction, no_card(say))
        return
    member = MemberId(interaction.user.id)
    ballot = await services.own_ballots.to_cast(
        guild_of(interaction), proposal_id, member, made_at(interaction), countersignature_of(interaction)
    )
    now = services.clock.now()
    await answer(interaction, view=ballot_view(ballot, ballot.proposal.ends_at(now) or now, say))


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(VoteCommands())
    register(bot, *VOTE_COMPONENTS, NumbersModal, ReasonModal, ConflictModal)
    bot.tree.add_command(
        app_commands.ContextMenu(name="Vote on this", callback=vote_on_this, extras=extras_for(CAST))
    )
