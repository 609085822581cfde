"""The guided tour by mouse and keyboard, from an empty server to the executed transaction."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.chromium import Chromium
from tests.sandbox.browser.touring import Tourist, guided
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
        me = Tourist(chromium, page, place.pages, width, thorough=True)
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

        await me.proposes(6, "Title", "Text", "Actions, one per line (optional)")
        await me.looks("proposed")

        await me.goes()
        await me.shown(1)
        await page.appears("#text:focus")
        await page.type("Twelve and a half is a lot. What does the warranty cover?")
        await page.press("Enter")
        await me.done(7)

        await me.turns(8)
        await me.votes(9)
        await me.votes(10, proposal="", choice="", reason="")
        await me.votes(11)
        await me.turns(12)
        await me.looks("closed")
        await me.counts(13, tmp_path)
        await me.turns(14)

        await me.signs(15, "olga")
        await me.signs(16, "otto")
        await me.executes(17, "olga")
        await me.opens("panel-tour")
        await me.looks("end")
