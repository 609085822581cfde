"""The buttons of the world, pressed in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.chromium import Chromium
from sandbox.world import CONTROLS, Switch
from sandbox.world.control import Control
from tests.sandbox.browser.touring import Tourist, guided
from tests.web.browser.looking import WIDTHS

REFUSED = ("end-of-", "carry-over")
"""Controls that need a proposal, or a call that waits at the bridge: the tour presses those."""


async def pressed(me: Tourist, control: Control) -> str:
    """What stands first among what happened, after the button was pressed."""
    await me.page.measure("window.before = document.querySelector('.happenings')?.innerHTML ?? ''")
    await me.page.click(f"#control-{control.name}")
    return str(
        await me.page.measure(
            "new Promise((done) => { const look = () => { const found = document.querySelector('.happenings');"
            "return found && found.innerHTML !== window.before ? done(found.querySelector('li').textContent)"
            ": requestAnimationFrame(look); }; look(); })"
        )
    )


@WIDTHS
@pytest.mark.timeout(300)
async def test_each_button_says_what_it_did_shows_its_state_and_is_undone(tmp_path: Path, width: int) -> None:
    async with guided(tmp_path) as place, Chromium.start() as chromium, chromium.page(width) as page:
        me = Tourist(chromium, page, place.pages, width)
        await me.begins("payment")
        await me.opens("panel-world")
        await me.looks("world")
        for control in CONTROLS:
            if control.name.startswith(REFUSED):
                await page.click(f"#control-{control.name}")
                await page.appears("#toasts div")
                continue
            assert await pressed(me, control) == place.sandbox.happenings[-1].text
            assert place.sandbox.happenings[-1].control == control.name
            if isinstance(control, Switch):
                await page.appears(f"#control-{control.name}[aria-pressed=true]")
                assert control.is_on(place.sandbox)
                await pressed(me, control)
                await page.appears(f"#control-{control.name}[aria-pressed=false]")
                assert not control.is_on(place.sandbox)
