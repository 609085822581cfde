"""Who comes in: whoever logs in with the Discord account for which the link was made, in the browser that began."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from yarl import URL

from bot.services.wallets.page_links import LIMITS
from bot.web.login.sessions import LOGINS, SESSIONS
from tests.web.site import Answer, Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]

Another = Callable[[], Browser]


def assert_refused(answer: Answer, *words: str, status: int | None = None) -> None:
    assert answer.status >= 400, answer.words
    assert status is None or answer.status == status
    for each in words:
        assert each in answer.words
    assert not any(cookie.startswith("folkmoot=") and "Max-Age=0" not in cookie for cookie in answer.cookies)


async def assert_outside(browser: Browser) -> None:
    assert_refused(await browser.get("/wallet"), "not logged in", status=403)


def state_of(discord: str) -> str:
    return URL(discord).query["state"]


# -- whose link it is ----------------------------------------------------------------------------------------------


async def test_a_link_lets_nobody_in_but_the_account_for_which_it_was_made(
    site: Site, browser: Browser, another: Another
) -> None:
    mallory, victim = site.member("mallory"), site.member("victim")
    link = await site.link_for(mallory)
    assert_refused(await browser.log_in(link, victim), "another Discord account", "sign nothing", status=403)
    await assert_outside(browser)
    # It isn't used up: the one whose it is can still use it.
    assert (await another().log_in(link, mallory)).status == 303


async def test_the_page_of_a_link_says_whose_it_is_before_anybody_logs_in(
    site: Site, browser: Browser
) -> None:
    answer = await browser.get(await site.link_for(site.member("mallory")))
    assert "the Discord account mallory in the server The Well DAO" in answer.words
    assert "If that is not you, close this page" in answer.words


async def test_a_link_works_once(site: Site, browser: Browser, another: Another) -> None:
    ada = site.member("ada")
    link = await site.link_for(ada)
    assert (await browser.log_in(link, ada)).status == 303
    assert_refused(await another().get(link), "used already", status=410)
    assert_refused(await another().post("/link", {"link": link.rsplit("/")[-1]}), "used already", status=410)


async def test_two_logins_with_one_link_let_one_browser_in(
    site: Site, browser: Browser, another: Another
) -> None:
    ada, second = site.member("ada"), another()
    link = await site.link_for(ada)
    begun = [await each.begin(link) for each in (browser, second)]
    backs = [site.stage.discord.authorization.approve(each, ada) for each in begun]
    assert (await browser.get(backs[0])).status == 303
    assert_refused(await second.get(backs[1]), "used already", status=410)


async def test_a_link_works_for_a_quarter_of_an_hour(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    early, late = await site.link_for(ada), await site.link_for(ada)
    site.later(LIMITS.lifetime - timedelta(seconds=30))
    assert (await browser.log_in(early, ada)).status == 303
    site.later(timedelta(seconds=31))
    assert_refused(await browser.get(late), "too old", status=410)


async def test_a_link_that_expires_while_its_member_logs_in_lets_nobody_in(
    site: Site, browser: Browser
) -> None:
    ada = site.member("ada")
    link = await site.link_for(ada)
    site.later(LIMITS.lifetime - timedelta(seconds=30))
    discord = await browser.begin(link)
    site.later(timedelta(seconds=31))
    back = site.stage.discord.authorization.approve(discord, ada)
    assert_refused(await browser.get(back), "too old", status=410)


async def test_the_newest_links_of_a_member_work(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    links = [await site.link_for(ada) for _ in range(LIMITS.of_one + 1)]
    assert_refused(await browser.get(links[0]), status=410)
    assert [(await browser.get(link)).status for link in links[1:]] == [200] * LIMITS.of_one


@pytest.mark.parametrize(
    "token",
    ["0", "a" * 32, "A" * 5000, "..", "null", "-", "_", "undefined", "1.2.3", "wallet"],
)
async def test_a_link_that_the_bot_never_gave_leads_nowhere(browser: Browser, token: str) -> None:
    assert_refused(await browser.get(f"/link/{token}"))
    assert_refused(await browser.post("/link", {"link": token}))


async def test_to_look_at_a_link_uses_nothing_up(site: Site, browser: Browser, another: Another) -> None:
    ada = site.member("ada")
    link = await site.link_for(ada)
    for _ in range(5):
        assert (await another().get(link)).status == 200
    assert (await browser.log_in(link, ada)).status == 303


# -- the way to Discord and back -------------------------------------------------------------------------------------


async def test_the_login_asks_for_the_name_alone_with_state_and_a_hashed_verifier(
    site: Site, browser: Browser
) -> None:
    discord = URL(await browser.begin(await site.link_for(site.member("ada"))))
    assert discord.path == "/oauth2/authorize"
    assert discord.query["scope"] == "identify"
    assert discord.query["response_type"] == "code"
    assert discord.query["code_challenge_method"] == "S256"
    assert len(discord.query["code_challenge"]) == 43
    assert len(discord.query["state"]) >= 32
    assert discord.query["redirect_uri"] == f"{site.origin}/login"


async def test_a_login_that_somebody_else_finished_lets_a_browser_into_nothing(
    site: Site, browser: Browser, another: Another
) -> None:
    """Login CSRF: the attacker logs in himself, and gives the address of the way back to the victim."""
    mallory = site.member("mallory")
    discord = await browser.begin(await site.link_for(mallory))
    back = site.stage.discord.authorization.approve(discord, mallory)
    victim = another()
    assert_refused(await victim.get(back), "didn't begin in this browser", status=400)
    await assert_outside(victim)


async def test_a_foreign_state_ends_a_login_that_has_begun(
    site: Site, browser: Browser, another: Another
) -> None:
    mallory, victim, theirs = site.member("mallory"), site.member("victim"), another()
    foreign = await browser.begin(await site.link_for(mallory))
    await theirs.begin(await site.link_for(victim))
    back = site.stage.discord.authorization.approve(foreign, mallory)
    assert_refused(await theirs.get(back), "didn't begin in this browser", status=400)
    await assert_outside(theirs)


async def test_a_code_of_another_login_is_refused_even_with_the_right_state(
    site: Site, browser: Browser, another: Another
) -> None:
    """The code was given out for the attacker's challenge (PKCE), and the victim's browser has another verifier."""
    mallory, victim, theirs = site.member("mallory"), site.member("victim"), another()
    foreign = await browser.begin(await site.link_for(mallory))
    own = await theirs.begin(await site.link_for(victim))
    code = URL(site.stage.discord.authorization.approve(foreign, mallory)).query["code"]
    assert_refused(await theirs.get(f"/login?code={code}&state={state_of(own)}"), status=400)
    await assert_outside(theirs)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?code={code}",
        "?code={code}&state=",
        "?code={code}&state={state}x",
        "?code={code}&state={state}&state={state}",
        "?code={code}&state=x&state={state}",
        "?code={code}&STATE={state}",
        "?code={code}&state={state}%00",
        "?code={code}&state=%C3%A4",
        "?state={state}",
        "?state={state}&code=",
        "?state={state}&code=guessed",
        "?state={state}&code={code}&code={code}",
        "?state={state}&code={code}x",
        "?state={state}&error=access_denied",
        "?state={state}&code={code}&error=server_error",
    ],
)
async def test_a_way_back_that_is_not_discords_lets_nobody_in(
    site: Site, browser: Browser, query: str
) -> None:
    ada = site.member("ada")
    back = URL(site.stage.discord.authorization.approve(await browser.begin(await site.link_for(ada)), ada))
    answer = await browser.get("/login" + query.format(code=back.query["code"], state=back.query["state"]))
    assert_refused(answer)
    await assert_outside(browser)


async def test_a_code_works_once(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    back = site.stage.discord.authorization.approve(await browser.begin(await site.link_for(ada)), ada)
    assert (await browser.get(back)).status == 303
    assert_refused(await browser.get(back), "used already", status=400)


async def test_a_code_that_was_used_elsewhere_lets_nobody_in(
    site: Site, browser: Browser, another: Another
) -> None:
    ada, second = site.member("ada"), another()
    first_back = site.stage.discord.authorization.approve(await browser.begin(await site.link_for(ada)), ada)
    own = await second.begin(await site.link_for(ada))
    assert (await browser.get(first_back)).status == 303
    code = URL(first_back).query["code"]
    assert_refused(await second.get(f"/login?code={code}&state={state_of(own)}"), status=400)


async def test_a_login_is_finished_once_whatever_code_comes_with_it(
    site: Site, browser: Browser, another: Another
) -> None:
    """Discord takes each code once; this is the same login with another good one, in a copy of the browser."""
    reader, copy = site.member("ada"), another()
    begun = await browser.post("/login", {"read": "/spaces/1"})
    copy.plant("folkmoot-login", browser.cookies["folkmoot-login"])
    backs = [site.stage.discord.authorization.approve(begun.headers["Location"], reader) for _ in range(2)]
    assert (await browser.get(backs[0])).status == 303
    assert_refused(await copy.get(backs[1]), "used already", status=400)
    assert (await copy.get("/spaces/1")).status == 404


async def test_a_login_that_was_declined_lets_nobody_in_and_the_link_still_works(
    site: Site, browser: Browser
) -> None:
    ada = site.member("ada")
    link = await site.link_for(ada)
    declined = site.stage.discord.authorization.cancel(await browser.begin(link))
    assert_refused(await browser.get(declined), "You did not log in", status=403)
    assert (await browser.log_in(link, ada)).status == 303


async def test_a_login_that_takes_too_long_is_begun_again(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    discord = await browser.begin(await site.link_for(ada))
    site.later(LOGINS.lifetime)
    back = site.stage.discord.authorization.approve(discord, ada)
    assert_refused(await browser.get(back), "took too long", status=400)


@pytest.mark.parametrize("path", ["/oauth2/token", "/users/@me"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, None])
async def test_a_discord_that_does_not_say_who_it_is_lets_nobody_in(
    site: Site, browser: Browser, path: str, status: int | None
) -> None:
    ada = site.member("ada")
    link = await site.link_for(ada)
    back = site.stage.discord.authorization.approve(await browser.begin(link), ada)
    site.stage.discord.faults.fail_next("*", f"{path}$", status=status, times=5)
    try:
        assert_refused(await browser.get(back), "Discord did not answer who you are", status=503)
    finally:
        site.stage.discord.faults.clear()
    await assert_outside(browser)
    assert (await browser.log_in(link, ada)).status == 303


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"id": None},
        {"id": 7},
        {"id": ""},
        {"id": "-1"},
        {"id": "1e3"},
        {"id": ["1"]},
        {"id": "0x1"},
        {"id": " 1"},
    ],
)
async def test_an_account_that_cannot_be_read_is_nobody(
    site: Site, browser: Browser, said: dict[str, object]
) -> None:
    ada = site.member("ada")
    back = site.stage.discord.authorization.approve(await browser.begin(await site.link_for(ada)), ada)
    site.stage.discord.faults.fail_next("GET", "/users/@me$", status=200, body=said)
    try:
        assert_refused(await browser.get(back), status=503)
    finally:
        site.stage.discord.faults.clear()
    await assert_outside(browser)


# -- sessions --------------------------------------------------------------------------------------------------------


async def test_a_cookie_that_somebody_planted_is_nobodys_session(site: Site, browser: Browser) -> None:
    """Session fixation: the token of a session is always a new one."""
    ada = site.member("ada")
    browser.plant("folkmoot", "chosen-by-the-attacker")
    await browser.log_in(await site.link_for(ada), ada)
    assert browser.cookie() != "chosen-by-the-attacker"


async def test_a_session_that_somebody_planted_ends_when_its_victim_logs_in(
    site: Site, browser: Browser, another: Another
) -> None:
    mallory, ada, theirs = site.member("mallory"), site.member("ada"), another()
    await browser.log_in(await site.link_for(mallory), mallory)
    theirs.plant("folkmoot", browser.cookie())
    await theirs.log_in(await site.link_for(ada), ada)
    assert "You are ada" in (await theirs.wallet_page()).words
    await assert_outside(browser)


async def test_a_session_ends_after_half_an_hour(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    await browser.log_in(await site.link_for(ada), ada)
    await browser.wallet_page()
    site.later(SESSIONS.lifetime)
    await assert_outside(browser)


async def test_logging_out_ends_the_session_for_every_copy_of_its_cookie(
    site: Site, browser: Browser, another: Another
) -> None:
    ada, copy = site.member("ada"), another()
    await browser.log_in(await site.link_for(ada), ada)
    copy.plant("folkmoot", browser.cookie())
    fields = (await browser.wallet_page()).fields
    assert (await browser.post("/logout", {"form_token": fields["form_token"]})).headers["Location"] == "/"
    await assert_outside(browser)
    await assert_outside(copy)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "../../etc/passwd", "' OR 1=1 --", "a" * 4000])
async def test_a_guessed_session_is_none(browser: Browser, token: str) -> None:
    assert_refused(await browser.get("/wallet", Cookie=f"folkmoot={token}"), "not logged in", status=403)


async def test_scripts_cannot_read_the_cookies_and_other_sites_cannot_send_them(
    site: Site, browser: Browser
) -> None:
    ada = site.member("ada")
    answer = await browser.log_in(await site.link_for(ada), ada)
    (session,) = (each for each in answer.cookies if each.startswith("folkmoot="))
    for attribute in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1800"):
        assert attribute in session


async def test_what_a_session_may_do_is_for_its_own_server_alone(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    await browser.log_in(await site.link_for(ada), ada)
    page = await browser.message_for(site.account("ada").address)
    assert f"({site.stage.guild.id})" in page.message
    assert f"({ada.id})" in page.message
