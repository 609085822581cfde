"""How a page finds the wallets of a browser: by EIP-6963 with the standard's own example, and whatever else announces
itself."""

import pytest

from sandbox.chromium import Chromium, Page
from tests.web.browser.looking import opened, words
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

WALLETS = """
const questions = [];
const provider = { request: async ({ method }) => { questions.push(method); throw { code: 4001 }; } };
function wallet(uuid, name) {
  const info = { uuid, name, icon: "data:image/svg+xml,<svg width='32px' height='32px'/>", rdns: "com.example.wallet" };
  return () => window.dispatchEvent(
    new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
  );
}
function standing(announce) {
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
const example = wallet("350670db-19fa-4704-a166-e52e178b59d2", "Example Wallet");
const raw = (detail) => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
"""
"""The wallet of https://eips.ethereum.org/EIPS/eip-6963 announces itself at once, and whenever a page asks."""


async def found(page: Page, site: Site, script: str) -> list[str]:
    """The names on the buttons of a page with these wallets, from top to bottom."""
    await page.prepare(WALLETS + script)
    await page.open(f"{site.origin}/revoke")
    return await names(page)


async def names(page: Page) -> list[str]:
    shown = await page.measure(
        "[...document.querySelectorAll('#wallets button')].map((each) => each.textContent)"
    )
    return [str(each) for each in shown]


async def test_the_wallet_of_the_standards_example_is_found_once_and_asked(
    site: Site, chromium: Chromium
) -> None:
    async with opened(chromium) as page:
        assert await found(page, site, "standing(example);") == ["Example Wallet"]
        assert await page.measure("document.querySelector('.no-wallet').hidden")
        icon = await page.measure("document.querySelector('#wallets img').src")
        assert icon.startswith("data:image/svg+xml,")
        await page.click("#wallets button")
        await page.appears("#status:not(:empty)")
        assert "You declined in your wallet" in await words(page)
        assert await page.measure("questions") == ["eth_requestAccounts"]


async def test_of_several_wallets_each_is_offered_whenever_it_comes(site: Site, chromium: Chromium) -> None:
    """What stands in `window.ethereum` is one of them."""
    async with opened(chromium) as page:
        several = "window.ethereum = provider; standing(example); standing(wallet('2', 'Acorn'));"
        assert await found(page, site, several) == ["Example Wallet", "Acorn"]
        await page.measure("wallet('3', 'Latecomer')()")
        await page.measure("example()")
        assert await names(page) == ["Example Wallet", "Acorn", "Latecomer"]


async def test_a_wallet_that_announces_itself_late_takes_the_place_of_window_ethereum(
    site: Site, chromium: Chromium
) -> None:
    async with opened(chromium) as page:
        (unnamed,) = await found(page, site, "window.ethereum = provider;")
        assert unnamed not in ("", "Example Wallet")
        await page.measure("example()")
        assert await names(page) == ["Example Wallet"]


@pytest.mark.attack("web")
async def test_what_announces_itself_and_is_no_wallet_leaves_the_others_there(
    site: Site, chromium: Chromium
) -> None:
    async with opened(chromium) as page:
        broken = """
        const all = () => {
          window.dispatchEvent(new Event("eip6963:announceProvider"));
          for (const detail of [null, undefined, 5, "x", {}, { info: null, provider }, { info: {}, provider },
            { info: { uuid: "", name: "No uuid" }, provider }, { info: { uuid: "4", name: "No provider" } }])
            raw(detail);
          raw({ info: { uuid: "5", name: { toString: () => "Object" }, icon: {} }, provider });
        };
        standing(all);
        standing(example);
        """
        assert await found(page, site, broken) == ["Object", "Example Wallet"]


@pytest.mark.attack("floods")
async def test_no_more_wallets_are_offered_than_anybody_has(site: Site, chromium: Chromium) -> None:
    async with opened(chromium) as page:
        flood = (
            "for (let number = 0; number < 500; number++) standing(wallet(`${number}`, `Wallet ${number}`));"
        )
        assert len(await found(page, site, flood)) == 20
