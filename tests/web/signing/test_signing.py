"""The owners of a Safe sign what passed on the page, and send it to the chain."""

from collections.abc import Callable

import pytest
import pytest_asyncio

from tests.web.signing.signing import Passed, data_of, document_of, hand_in, signed
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_owners_sign_on_the_page_and_anybody_sends_it(
    site: Site, browser: Browser, another: Callable[[], Browser]
) -> None:
    passed = await Passed.of(site)
    await passed.reject_those_before()
    first, second, _ = passed.owners
    page = await passed.opened_by(browser, site.member("olga"))
    assert page.status == 200, page.words
    assert f"To sign for #{passed.number}: Pay the rent" in page.words
    assert "0 of 2 have signed" in page.words
    assert "tried out at block" in page.words
    assert "Execute" not in page.words
    page = await hand_in(browser, page, passed.path, signed(first, document_of(page)))
    assert "1 of 2 have signed" in page.words
    assert f"✅ {first.address}" in page.words
    await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
    other = another()
    theirs = await passed.opened_by(other, site.member("otto"))
    theirs = await hand_in(other, theirs, passed.path, signed(second, document_of(theirs)))
    assert "2 of 2 have signed" in theirs.words
    await passed.job.until(lambda: "**2 of 2 confirmed**" in passed.message.text)
    (transaction,) = [each for each in passed.job.transactions() if each["safeTxHash"] in passed.message.text]
    assert {each["owner"] for each in transaction["confirmations"]} == {first.address, second.address}
    call = data_of(theirs, "executing")
    receipt = await site.stage.chain.send(
        site.stage.chain.deployer, call["to"], int(call["value"], 16), bytes.fromhex(call["data"][2:])
    )
    assert int(receipt["status"], 16) == 1
    await site.stage.finalize()
    await passed.job.until(lambda: "✅ **Executed**" in passed.message.text)
    assert passed.message.buttons == []
    over = await browser.get(passed.path)
    assert "Executed. Nothing is left to be signed" in over.words
    assert 'id="signing"' not in over.text


async def test_a_signature_made_elsewhere_is_pasted_by_whoever_has_it(site: Site, browser: Browser) -> None:
    passed = await Passed.of(site, title="Pay the cook")
    page = await passed.opened_by(browser, site.member("olga"))
    document = document_of(page)
    owner = passed.owners[2]
    page = await hand_in(browser, page, passed.path, f"  {signed(owner, document)}\n")
    assert f"✅ {owner.address}" in page.words


async def test_an_owner_approves_on_chain_instead_of_signing(site: Site, browser: Browser) -> None:
    passed = await Passed.of(site, title="Pay the smith")
    chain, owner = site.stage.chain, passed.owners[0]
    page = await passed.opened_by(browser, site.member("olga"))
    call = data_of(page, "approving")
    assert owner.address.lower() in call["owners"].split()
    assert (call["to"], call["value"]) == (site.stage.safe.address, "0x0")
    await chain.fund(owner.address, 10**18)
    await chain.send(owner, call["to"], 0, bytes.fromhex(call["data"][2:]))
    await site.stage.finalize()
    await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
    page = await browser.get(passed.path)
    assert f"✅ {owner.address}" in page.words
    assert owner.address.lower() not in data_of(page, "approving")["owners"].split()


