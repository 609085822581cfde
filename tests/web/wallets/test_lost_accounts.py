"""Who has lost their Discord account links the wallet from the new one, on the page as in Discord."""

from collections.abc import Callable

import pytest

from bot.chain.contracts.signatures import personal_hash, safe_message_hash
from bot.domain.ids import Address, ChainId
from sandbox.chain import Account
from sandbox.chain.safe import deploy_safe
from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
AnotherBrowser = Callable[[], Browser]


async def link(browser: Browser, site: Site, person: Person, account: str, signer: Account) -> str:
    """Link the account on the page; what the page says then."""
    await browser.log_in(await site.link_for(person), person)
    page = await browser.message_for(account)
    assert page.status == 200, page.words
    return (await browser.hand_in(page, sign(signer, page.message))).words


async def listed(site: Site, person: Person) -> str:
    return (await (await person.slash(site.stage.announcements, "wallet list")).settled()).text


@pytest.mark.parametrize("kind", ["key", "contract"])
async def test_the_wallet_moves_and_the_log_names_the_old_account_and_the_new_one(
    site: Site, browser: Browser, another: AnotherBrowser, kind: str
) -> None:
    old, new, owner = site.member("old ada"), site.member("new ada"), site.account("ada")
    wallet = owner.address
    if kind == "contract":
        wallet = (await site.stage.chain.deploy("ContractWallet", owner.address)).address
        await site.stage.finalize()
    assert "is linked" in await link(browser, site, old, wallet, owner)
    assert "is linked" in await link(another(), site, new, wallet, owner)
    assert wallet in await listed(site, new)
    assert "no linked wallet" in await listed(site, old)
    entry = await site.stage.log.wait_for(lambda message: wallet in message.text)
    assert f"wallet moved to the account that signed with it** by <@{new.id}>" in entry.text
    assert str(old.id) in entry.text
    # A contract is a wallet on each chain by itself.
    assert (str(site.stage.chain.chain_id) in entry.text) is (kind == "contract")


async def test_who_links_a_wallet_reads_first_that_the_public_log_will_name_it(
    site: Site, browser: Browser
) -> None:
    ada, owner = site.member("ada"), site.account("ada")
    await browser.log_in(await site.link_for(ada), ada)
    assert "Everyone sees it" not in (await browser.wallet_page()).words
    await site.log_links("all")
    try:
        assert "Everyone sees it" in (await browser.wallet_page()).words
        page = await browser.message_for(owner.address)
        assert "is linked" in (await browser.hand_in(page, sign(owner, page.message))).words
    finally:
        await site.log_links("moved")
    entry = await site.stage.log.wait_for(lambda message: owner.address in message.text)
    assert f"wallet linked** by <@{ada.id}>" in entry.text


async def test_whoever_links_a_wallet_learns_where_it_leaves_a_lost_account(
    site: Site, browser: Browser
) -> None:
    ada, owner = site.member("ada"), site.account("ada")
    assert "is linked" in await link(browser, site, ada, owner.address, owner)
    page = f"{site.origin}/revoke?server={site.stage.guild.id}"
    assert page in await listed(site, ada)
    there = await browser.get(f"/revoke?server={site.stage.guild.id}")
    assert f'value="{site.stage.guild.id}"' in there.text


@pytest.mark.attack("linking")
async def test_one_owner_alone_does_not_move_the_safe_that_all_of_them_have_linked(
    site: Site, browser: Browser, another: AnotherBrowser
) -> None:
    keeper, eve = site.member("keeper"), site.member("eve")
    owners = [site.account(f"owner {number}") for number in (1, 2)]
    safe = await deploy_safe(site.stage.chain, owners=owners, threshold=2)
    await site.stage.finalize()
    await browser.log_in(await site.link_for(keeper), keeper)
    page = await browser.message_for(safe.address)
    chain = ChainId(site.stage.chain.chain_id)
    digest = safe_message_hash(chain, Address(safe.address), personal_hash(page.message))
    signed = sorted((safe.sign(owner, digest) for owner in owners), key=lambda each: int(each.owner, 16))
    both = "0x" + b"".join(each.data for each in signed).hex()
    assert "is linked" in (await browser.hand_in(page, both)).words
    theirs = another()
    await theirs.log_in(await site.link_for(eve), eve)
    page = await theirs.message_for(safe.address)
    for signature in (sign(owners[0], page.message), both, "0x"):
        assert (await theirs.hand_in(page, signature)).status == 400
    assert "no linked wallet" in await listed(site, eve)
    assert safe.address in await listed(site, keeper)
