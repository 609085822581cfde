"""Where things stand on a phone, measured by a browser."""

from collections.abc import Sequence

import pytest

from bot.domain.accounts.chain_pages import ChainPages, PagesOfAChain
from bot.domain.actions.dangers import Danger, ForeignCode, SpenderTakes
from bot.wording.language import language
from bot.wording.markup.discord_markup import DiscordMarkup
from cogs.components.cards.cards import card_view
from sandbox.chromium import Chromium
from sandbox.discord.html import Reading, page
from sandbox.discord.html.components import components_html
from sandbox.discord.world.components import published
from tests.cogs.voting.samples import BLOCK, SAFE, START, card_of, decoded, proposal_of

WIDTH, SEEN = 420, 700
"""Pixels of a phone."""
SAY = language(markup=DiscordMarkup(ChainPages(((BLOCK.chain, PagesOfAChain("https://etherscan.io")),))))
LONGEST = "Each of these sentences is of a length that people write when they explain what they want. " * 9


_ENDS = "[...document.querySelectorAll('.button')].map(each => each.getBoundingClientRect().bottom)"


class Nobody:
    """`Names`: knows nobody."""

    def member(self, user_id: int) -> str | None:
        return None

    role = channel = member


async def ends_of_buttons(dangers: Sequence[Danger], title: str, text: str) -> list[float]:
    """Where each button of a card with five actions ends, in pixels from above."""
    card = card_of(proposal_of(title=title, text=text, actions=5), actions=decoded(5, *dangers))
    parts = published(card_view(card, SAY).to_components(), lambda url: {"url": url})
    inside = components_html(parts, Reading(Nobody(), START))
    html = (
        "<article class=message><div class=avatar></div><div class=content><header>Folkmoot</header>"
        f"{inside}</div></article>"
    )
    async with Chromium.start() as browser, browser.page(WIDTH) as shown:
        await shown.show(page("card", html))
        found = await shown.measure(_ENDS)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("dangers", [(), (ForeignCode(), SpenderTakes(SAFE))], ids=["harmless", "dangerous"])
@pytest.mark.parametrize("title", ["Dig a well", "A title that is as long as it may be " * 3])
async def test_all_buttons_of_a_card_with_five_actions_are_seen_first(
    dangers: Sequence[Danger], title: str
) -> None:
    ends = await ends_of_buttons(dangers, title[:100], LONGEST)
    assert len(ends) == 6
    assert max(ends) <= SEEN
