"""The guided tour by mouse and keyboard, from an empty server to the executed transaction."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.chromium import Chromium
from tests.sandbox.browser.touring import Tourist, guided, signs
from tests.web.browser.looking import WIDTHS

SETUP = (
    "announcements",
    "discussion",
    "log",
    "moderators",
    "guardians",
    "chain",
    "sources",
    "safe",
    "preset",
)


@WIDTHS
@pytest.mark.timeout(300)
async def test_a_visitor_pays_from_an_empty_server_with_mouse_and_keyboard_alone(
    tmp_path: Path, width: int
) -> None:
    async with (
        guided(tmp_path) as place,
        Chromium.start() as chromium,
        chromium.page(width) as page,
    ):
        me = Tourist(chromium, page, place.pages, width)
        await me.begins("payment")
        await me.looks("begins")
        await me.uses("gov setup", **dict.fromkeys(SETUP, ""))
        await me.done(1)

        await me.goes()
        await me.uses("gov safe prove", signer="")
        await me.hands_in_a_signature(2, "olga")
        await me.done(2)

        for number in (3, 4, 5):
            await me.goes()
            await me.uses("wallet link", address="")
            await me.hands_in_a_signature(2)
            await me.done(number)

        await page.open(str(await page.measure("location.href")))
        await page.appears("main[data-live]")
        await me.opens("panel-tour")
        await me.done(5)

        await me.goes()
        await me.uses("propose")
        await me.fills("Title", "Text", "Actions, one per line (optional)")
        await page.appears(".ephemeral .container, .ephemeral [data-custom-id]")
        await me.presses(3)
        await me.done(6)
        await me.looks("proposed")

        await me.goes()
        await me.shown(1)
        await page.appears("#text:focus")
        await page.type("Twelve and a half is a lot. What does the warranty cover?")
        await page.press("Enter")
        await me.done(7)

        await me.goes()
        await me.presses(1)
        await me.done(8)

        await me.goes()
        await me.presses(1)
        await me.done(9)
        await me.goes()
        await me.uses("vote cast", proposal="", choice="", reason="")
        await me.done(10)
        await me.goes()
        await me.presses(1)
        await me.done(11)

        await me.goes()
        await me.presses(1)
        await me.done(12)
        await me.looks("closed")

        # The one step that is done in a terminal.
        await me.goes()
        await page.click("form[action='/tour/do'] button")
        await me.done(13)
        await me.goes()
        await me.presses(1)
        await me.done(14)

        for number, name in enumerate(("olga", "otto"), 15):
            await me.goes()
            async with me.page_of_the_bot(name) as bots:
                await signs(bots, "#signing-wallets", "Connect to this site", "Sign a SafeTx")
                await me.done(number)
        await me.goes()
        async with me.page_of_the_bot("olga") as bots:
            await signs(bots, "#executing-wallets", "Connect to this site", "Send a transaction")
            await bots.appears("sandbox-wallet >>> .badge:last-child")
        await me.presses(4)
        await me.done(17)
        await me.opens("panel-tour")
        await me.looks("end")
