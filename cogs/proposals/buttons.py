"""What the buttons and menus of a draft's preview do, the menu of tracks, and the button of what is to be signed."""

from bot.domain.errors import PageUnknown
from bot.domain.ids import ProposalId, RequestId, TrackId
from bot.services.execution import asking_again
from bot.services.execution.signing import SIGN
from bot.services.proposals.drafting import authorship
from bot.wording.execution.asking_again import asked_again_line
from bot.wording.pages.signing.sign import sign_offer_lines
from bot.wording.pages.wallets.link import open_page_label
from bot.wording.proposals.drafts.drafts import submitted_lines, withdrawn_line
from cogs.components.cards.layouts import lines_view, page_view
from cogs.components.cards.signing import ASK_AGAIN, SIGN_REQUEST
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.interaction import Interaction, selected, selected_numbers
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.proposals.modals import EditModal, LineModal, open_draft, show
from cogs.proposals.prefilled import Prefilled, prefilled
from cogs.proposals.views import (
    ADD_ACT,
    ADD_ACTION,
    BRING_UP,
    DISCARD,
    EDIT,
    PICK_TRACK,
    SUBMIT,
    WITHDRAW,
    withdraw_view,
)


@component(PICK_TRACK, authorship.DRAFT)
async def pick_track(interaction: Interaction, begun: str) -> None:
    """Open the modal of a draft on the chosen track, with what it was to begin with."""
    (chosen,) = selected_numbers(interaction)
    actor, tracks = actor_of(interaction), interaction.client.services.tracks
    written = prefilled(interaction.client).found(actor.member, begun) if begun else Prefilled()
    track = await tracks.taking_proposals(actor.guild, TrackId(chosen))
    await open_draft(interaction, track, written)


@component(ADD_ACTION, authorship.EDIT)
async def add_action(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the modal of the chosen kind of action."""
    (kind,) = selected(interaction)
    await LineModal(proposal, kind).open(interaction)


@component(ADD_ACT, authorship.EDIT)
async def add_act(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the modal of the chosen kind of act on the server."""
    (kind,) = selected(interaction)
    await LineModal(proposal, kind).open(interaction)


@component(SUBMIT, authorship.SUBMIT)
async def submit(interaction: Interaction, proposal: ProposalId, revision: int) -> None:
    """Open the discussion."""
    await interaction.response.defer()
    actor, services = actor_of(interaction), interaction.client.services
    submitted = await services.proposing.submit(actor, proposal, shown=revision)
    space = await services.space_setup.home(submitted)
    lines = submitted_lines(submitted, space.discussion, language_of(interaction))
    await rewrite(interaction, lines_view(*lines, say=language_of(interaction)))


@component(EDIT, authorship.EDIT)
async def edit(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the modal with what the proposal says now."""
    found = await interaction.client.services.proposal_reading.editable(actor_of(interaction), proposal)
    await EditModal.of(found).open(interaction)


@component(BRING_UP, authorship.BRING_UP)
async def bring_up(interaction: Interaction, proposal: ProposalId) -> None:
    """Make it a draft of the space above, and show it as it will look there."""
    await interaction.response.defer()
    preview = await interaction.client.services.bringing_up.bring_up(actor_of(interaction), proposal)
    await show(interaction, preview)


@component(DISCARD, authorship.WITHDRAW)
async def discard(interaction: Interaction, proposal: ProposalId) -> None:
    """Ask once, since it can't be undone."""
    found = await interaction.client.services.proposal_reading.withdrawable(actor_of(interaction), proposal)
    await answer(interaction, view=withdraw_view(found, language_of(interaction)))


@component(WITHDRAW, authorship.WITHDRAW)
async def withdraw(interaction: Interaction, proposal: ProposalId) -> None:
    """Take it back, now that it was asked for twice."""
    await interaction.response.defer()
    taken = await interaction.client.services.proposing.withdraw(actor_of(interaction), proposal)
    await rewrite(
        interaction,
        lines_view(withdrawn_line(taken, language_of(interaction)), say=language_of(interaction)),
    )


@component(SIGN_REQUEST, SIGN)
async def sign_request(interaction: Interaction, proposal: ProposalId, request: RequestId) -> None:
    """Answer with a link to the page on which it is signed, for this member alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor, services = actor_of(interaction), interaction.client.services
    if services.page_links.site is None:
        # They were there when the button was shown.
        raise PageUnknown
    found = await services.signatures.require_open(actor.guild, proposal, request)
    url = services.page_links.to_request(actor, str(interaction.locale), proposal, request)
    say = language_of(interaction)
    lines = sign_offer_lines(found.kind, url, say)
    await answer(interaction, view=page_view(lines, open_page_label(say), url, say))


@component(ASK_AGAIN, asking_again.ASK_AGAIN)
async def ask_again(interaction: Interaction, proposal: ProposalId, request: RequestId) -> None:
    """Have what failed asked for once more."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    say = language_of(interaction)
    asked = await interaction.client.services.asking_again.ask(actor_of(interaction), proposal, request)
    await answer(interaction, asked_again_line(asked, say))
