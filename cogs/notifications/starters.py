"""The first message of a proposal's thread, brought up to date: who comes to talk sees where it stands."""

import structlog

from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from bot.services.ports import Posted
from cogs.components.cards.unlinked import past_filters
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import Archived, Gone, NotAllowed, discord_answers
from cogs.components.language import language_of_guild
from cogs.components.threads import starter_view

_log = structlog.get_logger(__name__)


async def bring_starter_up_to_date(client: FolkmootClient, proposal: ProposalId) -> Posted | None:
    """Edit the first message of the thread to what the facts say now, as far as it can be edited. Where it stands; None
    where there is none. Raises DiscordUnavailable, AskedToWait, ServiceRefused, ChainUnavailable.
    """
    services = client.services
    async with services.uow.reading() as repositories:
        starter = await repositories.messages.get(proposal, "starter")
    if starter is None:
        return None
    try:
        await _edit(client, proposal, starter)
    except (Gone, NotAllowed, Archived) as why:
        # It says nothing that the card and the thread's newest messages don't say, too.
        _log.warning("starter.stale", proposal=proposal, why=str(why))
    return starter


async def _edit(client: FolkmootClient, proposal: ProposalId, starter: Posted) -> None:
    card = await client.services.cards.card(proposal)
    say = language_of_guild(client, card.space.guild)
    view = starter_view(card, None, say)
    place = client.get_partial_messageable(starter.channel, guild_id=card.space.guild)
    message = place.get_partial_message(starter.message)
    with discord_answers(f"edit the first message in the thread of proposal {proposal}"):
        await past_filters(
            lambda shown: message.edit(view=shown),
            view,
            lambda: message.edit(view=starter_view(withheld(card, say), None, say)),
        )