async def test_the_page_shows_every_action_and_all_that_is_signed(site: Site, browser: Browser) -> None:
    receivers = [site.account("receiver").address for _ in range(12)]
    actions = "\n".join(f"transfer {number} ETH to {to}" for number, to in enumerate(receivers, start=1))
    passed = await Passed.of(site, actions, title="Pay twelve")
    page = await passed.opened_by(browser, site.member("olga"))
    for number, to in enumerate(receivers, start=1):
        assert f"{number}. " in page.words
        assert to in page.words
    assert "and 1 more" not in page.words
    document = document_of(page)
    assert document["message"]["operation"] == "1"
    for name, value in document["message"].items():
        assert f"{name} {value}" in page.words
    assert f"verifyingContract {site.stage.safe.address}" in page.words
    assert "What it would do now" in page.words
    for words in ("Domain hash 0x", "Message hash 0x", "Hash (safeTxHash) 0x", "Passed", "Nonce"):
        assert words in page.words
    assert "once 2 of its 3 owners have signed" in page.words
    assert "Signing sends nothing, costs nothing, and can't be taken back" in page.words
    assert f"https://discord.com/channels/{site.stage.guild.id}/" in page.text
    (transaction,) = [each for each in passed.job.transactions() if each["safeTxHash"] in passed.message.text]
    assert document["message"]["data"] == transaction["data"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def rent(site: Site) -> Passed:
    """One that nobody of those signs who use it."""
    return await Passed.of(site, title="Pay in secret")


# -- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.attack("web")
async def test_nobody_sees_or_signs_without_a_login(site: Site, rent: Passed, browser: Browser) -> None:
    seen = await browser.get(rent.path)
    sent = await browser.post(rent.path, {"signature": "0x" + "ab" * 65})
    for answer in (seen, sent):
        assert answer.status == 403
        assert "Pay in secret" not in answer.text


@pytest.mark.attack("web")
async def test_a_signature_comes_from_the_form_of_ones_own_session(
    site: Site, rent: Passed, browser: Browser, another: Callable[[], Browser]
) -> None:
    page = await rent.opened_by(browser, site.member("olga"))
    theirs = another()
    other = await rent.opened_by(theirs, site.member("eve"))
    signature = signed(rent.owners[0], document_of(page))
    for token in ("", "x" * 32, other.fields["form_token"]):
        answer = await browser.post(rent.path, {"form_token": token, "signature": signature})
        assert answer.status == 400
    form = {"form_token": page.fields["form_token"], "signature": signature}
    assert (await browser.post(rent.path, form, Origin="https://evil.example")).status == 400
    assert "0 of 2 have signed" in (await browser.get(rent.path)).words


@pytest.mark.attack("web")
async def test_the_link_of_the_button_lets_nobody_else_in(
    site: Site, rent: Passed, browser: Browser, another: Callable[[], Browser]
) -> None:
    olga, eve = site.member("olga"), site.member("eve")
    link = await rent.link_for(olga)
    refused = await browser.log_in(link, eve)
    assert (refused.status, "another Discord account" in refused.words) == (403, True)
    assert (await browser.get(rent.path)).status == 403
    assert (await another().log_in(link, olga)).headers["Location"] == rent.path
    assert (await browser.get(link)).status == 410


@pytest.mark.attack("web")
async def test_a_request_that_is_not_there_is_told_as_such(
    site: Site, rent: Passed, browser: Browser
) -> None:
    page = await rent.opened_by(browser, site.member("olga"))
    number = rent.path.rsplit("/", 1)[0]
    for path in (
        f"{number}/999999",
        f"{number}/0",
        "/sign/999999/1",
        f"{number}/1x",
        f"{number}/-1",
        f"{number}/" + "9" * 30,
        "/sign/1",
        f"{rent.path}/more",
    ):
        assert (await browser.get(path)).status in (400, 404), path
        form = {"form_token": page.fields["form_token"], "signature": "0x"}
        assert (await browser.post(path, form)).status in (400, 404), path


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "signature",
    ["", "0x", "0x" + "00" * 65, "0x" + "ab" * 65, "<script>alert(1)</script>", "ab" * 16_500],
    ids=["nothing", "0x", "zeros", "noise", "markup", "long"],
)
async def test_what_is_no_signature_is_refused_in_words(
    site: Site, rent: Passed, browser: Browser, signature: str
) -> None:
    page = await rent.opened_by(browser, site.member("olga"))
    answer = await hand_in(browser, page, rent.path, signature)
    assert answer.status == 400
    assert "<script>alert" not in answer.text
    assert "0 of 2 have signed" in (await browser.get(rent.path)).words


@pytest.mark.attack("web")
async def test_a_title_and_a_token_that_are_called_like_markup_are_text(site: Site, browser: Browser) -> None:
    title, payee = "<img src=x onerror=alert(1)>\"'&{{7*7}}", site.account("payee").address
    token = await site.stage.chain.deploy("PlainToken", "<b>", "<img src=x onerror=alert(2)>", 18)
    passed = await Passed.of(site, f"transfer 5 {token.address} to {payee}", title=title)
    page = await passed.opened_by(browser, site.member("olga"))
    assert page.status == 200, page.words
    assert payee in page.words
    assert "<img" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text
    assert "{{7*7}}" in page.words
