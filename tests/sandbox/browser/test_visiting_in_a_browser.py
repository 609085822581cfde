"""Members at the page in a real browser, on a phone and at a desk, with the mouse and with the keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.browser import Pages
from sandbox.chromium import Chromium, Page
from sandbox.discord import Channel, ManualClock, Person
from tests.sandbox.browser.exhibition import Exhibition
from tests.web.browser.looking import DESK, WIDTHS, look


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    async with Chromium.start() as chromium:
        yield chromium


async def enter(page: Page, pages: Pages, person: Person, place: Channel) -> None:
    """Open a member's window on a place; returns when it hears what changes."""
    await page.open(f"{pages.url.rstrip('/')}/as/{person.id}/{place.guild.id}/{place.id}")
    await page.appears("main[data-live]")


async def said(page: Page) -> str:
    """All that is in the messages, also in those that are not drawn because they are out of sight."""
    return str(await page.measure("document.getElementById('messages').textContent"))


async def focused(page: Page, selector: str) -> bool:
    return bool(await page.measure(f"document.activeElement.matches({selector!r})"))


async def test_two_windows_see_each_other_within_a_second(
    here: Exhibition, pages: Pages, chromium: Chromium
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    async with chromium.page(DESK) as ada, chromium.page(DESK) as ben:
        await enter(ada, pages, here.ada, here.hall)
        await enter(ben, pages, here.ben, here.hall)
        await ben.measure(
            "window.seen = new Promise((done) => new MutationObserver((all) => {"
            "if (document.getElementById('messages').textContent.includes('can you see me')) done(Date.now()); })"
            ".observe(document.getElementById('messages'), {subtree: true, childList: true})); true"
        )
        await ada.fill("#text", "can you see me?")
        began = await ada.measure("Date.now()")
        await ada.press("Enter")
        assert await ben.measure("window.seen") - began < 1000
        await ada.click(f"#message-{card.id} [data-custom-id='press:success']")
        await ben.appears(f"#message-{card.id} strong")
        await ben.measure(
            "new Promise((done) => { const look = () => document.body.textContent.includes('1 have pressed')"
            "? done(true) : requestAnimationFrame(look); look(); })"
        )


async def test_times_are_of_the_readers_zone_and_keep_up_with_the_sandboxs_clock(
    here: Exhibition, pages: Pages, chromium: Chromium, clock: ManualClock
) -> None:
    zone = "America/New_York"
    ends = int(clock.now().timestamp()) + 3 * 86_400
    message = await here.ada.say(here.hall, f"ends <t:{ends}:R>, at <t:{ends}:t>, on <t:{ends}:d>")
    times = f"[...document.querySelectorAll('#message-{message.id} time')].map((each) => each.textContent)"
    local, written = (
        datetime.fromtimestamp(second, ZoneInfo(zone)) for second in (ends, message.created_at.timestamp())
    )
    last = [f"{local:%H:%M}", f"{local:%d/%m/%Y}"]
    async with chromium.page(DESK) as page:
        await page.timezone(zone)
        await enter(page, pages, here.ben, here.hall)
        assert await page.measure(times) == [f"Today at {written:%H:%M}", "in 3 days", *last]
        clock.advance(timedelta(days=2))
        pages.clock_moved()
        await page.measure(
            f"new Promise((done) => {{ const look = () => {times}[1] === 'in a day' ? done(true)"
            ": requestAnimationFrame(look); look(); })"
        )
        assert await page.measure(times) == [f"{written:%d/%m/%Y %H:%M}", "in a day", *last]


@WIDTHS
async def test_a_command_is_used_by_the_keyboard_alone(
    here: Exhibition, pages: Pages, chromium: Chromium, width: int
) -> None:
    async with chromium.page(width) as page:
        await enter(page, pages, here.ada, here.hall)
        await page.press("Tab")
        await page.press("Enter")
        assert await focused(page, "#text")
        await page.type("/vote")
        await page.appears("#picker [data-command='vote cast'][data-active]")
        await look(page, "picker", width)
        await page.press("Enter")
        await page.appears("form.command[data-path='vote cast']")
        await page.type("well")
        await page.appears(".field [data-value='dig-a-new-well'][data-active]")
        await look(page, "command", width)
        await page.press("Enter")
        await page.appears("[data-option=choice] [data-combo]:focus")
        await page.type("aga")
        await page.appears("[data-value=Against][data-active]")
        await page.press("Enter")
        assert await focused(page, "form.command .button.primary")
        await page.press("Enter")
        await page.appears("#messages .ephemeral")
        assert "Against on dig-a-new-well: None False" in await said(page)
        await page.appears("#text:focus")
        await look(page, "answered", width)


@WIDTHS
async def test_a_form_and_its_menus_are_filled_in_by_the_keyboard_alone_and_lost_by_no_reload(
    here: Exhibition, pages: Pages, chromium: Chromium, width: int
) -> None:
    async with chromium.page(width) as page:
        await enter(page, pages, here.ada, here.hall)
        await page.fill("#text", "/fill")
        await page.appears("#picker [data-command=fill][data-active]")
        await page.press("Enter")
        await page.appears("form.command[data-path=fill]")
        await page.press("Enter")
        await page.appears("dialog[open] [name=words]:focus")
        await page.open(str(await page.measure("location.href")))
        await page.appears("dialog[open] [name=words]:focus")
        await look(page, "form", width)
        await page.type("a few words")
        await page.press("Tab")
        await page.press("Enter")
        await page.appears("dialog .menu.open [data-active]")
        await page.press("Enter")
        await page.press("ArrowDown")
        await page.press("Enter")
        await look(page, "form-menu", width)
        await page.press("Escape")
        assert await focused(page, "dialog .menu .opens")
        await page.press("Tab")
        await page.measure("document.activeElement.click()")
        await page.measure("document.querySelector('dialog .button.primary').focus()")
        await page.press("Enter")
        await page.appears("#messages .ephemeral")
        assert "You sent: a few words ['apple', 'banana'] plain [] []" in await said(page)
        await page.appears("#form-dialog:not([open])")


@WIDTHS
async def test_menus_of_messages_are_used_by_mouse_and_keyboard(
    here: Exhibition, pages: Pages, chromium: Chromium, width: int
) -> None:
    await here.hang()
    async with chromium.page(width) as page:
        await enter(page, pages, here.ada, here.hall)
        await page.click(".menu[data-custom-id=some] .opens")
        await page.appears(".menu.open [data-active]")
        await look(page, "menu", width)
        await page.click(".menu.open [data-value=cherry]")
        await page.click(".menu.open [data-value=apple]")
        await page.click(".menu.open .done")
        await page.appears("#messages .ephemeral")
        assert "some: ['cherry', 'apple']" in await said(page)
        await page.click(".ephemeral [name=dismiss]")
        await page.appears("#messages:not(:has(.ephemeral))")
        await page.measure("document.querySelector('.menu[data-custom-id=user] .opens').focus()")
        await page.press("Enter")
        await page.appears(".menu.open input")
        await page.type("mon")
        await page.appears(f".menu.open [data-value='{here.mona.id}'][data-active]")
        await page.press("Enter")
        await page.appears("#messages .ephemeral")
        assert f"user: ['{here.mona.id}']" in await said(page)


@WIDTHS
async def test_nothing_keeps_anybody_from_using_any_part_of_the_page(
    here: Exhibition, pages: Pages, chromium: Chromium, width: int
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    await here.ben.react(card, "👍")
    await here.post()
    await here.ada.say(
        here.hall, f"hello {here.ben.mention}, see <#{here.forum.id}> `code` ||secret||\n> quoted\n- one"
    )
    message = here.hall.messages[-1]
    async with chromium.page(width) as page:
        await page.open(pages.url)
        await look(page, "welcome", width)
        await enter(page, pages, here.ben, here.hall)
        await look(page, "hall", width)
        await page.measure(f"document.querySelector('#message-{message.id} [name=more]').click()")
        await page.appears("#floating [role=menuitem]:focus")
        await look(page, "message-menu", width)
        await page.press("Escape")
        assert await focused(page, f"#message-{message.id} [name=more]")
        await page.measure("document.querySelector('[data-tab=members]').click()")
        await look(page, "members", width)
        await enter(page, pages, here.ben, here.quiet)
        await look(page, "quiet", width)
        await enter(page, pages, here.ben, here.forum)
        await look(page, "forum", width)
        await page.click("[data-new-post]")
        await page.appears("dialog[open] [name=name]")
        await look(page, "new-post", width)
        await enter(page, pages, here.ben, here.forum.posts[0])
        await look(page, "post", width)


async def test_two_hundred_messages_and_five_hundred_members_are_drawn_once(
    here: Exhibition, pages: Pages, chromium: Chromium
) -> None:
    for number in range(200):
        await here.ada.say(here.hall, f"line {number}")
    for number in range(500):
        here.guild.create_member(f"voter{number}")
    async with chromium.page(DESK) as page:
        await enter(page, pages, here.ben, here.hall)
        for lines in (50, 100, 150, 200):
            await page.measure("document.querySelector('#messages .message').scrollIntoView(); true")
            await page.measure(
                "new Promise((done) => { const look = () => document.querySelectorAll('#messages .message').length"
                f">= {min(lines + 50, 200)} ? done(true) : requestAnimationFrame(look); look(); }})"
            )
        assert await page.measure("document.querySelectorAll('#messages .message').length") == 200
        await page.measure(
            "for (const each of document.querySelectorAll('.message, .members li')) each.kept = true"
        )
        await here.ada.say(here.hall, "one more")
        await page.appears("#messages .message:nth-child(201)")
        assert (
            await page.measure(
                "[...document.querySelectorAll('.message, .members li')].filter((e) => !e.kept).length"
            )
            == 1
        )
