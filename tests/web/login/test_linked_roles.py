"""Linked roles: Discord is told of an account what is true of it, by its member's word alone, and nothing is kept."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from yarl import URL

from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.site import Answer, Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]


@pytest_asyncio.fixture(loop_scope="session")
async def told(site: Site) -> dict[int, Any]:
    """What Discord knows of accounts."""
    await site.bot.register_linked_roles()
    app = site.stage.app
    assert app.role_connections_verification_url == f"{site.origin}/linked-role"
    app.role_connections.clear()
    return app.role_connections


async def test_the_fields_are_told_in_each_language(site: Site, told: dict[int, Any]) -> None:
    fields = site.stage.app.role_connections_metadata
    assert [each["key"] for each in fields] == ["wallets", "power", "votes", "carries", "read"]
    for each in fields:
        assert each["name_localizations"].keys() == {"de", "es-ES", "es-419"}
        assert each["name"] not in each["name_localizations"].values()


async def begun(browser: Browser) -> str:
    """The page asks for it, and the button leads to Discord."""
    shown = await browser.get("/linked-role")
    assert shown.status == 200, shown.words
    assert "Linked wallets" in shown.words
    answer = await browser.post("/linked-role", {})
    assert answer.status == 303, answer.words
    return answer.headers["Location"]


async def connected(site: Site, browser: Browser, person: Person) -> Answer:
    back = site.stage.discord.authorization.approve(await begun(browser), person)
    return await browser.get(back)


async def test_what_is_true_of_a_member_is_told_to_discord_and_nobody_is_logged_in(
    site: Site, browser: Browser, told: dict[int, Any]
) -> None:
    ada, account = site.member("ada"), site.account("ada")
    await site.hold(account.address, 12)
    await browser.log_in(await site.link_for(ada), ada)
    page = await browser.message_for(account.address)
    await browser.hand_in(page, sign(account, page.message))
    await site.stage.finalize()
    stranger = Browser(site)
    try:
        answer = await connected(site, stranger, ada)
        assert (answer.status, answer.headers["Location"]) == (303, "/linked-role/told"), answer.words
        assert "Go back to Discord" in (await stranger.get("/linked-role/told")).words
        assert (await stranger.get("/wallet")).status == 403
    finally:
        await stranger.close()
    connection = told[ada.id]
    assert connection["platform_username"] == "The Well DAO"
    values = connection["metadata"]
    assert {name: values[name] for name in ("wallets", "power", "votes", "carries")} == {
        "wallets": "1",
        "power": "12",
        "votes": "0",
        "carries": "0",
    }
    assert values["read"].endswith("+00:00")


async def test_who_has_nothing_is_told_so(site: Site, browser: Browser, told: dict[int, Any]) -> None:
    eve = site.member("eve")
    assert (await connected(site, browser, eve)).status == 303
    assert told[eve.id]["metadata"]["wallets"] == told[eve.id]["metadata"]["power"] == "0"


async def test_without_the_members_word_nothing_is_told(
    site: Site, browser: Browser, another: Callable[[], Browser], told: dict[int, Any]
) -> None:
    mallory, victim = site.member("mallory"), site.member("victim")
    discord = await begun(browser)
    assert set(URL(discord).query["scope"].split()) == {"identify", "role_connections.write"}
    declined = site.stage.discord.authorization.cancel(discord)
    assert (await browser.get(declined)).status >= 400
    theirs = site.stage.discord.authorization.approve(await begun(another()), mallory)
    assert (await browser.get(theirs)).status >= 400, "a way back that another browser began"
    # A login for something else lets the bot tell nothing.
    await browser.log_in(await site.link_for(victim), victim)
    assert told == {}
    foreign = await browser.send("POST", "/linked-role", data={}, headers={"Origin": "https://evil.example"})
    assert foreign.status == 400


async def test_a_discord_that_does_not_answer_is_asked_again(
    site: Site, browser: Browser, told: dict[int, Any]
) -> None:
    ada = site.member("ada")
    back = site.stage.discord.authorization.approve(await begun(browser), ada)
    site.stage.discord.faults.fail_next("PUT", "role-connection$", status=502)
    refused = await browser.get(back)
    assert refused.status == 503, refused.words
    assert told == {}
    assert (await connected(site, browser, ada)).status == 303
