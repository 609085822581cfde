"""The wallet beside the sandbox's Discord, at a desk."""

import pytest

from sandbox.browser import Pages, Window
from sandbox.browser.wallet import WalletPanel, wallet_of
from sandbox.chromium import Chromium
from sandbox.people import settle
from sandbox.stage import Stage
from tests.web.browser.looking import DESK, look, opened, words

pytestmark = pytest.mark.asyncio(loop_scope="session")
ORIGIN = "http://127.0.0.1:9"


async def test_a_member_sends_tokens_and_a_link_says_whose_wallet_is_meant(chromium: Chromium) -> None:
    async with Stage.open(strict_limits=False) as stage:
        residents = await settle(stage)
        panel = WalletPanel(await wallet_of(stage, residents), ORIGIN)
        async with (
            Pages.serve(stage.discord, panels=[panel]) as pages,
            panel.live(pages),
            opened(chromium, DESK) as page,
        ):
            nils = residents["nils"].person
            window = Window(stage.discord.world, nils, stage.guild, stage.announcements)
            await page.open(f"{pages.url.rstrip('/')}{window.address}")
            await page.appears("#panel-wallet dl")
            assert "250 FOLK" in await words(page)
            await look(page, "wallet-panel", DESK)
            await page.fill("#panel-wallet input[name=amount]", "50")
            await page.click("#panel-wallet form[action$=send] button")
            await page.appears("#toasts div")
            assert "Sent 50 FOLK to fiona." in await words(page)
            await page.measure(
                f"document.body.insertAdjacentHTML('beforeend', '<a id=out href={ORIGIN}/link/x>out</a>')"
            )
            await page.measure("addEventListener('click', (event) => event.preventDefault())")
            await page.click("#out")
            assert (
                await page.measure("document.getElementById('out').href")
                == f"http://{nils.id}.localhost:9/link/x"
            )
