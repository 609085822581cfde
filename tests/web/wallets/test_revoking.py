"""The page on which a wallet takes itself off a Discord account, for who has lost it: nobody logs in."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote

import pytest

from sandbox.chain import Account
from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.site import Answer, Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
TWO_SECONDS = timedelta(seconds=2)


async def link(site: Site, browser: Browser, person: Person, account: str, signer: Account) -> None:
    await browser.log_in(await site.link_for(person), person)
    page = await browser.message_for(account)
    assert "is linked" in (await browser.hand_in(page, sign(signer, page.message))).words


async def listed(site: Site, person: Person) -> str:
    return (await (await person.slash(site.stage.announcements, "wallet list")).settled()).text


async def text_for(site: Site, browser: Browser, account: str, **given: str) -> Answer:
    """The page with the text to sign, or the refusal."""
    form = {"server": str(site.stage.guild.id), "address": account, "chain": "", **given}
    return await browser.post("/revoke/message", form)


async def hand_in(browser: Browser, fields: Mapping[str, str], signature: str) -> Answer:
    return await browser.post("/revoke/signature", {**fields, "signature": signature})


@pytest.mark.parametrize("kind", ["key", "contract"])
async def test_one_signature_by_the_wallet_takes_it_off_the_account_without_any_login(
    site: Site,
    browser: Browser,
    another,
    kind: str,
) -> None:
    ada, owner = site.member("ada"), site.account("ada")
    wallet = owner.address
    if kind == "contract":
        wallet = (await site.stage.chain.deploy("ContractWallet", owner.address)).address
        await site.stage.finalize()
    await link(site, browser, ada, wallet, owner)
    site.later(TWO_SECONDS)
    stranger = another()
    start = await stranger.get("/")
    assert 'href="/revoke"' in start.text
    form = await stranger.get(f"/revoke?server={site.stage.guild.id}")
    assert f'value="{site.stage.guild.id}"' in form.text
    page = await text_for(site, stranger, wallet)
    assert page.status == 200, page.words
    assert f"in the server {site.stage.guild.id} before the time of this message" in page.message
    done = await hand_in(stranger, page.fields, sign(owner, page.message))
    assert done.status == 200, done.words
    assert f"{wallet} is unlinked" in done.words
    assert "no linked wallet" in await listed(site, ada)
    entry = await site.stage.log.wait_for(
        lambda message: wallet in message.text and "as it has signed itself" in message.text
    )
    assert str(ada.id) in entry.text
    again = await hand_in(stranger, page.fields, sign(owner, page.message))
    assert (again.status, "had linked" in again.words) == (400, True)


@pytest.mark.attack("web")
async def test_who_can_not_sign_takes_nothing_away_and_learns_nothing(
    site: Site,
    browser: Browser,
    another,
) -> None:
    ada, owner, eve = site.member("ada"), site.account("ada"), site.account("eve")
    await link(site, browser, ada, owner.address, owner)
    site.later(TWO_SECONDS)
    stranger, answers = another(), []
    for account in (owner.address, site.account("nobody's").address):
        page = await text_for(site, stranger, account)
        answer = await hand_in(stranger, page.fields, sign(eve, page.message))
        answers.append((answer.status, answer.words.replace(account, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400
    assert owner.address in await listed(site, ada)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("server", "1"),
        ("nonce", "0" * 24),
        ("issued", "1"),
        ("issued", "99999999999"),
        ("chain", "1"),
        ("address", "0x" + "11" * 20),
        ("nonce", "<script>alert(1)</script>"),
        ("server", "'\"><img src=x>"),
    ],
)
async def test_a_field_that_was_changed_on_its_way_takes_nothing_away(
    site: Site,
    browser: Browser,
    another,
    field: str,
    value: str,
) -> None:
    ada, owner = site.member("ada"), site.account("ada")
    await link(site, browser, ada, owner.address, owner)
    site.later(TWO_SECONDS)
    page = await text_for(site, another(), owner.address)
    answer = await hand_in(another(), {**page.fields, field: value}, sign(owner, page.message))
    assert answer.status == 400, answer.words
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert owner.address in await listed(site, ada)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("server", "status"),
    [
        ("%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 200),
        (quote("\ue010https://evil.example/onfocus=alert(1)\ue011x\ue00e"), 200),
        (quote("\ue000Call 555"), 200),
        ("call%20555", 200),
        ("1" * 201, 400),
        ("1&server=2", 400),
    ],
)
async def test_what_a_link_to_the_page_brings_along_is_text(
    site: Site, browser: Browser, server: str, status: int
) -> None:
    page = await browser.get(f"/revoke?server={server}")
    assert page.status == status
    assert "<script>alert" not in page.text
    assert "evil.example" not in page.text
    assert "555" not in page.text


@pytest.mark.attack("web")
async def test_another_site_hands_nothing_in(site: Site, browser: Browser) -> None:
    form = {"server": "1", "address": site.account("ada").address, "chain": ""}
    for path in ("/revoke/message", "/revoke/signature"):
        assert (await browser.post(path, form, Origin="https://evil.example")).status == 400


@pytest.mark.attack("web")
async def test_who_hands_in_one_signature_after_the_other_is_slowed_down(
    site: Site,
    browser: Browser,
    another,
) -> None:
    """Each may ask a chain; others are not held up by it."""
    statuses = []
    for _ in range(site.bot.web_limits.costly_of_one.at_once + 2):
        page = {"server": "1", "address": "", "chain": "", "nonce": "", "issued": ""}
        statuses.append((await hand_in(browser, page, "0x")).status)
    assert statuses[-1] == 429
    assert (await hand_in(another(), page, "0x")).status == 400
