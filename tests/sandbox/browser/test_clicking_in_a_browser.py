"""A click is one that a person could make with a mouse."""

import pytest

from sandbox.chromium import Chromium

pytestmark = pytest.mark.asyncio(loop_scope="session")
BUTTON = "<button onclick=\"document.title += 'pressed'\">Press</button>"
COVER = "<div id=cover style='position:fixed;inset:0'></div>"
COMES = "<script>setTimeout(() => { document.querySelector('#cover').remove() }, 100)</script>"
MOVES = (
    "<script>const b = document.querySelector('button'); let n = 0;"
    "const t = setInterval(() => { b.style.marginLeft = `${(n += 9)}px`; if (n > 90) clearInterval(t) }, 10)</script>"
)
ANEW = COMES.replace(
    "document", "const b = document.querySelector('button'); b.replaceWith(b.cloneNode(true)); document", 1
)


@pytest.mark.parametrize(
    "page",
    [
        BUTTON,
        "<div style='height:3000px'></div>" + BUTTON,
        BUTTON + COVER + COMES,
        BUTTON + MOVES,
        BUTTON + COVER + ANEW,
    ],
    ids=["in view", "below the edge", "covered for a moment", "moving for a moment", "drawn anew"],
)
async def test_what_can_be_reached_is_clicked_once(chromium: Chromium, page: str) -> None:
    async with chromium.page(390) as shown:
        await shown.show(page)
        await shown.click("button")
        assert await shown.measure("document.title") == "pressed"


@pytest.mark.parametrize(
    "page",
    [
        BUTTON + COVER,
        BUTTON.replace("<button", "<button disabled"),
        BUTTON.replace("<button", "<button style='display:none'"),
    ],
    ids=["covered", "switched off", "not shown"],
)
async def test_what_no_mouse_reaches_is_not_clicked(chromium: Chromium, page: str) -> None:
    async with chromium.page(390) as shown:
        await shown.show(page)
        with pytest.raises(RuntimeError, match="no mouse reaches"):
            await shown.click("button")
        assert await shown.measure("document.title") == ""
