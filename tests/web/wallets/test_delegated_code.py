"""Accounts with a key that have delegated their address to code (EIP-7702): they are linked with their key, as any
other is, and what only their code says counts where it was asked."""

import pytest

from sandbox.chain import Account
from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.signing.signing import document_of, signed
from tests.web.signing.voting import SignedVote
from tests.web.site import Answer, Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOBODY = "0x" + "00" * 20
ACCEPTS_EVERYTHING = 5


async def delegating(site: Site, name: str, *, owner: Account, mode: int = 0) -> Account:
    """An account whose address runs the code of a wallet, which takes the signatures of this owner."""
    chain, account = site.stage.chain, site.account(name)
    wallet = await chain.deploy("ContractWallet", NOBODY)
    await chain.delegate_code(account, wallet.address)
    own = chain.contract("ContractWallet", account.address)
    await own.send("setOwner", owner.address, sender=chain.deployer)
    await own.send("setMode", mode, sender=chain.deployer)
    await site.stage.finalize()
    return account


async def asked(site: Site, browser: Browser, person: Person, account: Account) -> Answer:
    """The page with the message for this account."""
    await browser.log_in(await site.link_for(person), person)
    page = await browser.message_for(account.address)
    assert page.status == 200, page.words
    return page


async def listed(site: Site, person: Person) -> str:
    return (await (await person.slash(site.stage.announcements, "wallet list")).settled()).text


async def test_its_key_links_it_on_every_chain(site: Site, browser: Browser) -> None:
    ada, owner = site.member("ada"), site.account("owner")
    account = await delegating(site, "ada", owner=owner)
    await site.hold(account.address, 3_000)
    page = await asked(site, browser, ada, account)
    assert "counts on the chain" not in page.message
    assert f"{account.address} is linked" in (await browser.hand_in(page, sign(account, page.message))).words
    assert account.address in (wallets := await listed(site, ada))
    assert "a contract" not in wallets
    # The code goes, and the key is what it was.
    await site.stage.chain.delegate_code(account, NOBODY)
    await site.stage.finalize()
    assert account.address in await listed(site, ada)


async def test_what_its_code_says_counts_on_the_chain_that_was_asked(site: Site, browser: Browser) -> None:
    ada, owner = site.member("ada"), site.account("owner")
    account = await delegating(site, "ada", owner=owner)
    page = await asked(site, browser, ada, account)
    done = await browser.hand_in(page, sign(owner, page.message))
    assert f"{account.address} is linked" in done.words
    assert "a contract: it counts on chain 31337 only" in await listed(site, ada)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("mode", "words"),
    [(0, "did not accept it"), (ACCEPTS_EVERYTHING, "takes this signature for any text")],
    ids=["honest", "takes everything"],
)
async def test_no_other_key_links_it(site: Site, browser: Browser, mode: int, words: str) -> None:
    eve, victim = site.member("eve"), await delegating(site, "victim", owner=site.account("owner"), mode=mode)
    page = await asked(site, browser, eve, victim)
    refused = await browser.hand_in(page, sign(site.account("eve"), page.message))
    assert refused.status == 400
    assert words in refused.words
    assert "You have no linked wallet" in await listed(site, eve)


async def test_it_signs_ballots_with_its_key(site: Site, browser: Browser) -> None:
    vote = await SignedVote.of(site, title="Vote with code behind the key")
    wallet = await site.stage.chain.deploy("ContractWallet", NOBODY)
    await site.stage.chain.delegate_code(vote.wallet, wallet.address)
    await site.stage.finalize()
    shown = await vote.filled_in(browser, await vote.opened_by(browser, vote.person), choice=1)
    after = await vote.hand_in(browser, shown, signed(vote.wallet, document_of(shown)))
    assert "has signed your vote" in after.words
    (ballot,) = (await vote.job.closed(vote.number))["ballots"]
    (signature,) = ballot["vote_evidence"]["signatures"]
    assert signature["wallet"] == vote.wallet.address
