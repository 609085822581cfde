"""Two members vote with the card's buttons, each in a window of Discord; what Discord signed for each click is the
evidence of their ballots."""

import pytest

from sandbox.browser import Pages
from sandbox.chromium import Chromium
from tests.web.browser.looking import WIDTHS, look, opened
from tests.web.signing.voting import trusting
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@WIDTHS
async def test_two_members_click_in_two_windows_and_both_ballots_are_countersigned(
    site: Site, chromium: Chromium, width: int
) -> None:
    job, names = site.job, [f"{name} {width}" for name in ("ann", "bob")]
    await job.join(dict(zip(names, (60_000, 10_000), strict=True)))
    async with trusting(site, "countersigned"):
        number = await job.opened(names[0], f"Dig the well, {width} wide")
    card = await job.card(number)
    places = [f"as/{job[name].person.id}/{site.stage.guild.id}/{card.channel.id}" for name in names]
    async with (
        Pages.serve(site.stage.discord) as pages,
        opened(chromium, width) as ann,
        opened(chromium, width) as bob,
    ):
        for window, place, choice in ((ann, places[0], "For"), (bob, places[1], "Against")):
            await window.open(f"{pages.url}{place}")
            await window.appears("main[data-live]")
            button = card.button(choice).custom_id
            await window.click(f"#message-{card.id} [data-custom-id='{button}']")
            await window.appears(".ephemeral")
            receipt = await window.measure("document.querySelector('.ephemeral').textContent")
            assert f"Your vote on proposal {number}: {choice}" in receipt
            await look(window, f"countersigned-{choice}", width)
    record = await job.closed(number)
    assert record["frozen"]["policy"]["trust"] == "countersigned"
    assert [ballot["choice"] for ballot in record["ballots"]] == [1, 2]
    assert [ballot["vote_evidence"]["kind"] for ballot in record["ballots"]] == ["countersigned"] * 2
