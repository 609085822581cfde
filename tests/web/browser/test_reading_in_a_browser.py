"""A reader at the pages of a space and of a proposal, on a phone and at a desk."""

import pytest

from sandbox.chromium import Chromium
from tests.web.browser.test_linking_in_a_browser import WIDTHS, look, opened, words
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = """# Why

The old well gives **brown water** since spring. See [the report](https://example.org/report).

- a new pump
- a deeper shaft

> We all drink from it.

| what | costs |
| --- | --- |
| pump | 3,000 |
| shaft | 22,000 |
"""


@WIDTHS
async def test_a_vote_is_read_on_every_screen(site: Site, chromium: Chromium, width: int) -> None:
    job, names = site.job, [f"{name} {width}" for name in ("reader ann", "reader bob", "reader cat")]
    await job.join(dict(zip(names, (300, 100, 50), strict=True)))
    token, owner = site.stage.token.address, site.stage.owners[0].address
    number = await job.submitted(
        names[0],
        "Dig a new well in the north",
        actions=f"transfer 5 ETH to {owner}\ncall {token} approve(address,uint256) {owner} {2**256 - 1}",
        text=TEXT,
    )
    proposal = await job.bot.id_of(number)
    await job.submitted(names[1], "Paint the gate", text="Green.")
    await site.bot.passes(minutes=61)
    await job.card(number, "Open for voting")
    # It does not pass: nothing of it is left to be signed in other tests.
    await job.command(names[0], number, "Against", reason="Clean water comes first.")
    await job.click(names[1], number, "For")
    await site.show_pages_to("members")
    async with opened(chromium, width) as page:
        await page.open(f"{site.origin}/proposals/{proposal}")
        await look(page, "not-for-strangers", width)
        await page.click("main .button")
        await page.appears("select[name=user]")
        await page.measure(f"document.querySelector('select[name=user]').value = '{job[names[0]].person.id}'")
        await page.click("button[value=authorize]")
        await page.appears("#standing")
        said = " ".join((await words(page)).split())
        await look(page, "proposal", width)
        await page.click("#count ~ details summary")
        await page.click("#deeds ~ details summary")
        await look(page, "proposal-in-full", width)
        await page.open(f"{site.origin}/proposals/{proposal}/voters")
        await page.appears(".entries")
        await look(page, "voters", width)
        await page.open(f"{site.origin}/spaces/1")
        await page.appears(".entries")
        await look(page, "space", width)
    assert "Dig a new well in the north" in said
    assert said.index("Look twice") < said.index("Open for voting") < said.index("brown water")
    assert "75.0 %" in said


async def test_a_vote_cast_in_discord_appears_in_an_open_page_without_loading_it_again(
    site: Site, chromium: Chromium
) -> None:
    job = site.job
    await job.join({"live ann": 300, "live bob": 100})
    number = await job.opened("live ann", "Dig another well")
    proposal = await job.bot.id_of(number)
    await site.show_pages_to("public")
    async with opened(chromium) as first, opened(chromium) as second:
        for page in (first, second):
            await page.open(f"{site.origin}/proposals/{proposal}")
            await page.appears("#standing")
            await page.measure("window.loaded = 'once'")
        assert "75.0 %" not in await words(first)
        await job.click("live ann", number, "For")
        await job.click("live bob", number, "Against")
        for page in (first, second):
            await page.appears("#standing .bar .filled[width='750']")
            assert "2 voted" in await words(page)
            assert await page.measure("window.loaded") == "once"
    await site.show_pages_to("members")
