"""/proposal list: what one looks for, page by page, all of which stands in the buttons that turn them."""

from discord import app_commands, ui

from bot.domain.ids import MemberId, ProposalNumber, TrackId
from bot.domain.proposals.words import SEARCH_LENGTH, words_to_find
from bot.services.proposals.finding import StateGroup, Wanted
from bot.wording.proposals.imported_list import imported_hint
from bot.wording.proposals.proposal_list import list_lines, newer_label, older_label
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.start_panel import START_VOTES
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import NUMBER, CustomId, Part
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of

GROUPS = [
    app_commands.Choice(name="open votes", value=StateGroup.OPEN.value),
    app_commands.Choice(name="open votes that wait for me", value=StateGroup.TO_VOTE.value),
    app_commands.Choice(name="open for stakes", value=StateGroup.STAKED.value),
    app_commands.Choice(name="in discussion", value=StateGroup.DISCUSSED.value),
    app_commands.Choice(name="passed", value=StateGroup.PASSED.value),
    app_commands.Choice(name="passed, not carried out yet", value=StateGroup.AWAITED.value),
    app_commands.Choice(name="executed", value=StateGroup.EXECUTED.value),
    app_commands.Choice(name="defeated", value=StateGroup.DEFEATED.value),
    app_commands.Choice(name="passed, but failed or expired", value=StateGroup.FAILED.value),
    app_commands.Choice(name="withdrawn, cancelled or vetoed", value=StateGroup.STOPPED.value),
]

_ID = Part(r"[0-9a-f]{0,16}")
"""In hexadecimal digits, of which each of Discord's ids takes sixteen; nothing where it may be any."""
_OLDER, _NEWER = "older", "newer"
TURN = CustomId(
    "list",
    group=Part("|".join(["", *StateGroup])),
    track=_ID,
    author=_ID,
    side=Part(f"{_OLDER}|{_NEWER}"),
    number=NUMBER,
    words=Part(f"[^:/]{{0,{SEARCH_LENGTH}}}"),
)
"""`number` is the one beyond which the page begins."""


async def list_view(
    interaction: Interaction,
    wanted: Wanted,
    *,
    below: ProposalNumber | None = None,
    above: ProposalNumber | None = None,
) -> ui.LayoutView:
    """A page of what is wanted, with the way to the next ones. The first of all shows the member's drafts, too."""
    actor, say, services = actor_of(interaction), language_of(interaction), interaction.client.services
    found = await services.finding.page(actor, wanted, below=below, above=above)
    drafts = []
    if wanted.anything and found.newer is None:
        drafts = await services.listing.drafts(actor.guild, actor.member)
    lines = list_lines(found, wanted, drafts, actor.guild, services.clock.now(), say)
    if wanted.anything and found.older is None and await services.imported.any(actor):
        lines.append(imported_hint(say))
    view = lines_view(*lines, say=say)
    buttons = [
        ui.Button[ui.LayoutView](label=label, custom_id=_turn(wanted, side, number))
        for label, side, number in (
            (newer_label(say), _NEWER, found.newer),
            (older_label(say), _OLDER, found.older),
        )
        if number is not None
    ]
    return view.add_item(ui.ActionRow(*buttons)) if buttons else view


def _turn(wanted: Wanted, side: str, number: ProposalNumber) -> str:
    return TURN(
        group=wanted.group or "",
        track="" if wanted.track is None else f"{wanted.track:x}",
        author="" if wanted.author is None else f"{wanted.author:x}",
        side=side,
        number=number,
        words=" ".join(wanted.words),
    )


@component(TURN, unasked=True)
async def turn_page(
    interaction: Interaction, group: str, track: str, author: str, side: str, number: int, words: str
) -> None:
    """Show the page before or behind in the place of this one."""
    await interaction.response.defer()
    wanted = Wanted(
        StateGroup(group) if group else None,
        TrackId(int(track, 16)) if track else None,
        MemberId(int(author, 16)) if author else None,
        words_to_find(words),
    )
    beyond = ProposalNumber(number)
    if side == _OLDER:
        view = await list_view(interaction, wanted, below=beyond)
    else:
        view = await list_view(interaction, wanted, above=beyond)
    await rewrite(interaction, view)


@component(START_VOTES, unasked=True)
async def votes_from_panel(interaction: Interaction) -> None:
    """What `/proposal list` shows of open votes."""
    await answer(interaction, view=await list_view(interaction, Wanted(StateGroup.OPEN)))
