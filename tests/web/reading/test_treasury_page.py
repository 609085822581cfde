"""The page of a treasury: what there is, for who may read the space."""

import pytest

from tests.web.site import Browser, Site


@pytest.mark.asyncio(loop_scope="session")
async def test_a_member_reads_what_the_treasury_holds_and_what_is_in_no_total(
    site: Site, browser: Browser
) -> None:
    await site.job.join({"treasurer": 10})
    stage, reader = site.stage, site.job["treasurer"].person
    await stage.chain.fund(stage.safe.address, 3 * 10**18)
    await stage.finalize()
    page = await browser.read(f"{site.space}/treasury", reader)
    assert page.status == 200
    assert "Treasury of" in page.words
    # Others have paid into the Safe that all tests share.
    held = await stage.chain.balance(stage.safe.address) // 10**18
    assert f"{held:,} ETH".replace(",", "\u202f") in page.words
    assert "no price feed is named for it" in page.words
    assert "as far as it could be read and valued" in page.words
    assert f'href="{site.space}/treasury"' in (await browser.get(site.space)).text
