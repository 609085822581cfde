"""A member links a wallet in a browser, on a phone and at a desk."""

import re

import pytest

from sandbox.chromium import Chromium, Page
from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.browser.looking import DESK, PHONE, WIDTHS, log_in_by, look, opened, wallet_of, words
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def log_in(site: Site, page: Page, person: Person) -> None:
    """From the link in Discord to the wallet page, as a member goes."""
    await log_in_by(page, await site.link_for(person), person)
    await page.appears("#wallets")


@pytest.mark.in_every_run
@WIDTHS
async def test_a_member_links_a_wallet_with_one_signature(site: Site, chromium: Chromium, width: int) -> None:
    ada, wallet = site.member("ada"), wallet_of(site, "ada")
    await site.hold(wallet.account.address, 3_000, delegated=False)
    async with opened(chromium, width) as page:
        await wallet.install(page)
        await page.open(await site.link_for(ada))
        await look(page, "link", width)
        await log_in(site, page, ada)
        await page.appears("#wallets button")
        await look(page, "wallet", width)
        await page.click("#wallets button")
        await page.appears("main .danger")
        said = await words(page)
        await look(page, "linked", width)
    assert f"{wallet.account.address} is linked" in said
    assert "You hold 3\u202f000 FOLK, not delegated yet" in said
    assert "before the next vote opens" in said
    (text,) = wallet.signed
    assert text.startswith(f"127.0.0.1:{site.port} wants you to sign in with your Ethereum account:\n")
    assert f"URI: {site.origin}/wallet\n" in text
    assert f"Chain ID: {site.stage.chain.chain_id}\n" in text
    assert f"the Discord account ada ({ada.id}) in the server The Well DAO ({site.stage.guild.id})" in text
    listed = await (await ada.slash(site.stage.announcements, "wallet list")).settled()
    assert wallet.account.address in listed.text


async def test_a_wallet_that_stands_in_window_ethereum_is_found(site: Site, chromium: Chromium) -> None:
    ben, wallet = site.member("ben"), wallet_of(site, "ben", usual=True)
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in(site, page, ben)
        await page.click("#wallets button")
        await page.appears("a[href='/wallet']")
        assert f"{wallet.account.address} is linked" in await words(page)


async def test_an_account_that_runs_code_signs_with_its_key(site: Site, chromium: Chromium) -> None:
    """By EIP-7702, as wallets have their users' accounts do."""
    gus, wallet, chain = site.member("gus"), wallet_of(site, "gus"), site.stage.chain
    code = await chain.deploy("ContractWallet", chain.deployer.address)
    await chain.delegate_code(wallet.account, code.address)
    await site.stage.finalize()
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in(site, page, gus)
        await page.click("#wallets button")
        await page.appears("a[href='/wallet']")
        assert f"{wallet.account.address} is linked" in await words(page)
    listed = await (await gus.slash(site.stage.announcements, "wallet list")).settled()
    assert "a contract" not in listed.text


@WIDTHS
async def test_a_signature_made_elsewhere_is_pasted(site: Site, chromium: Chromium, width: int) -> None:
    cleo, account = site.member("cleo"), site.account("cleo")
    async with opened(chromium, width) as page:
        await log_in(site, page, cleo)
        assert "No wallet was found in this browser" in await words(page)
        await page.click("summary")
        await page.fill("#address", account.address)
        await look(page, "no-wallet", width)
        await page.click("details .button")
        await page.appears("#signature")
        await look(page, "message", width)
        text = await page.measure("document.querySelector('pre').textContent")
        await page.fill("#signature", sign(account, text))
        await page.click("main .button")
        await page.appears("a[href='/wallet']")
        assert f"{account.address} is linked" in await words(page)


@pytest.mark.parametrize("method", ["eth_requestAccounts", "personal_sign"])
async def test_who_declines_in_the_wallet_is_told_and_can_try_again(
    site: Site, chromium: Chromium, method: str
) -> None:
    dan, wallet = site.member("dan"), wallet_of(site, "dan", refusals=[(method, 4001, "User rejected")])
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in(site, page, dan)
        await page.click("#wallets button")
        await page.appears("#wallets button:not(:disabled)")
        await page.appears("#status:not(:empty)")
        assert "You declined in your wallet" in await words(page)
        await page.click("#wallets button")
        await page.appears("a[href='/wallet']")
        assert "is linked" in await words(page)


@pytest.mark.attack("web")
async def test_a_wallet_that_signs_with_another_key_links_nothing(site: Site, chromium: Chromium) -> None:
    eve = site.member("eve")
    wallet = wallet_of(site, "victim", key=site.account("eve"))
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in(site, page, eve)
        await page.click("#wallets button")
        await page.appears("[role=alert]")
        await look(page, "refused", PHONE)
        assert f"This is not a signature by {wallet.account.address}" in await words(page)
    listed = await (await eve.slash(site.stage.announcements, "wallet list")).settled()
    assert "You have no linked wallet" in listed.text


async def test_all_of_it_works_with_the_keyboard_alone(site: Site, chromium: Chromium) -> None:
    fay, wallet = site.member("fay"), wallet_of(site, "fay")
    async with opened(chromium, DESK) as page:
        await wallet.install(page)
        await log_in(site, page, fay)
        await page.appears("#wallets button")
        for _ in range(6):
            await page.press("Tab")
            if await page.measure("document.activeElement.closest('#wallets') !== null"):
                break
        await page.press("Enter")
        await page.appears("a[href='/wallet']")
        assert "is linked" in await words(page)


