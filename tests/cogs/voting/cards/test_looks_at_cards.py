"""Whether a card stands is asked of Discord again and again: one answer that is lost is no lost card."""

import pytest

from bot.domain.ids import ProposalId
from cogs.notifications.card_watch import CardWatch
from tests.cogs.voting.discord_harness import DiscordHarness


def looks(dao: DiscordHarness) -> int:
    return sum(
        request.method == "GET" and request.path.endswith(f"/messages/{dao.card.id}")
        for request in dao.discord.requests
    )


async def stands(dao: DiscordHarness, proposal: ProposalId) -> bool:
    async with dao.harness.services.uow.reading() as repositories:
        card = (await repositories.proposals.get(proposal)).card
    return card is not None and card.unseen_since is None


@pytest.mark.attack("visibility")
async def test_a_card_of_which_discord_said_nothing_is_looked_at_again_before_the_next_round(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70})
    before = looks(dao)
    for _ in range(2):
        dao.discord.faults.fail_next("GET", rf"/messages/{dao.card.id}$", status=None)
    await dao.client.add_cog(CardWatch(dao.client, every=3600, retry=0.01))
    await dao.until(lambda: looks(dao) == before + 3)
    await dao.until(lambda: stands(dao, proposal))


async def test_cards_that_stand_are_looked_at_once_a_round(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    before = looks(dao)
    await dao.client.add_cog(CardWatch(dao.client, every=3600, retry=0))
    await dao.until(lambda: looks(dao) == before + 1)
    await dao["ada"].click(dao.card, "Details")
    assert looks(dao) == before + 1
