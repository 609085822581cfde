"""The wallet page offers how far a Discord account may vote with a wallet, and says what was signed."""

import re

import pytest

from sandbox.stage import sign
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(site: Site, browser: Browser, account: str, **terms: str) -> tuple[int, str, str]:
    """What the page answers when the message is asked for with these terms; the message, and what it says of it."""
    fields = (await browser.wallet_page()).fields
    form = {"form_token": fields["form_token"], "address": account, "chain": "", **terms}
    made = await browser.post("/wallet/message", form)
    if made.status != 303:
        return made.status, "", made.words
    page = await browser.get(made.headers["Location"])
    return page.status, page.message, page.words


@pytest.mark.parametrize(
    ("terms", "signed"),
    [
        ({}, r"until=unlinked:up-to=signed"),
        ({"until": "endless", "up_to": "signed"}, r"until=unlinked:up-to=signed"),
        ({"until": "30d", "up_to": "discord"}, r"until=\d{4}-\d\d-\d\d:up-to=discord"),
        ({"until": "365d", "up_to": "countersigned"}, r"until=\d{4}-\d\d-\d\d:up-to=countersigned"),
    ],
)
async def test_what_is_chosen_is_what_is_signed_and_what_is_listed(
    site: Site, browser: Browser, terms: dict[str, str], signed: str
) -> None:
    ada, account = site.member("ada"), site.account("ada")
    await browser.log_in(await site.link_for(ada), ada)
    page = await browser.wallet_page()
    assert "For how long" in page.words
    assert "On which tracks" in page.words
    status, message, words = await asked(site, browser, account.address, **terms)
    assert status == 200
    assert re.search(rf"- urn:folkmoot:mandate:server={site.stage.guild.id}:{signed}$", message)
    assert "What you allow your Discord account here" in words
    form = (await browser.wallet_page()).fields
    nonce = re.search(r"Nonce: (\w+)", message)
    assert nonce
    handed = {"form_token": form["form_token"], "nonce": nonce[1], "signature": sign(account, message)}
    done = await browser.get((await browser.post("/wallet/signature", handed)).headers["Location"])
    listed = (await (await ada.slash(site.stage.announcements, "wallet list")).settled()).text
    for said in (done.words, listed):
        assert ("until it is unlinked" in said) == ("unlinked" in signed)
        assert ("that open before" in said) == ("unlinked" not in signed)
        assert ("on all tracks" in said) == ("up-to=signed" in signed)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "terms",
    [
        {"until": "9999d"},
        {"until": "30d' OR 1=1"},
        {"until": "<script>"},
        {"up_to": "everything"},
        {"up_to": "signed\n- urn:folkmoot:mandate:server=1"},
    ],
)
async def test_terms_that_are_not_offered_are_refused(
    site: Site, browser: Browser, terms: dict[str, str]
) -> None:
    ada, account = site.member("ada"), site.account("ada")
    await browser.log_in(await site.link_for(ada), ada)
    status, _, words = await asked(site, browser, account.address, **terms)
    assert status == 400
    assert "nothing can be signed" in words


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", ("endless", "signed")),
        ("?until=90d&up_to=discord", ("90d", "discord")),
        ("?until=1&up_to=%22%3E%3Cscript%3E", ("endless", "signed")),
    ],
)
async def test_what_was_chosen_in_discord_is_chosen_on_the_page(
    site: Site, browser: Browser, query: str, chosen: tuple[str, str]
) -> None:
    ada = site.member("ada")
    await browser.log_in(await site.link_for(ada), ada)
    page = await browser.get(f"/wallet{query}")
    assert tuple(re.findall(r'<option value="(\w+)" selected>', page.text)) == chosen


async def test_the_command_hands_its_terms_to_the_page(site: Site, browser: Browser) -> None:
    ada = site.member("ada")
    offer = await ada.slash(site.stage.announcements, "wallet link", until="30d", up_to="countersigned")
    (button,) = (await offer.settled()).buttons
    assert button.url is not None
    back = await browser.log_in(button.url, ada)
    page = await browser.get(back.headers["Location"])
    assert tuple(re.findall(r'<option value="(\w+)" selected>', page.text)) == ("30d", "countersigned")
