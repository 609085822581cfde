"""What the buttons and menus of cards and receipts do."""

from bot.connection_state import countersignature_of, message_of
from bot.domain.elections.ballot import CastMethod
from bot.domain.errors import BallotUnclear, BelowTrust
from bot.domain.errors.voting.ballots import OfOtherChoices
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.services.voting.casting.eligibility import CAST
from bot.services.voting.casting.own_ballots import OpenBallot
from bot.wording.pages.signing.vote import vote_offer_lines
from bot.wording.pages.wallets.link import open_page_label
from cogs.components.ballots import numbers, ranking
from cogs.components.ballots.numbers import WEIGH, WEIGH_AGAIN
from cogs.components.ballots.one import VOTE, VOTE_MENU
from cogs.components.ballots.ranking import RANK, RANK_STEP
from cogs.components.ballots.registry import REASON
from cogs.components.ballots.several import APPROVE, APPROVE_NONE
from cogs.components.ballots.signing import SIGN_VOTE
from cogs.components.cards.cards import DETAILS, WHY
from cogs.components.cards.layouts import page_view
from cogs.components.interactions.actors import actor_of, guild_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction, made_at, selected_numbers
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.voting.casting import cast, explain, in_place, show_details, still_cast
from cogs.voting.modals import NumbersModal, ReasonModal

_FENCE = "```"


@component(VOTE, CAST)
async def vote(interaction: Interaction, proposal: ProposalId, choice: int) -> None:
    """Vote for the choice of the button."""
    await cast(interaction, proposal, choice, CastMethod.BUTTON)


@component(VOTE_MENU, CAST)
async def vote_from_menu(interaction: Interaction, proposal: ProposalId, menu: int) -> None:
    """Vote for what was chosen in the menu."""
    (choice,) = selected_numbers(interaction)
    await cast(interaction, proposal, choice, CastMethod.BUTTON)


@component(APPROVE, CAST)
async def approve(interaction: Interaction, proposal: ProposalId) -> None:
    """Approve of what was chosen in the menu; of nobody where it was emptied."""
    await in_place(interaction)
    await cast(interaction, proposal, sorted(selected_numbers(interaction)), CastMethod.BUTTON)


@component(APPROVE_NONE, CAST)
async def approve_none(interaction: Interaction, proposal: ProposalId) -> None:
    """Approve of nobody."""
    await in_place(interaction)
    await cast(interaction, proposal, [], CastMethod.BUTTON)


@component(RANK, CAST)
async def rank(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the ranking with the order of the member's ballot."""
    ballot = await _to_fill_in(interaction, proposal)
    say = language_of(interaction)
    text, view = ranking.panel(proposal, ballot.proposal.rules, ballot.choice or [], say)
    await interaction.response.send_message(text, view=view, ephemeral=True)


@component(RANK_STEP, CAST)
async def rank_step(interaction: Interaction, proposal: ProposalId, step: str, order: str) -> None:
    """Add to the order, undo, start again, or cast it."""
    found = (await _to_fill_in(interaction, proposal)).proposal
    policy = found.rules
    ranked = ranking.order_of(order, policy)
    if ranked is None:
        raise BallotUnclear(found.number, OfOtherChoices(), policy.counting.ballot)
    if step == "cast":
        await in_place(interaction)
        await cast(interaction, proposal, ranked, CastMethod.BUTTON)
        return
    steps = {"pick": [*ranked, *selected_numbers(interaction)], "undo": ranked[:-1], "again": []}
    text, view = ranking.panel(proposal, policy, steps[step], language_of(interaction))
    await interaction.response.edit_message(content=text, view=view)


@component(WEIGH, CAST)
async def weigh(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the modal with the numbers of the member's ballot."""
    ballot = await _to_fill_in(interaction, proposal)
    await _ask_numbers(interaction, ballot, numbers.filled(ballot.proposal.rules, ballot.choice))


@component(WEIGH_AGAIN, CAST)
async def weigh_again(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the modal as it was typed when it was refused: what was typed stands in the message."""
    ballot = await _to_fill_in(interaction, proposal)
    message = message_of(interaction)
    _, _, typed = (message.content if message else "").partition(_FENCE)
    filled = numbers.typed_again(ballot.proposal.rules, typed.partition(_FENCE)[0].strip("\n"))
    await _ask_numbers(interaction, ballot, filled)


@component(SIGN_VOTE, CAST)
async def sign_vote(interaction: Interaction, proposal: ProposalId) -> None:
    """Answer with a link to the page on which the ballot is signed, for this member alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor, services = actor_of(interaction), interaction.client.services
    if services.page_links.site is None:
        # They were there when the track began to take signed ballots.
        found, _ = await services.proposal_reading.get(actor.guild, proposal)
        raise BelowTrust(found.number, TrustLevel.SIGNED, pages=False)
    await services.signed_voting.require_open(actor, proposal)
    url = services.page_links.to_vote(actor, str(interaction.locale), proposal)
    say = language_of(interaction)
    await answer(interaction, view=page_view(vote_offer_lines(url, say), open_page_label(say), url, say))


@component(REASON)
async def reason(interaction: Interaction, proposal: ProposalId, ballot: str) -> None:
    """Open the modal in which a voter says why they voted so."""
    await _to_fill_in(interaction, proposal)
    if await still_cast(interaction, proposal, ballot) is not None:
        await ReasonModal.asking(proposal, ballot, language_of(interaction)).open(interaction)


@component(WHY, unasked=True)
async def why(interaction: Interaction, proposal: ProposalId) -> None:
    await explain(interaction, proposal)


@component(DETAILS, unasked=True)
async def details(interaction: Interaction, proposal: ProposalId) -> None:
    await show_details(interaction, proposal)


VOTE_COMPONENTS = (
    vote,
    vote_from_menu,
    approve,
    approve_none,
    rank,
    rank_step,
    weigh,
    weigh_again,
    sign_vote,
    reason,
    why,
    details,
)


async def _to_fill_in(interaction: Interaction, proposal: ProposalId) -> OpenBallot:
    own_ballots, member = interaction.client.services.own_ballots, MemberId(interaction.user.id)
    return await own_ballots.to_fill_in(
        guild_of(interaction), proposal, member, made_at(interaction), countersignature_of(interaction)
    )


async def _ask_numbers(interaction: Interaction, ballot: OpenBallot, filled: dict[str, str]) -> None:
    proposal, actor = ballot.proposal, actor_of(interaction)
    budgets = interaction.client.services.voting.budgets
    _, power = await budgets.known(proposal.id, actor.member, actor.roles)
    say = language_of(interaction)
    await NumbersModal.asking(proposal, power, filled, say).open(interaction)