@WIDTHS
async def test_what_is_chosen_in_the_menus_is_what_the_wallet_signs(
    site: Site, chromium: Chromium, width: int
) -> None:
    kim, wallet = site.member("kim"), wallet_of(site, "kim")
    async with opened(chromium, width) as page:
        await wallet.install(page)
        await log_in(site, page, kim)
        for menu, chosen in (("until", "90d"), ("up-to", "countersigned")):
            assert await page.measure(f"document.querySelector('label[for={menu}]').innerText !== ''")
            await page.measure(f"document.getElementById('{menu}').value = '{chosen}'")
        await look(page, "mandate", width)
        await page.click("#wallets button")
        await page.appears("a[href='/wallet']")
        said = await words(page)
        await look(page, "mandated", width)
    (text,) = wallet.signed
    assert re.search(r"- urn:folkmoot:mandate:server=\d+:until=\d{4}-\d\d-\d\d:up-to=countersigned$", text)
    assert "It counts in votes that open before" in said
    assert "on tracks up to the trust level countersigned" in said


async def test_the_menus_are_chosen_from_with_the_keyboard(site: Site, chromium: Chromium) -> None:
    lea, wallet = site.member("lea"), wallet_of(site, "lea")
    async with opened(chromium, DESK) as page:
        await wallet.install(page)
        await log_in(site, page, lea)
        await page.appears("#wallets button")
        for menu in ("until", "up-to"):
            for _ in range(6):
                if await page.measure(f"document.activeElement.id === '{menu}'"):
                    break
                await page.press("Tab")
            await page.press("ArrowDown")
        await page.press("Tab")
        await page.press("Enter")
        await page.appears("a[href='/wallet']")
    (text,) = wallet.signed
    assert re.search(r":until=\d{4}-\d\d-\d\d:up-to=countersigned$", text)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ("<img src=x onerror=document.title='taken'>", "data:image/png;base64,AAAA"),
        ("<script>document.title='taken'</script>", "javascript:document.title='taken'"),
        ("Acorn", "https://evil.example/icon.png"),
        ("Acorn", "data:text/html,<script>document.title='taken'</script>"),
        (
            "Acorn",
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='top.document.title=1'/>",
        ),
        ("A" * 10_000, ""),
    ],
)
async def test_what_a_wallet_says_of_itself_is_text(
    site: Site, chromium: Chromium, name: str, icon: str
) -> None:
    wallet = wallet_of(site, "gus", name=name, icon=icon)
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in(site, page, site.member("gus"))
        await page.appears("#wallets button")
        assert await page.measure("document.title") == "Link a wallet · Folkmoot"
        assert await page.measure("document.querySelector('#wallets button').textContent") == name[:60]
        sources = await page.measure("[...document.querySelectorAll('#wallets img')].map((each) => each.src)")
        assert all(source.startswith("data:image/") for source in sources)
        assert await page.measure("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "injected",
    [
        "make('script', {textContent: 'window.taken = 1'})",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.taken = 1\">')",
        "make('script', {src: 'data:text/javascript,window.taken = 1'})",
        "make('a', {href: 'javascript:window.taken = 1'}).click()",
        "make('iframe', {srcdoc: '<script>parent.taken = 1</script>'})",
        "make('base', {href: 'https://evil.example/'});"
        "if (new URL('x', document.baseURI).host === 'evil.example') window.taken = 1",
    ],
)
async def test_the_browser_runs_nothing_that_somebody_got_into_a_page(
    site: Site, chromium: Chromium, injected: str
) -> None:
    async with opened(chromium) as page:
        await page.open(f"{site.origin}/")
        await page.measure(
            "(() => { const make = (tag, given) => {"
            "const made = Object.assign(document.createElement(tag), given); document.body.append(made);"
            f"return made; }}; {injected}; }})()"
        )
        # What would run does so before the next frame is drawn.
        await page.measure("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert await page.measure("window.taken === undefined")


@pytest.mark.attack("web")
async def test_the_browser_shows_no_page_of_ours_in_a_frame(
    site: Site, chromium: Chromium, browser: Browser
) -> None:
    async with opened(chromium) as page:
        # Another page of this machine may be framed.
        other = await browser.begin(await site.link_for(site.member("jon")))
        await page.open(other)
        for address in (other, f"{site.origin}/"):
            await page.measure(
                "new Promise((done) => { const frame = document.createElement('iframe'); frame.onload = done;"
                f"frame.src = '{address}'; document.body.append(frame); }}).then(() => true)"
            )
        assert await page.frames() == [other, "chrome-error://chromewebdata/"]


async def test_two_members_link_in_two_windows(site: Site, chromium: Chromium) -> None:
    people = [(site.member(name), wallet_of(site, name)) for name in ("hal", "ivy")]
    async with opened(chromium) as first, opened(chromium, DESK) as second:
        for page, (person, wallet) in zip((first, second), people, strict=True):
            await wallet.install(page)
            await log_in(site, page, person)
        for page, (_, wallet) in zip((first, second), people, strict=True):
            await page.click("#wallets button")
            await page.appears("a[href='/wallet']")
            assert f"{wallet.account.address} is linked" in await words(page)
