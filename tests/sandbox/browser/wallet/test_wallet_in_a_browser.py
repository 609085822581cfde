"""People use the sandbox's wallet in the bot's pages, on a phone and at a desk."""

import json

import pytest

from sandbox.chromium import Chromium
from tests.main_job.job import Job
from tests.sandbox.browser.wallet.visiting import (
    AGREE,
    CLOSED,
    DECLINE,
    DIALOG,
    WALLET,
    agree,
    answered,
    ask,
    enter,
    focused,
    held_by,
    joined,
    own_address,
    refusal,
    said,
    titled,
)
from tests.web.browser.looking import DESK, WIDTHS, look, opened, words
from tests.web.signing.signing import Passed
from tests.web.signing.voting import SignedVote
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@WIDTHS
async def test_a_member_links_the_wallet_that_their_discord_names(
    visit: Site, chromium: Chromium, width: int
) -> None:
    ada = await joined(visit, f"ada{width}", 3_000)
    async with opened(chromium, width) as page:
        await enter(visit, page, await visit.link_for(ada.person), ada.person)
        await page.click("#wallets button")
        await page.appears(DIALOG)
        await look(page, "wallet-connect", width)
        await agree(page, "Connect to this site")
        await page.appears(titled("Sign in"))
        shown = await said(page)
        await look(page, "wallet-sign-in", width)
        assert f"127.0.0.1:{visit.port}" in shown
        assert ada.wallet.address in shown
        assert "trick" not in shown
        await page.click(AGREE)
        await page.appears("a[href='/wallet']")
        assert f"{ada.wallet.address} is linked" in await words(page)


async def test_a_wallet_that_is_a_safe_is_linked_by_the_signatures_of_its_owners(
    visit: Site, chromium: Chromium
) -> None:
    clara = next(each for each in visit.stage.guild.people if each.name == "clara")
    async with opened(chromium) as page:
        await enter(visit, page, await visit.link_for(clara), clara)
        await page.click("#wallets button")
        await agree(page, "Connect to this site")
        await page.appears(titled("Sign in"))
        assert "2 of its owners sign for it at once here" in await said(page)
        await page.click(AGREE)
        await page.appears("a[href='/wallet']")
        assert "is linked" in await words(page)
    listed = await (await clara.slash(visit.stage.announcements, "wallet list")).settled()
    assert "a contract: it counts on chain 31337 only" in listed.text


@WIDTHS
async def test_a_member_signs_a_ballot_that_is_shown_field_by_field(
    visit: Site, chromium: Chromium, width: int
) -> None:
    vote = await SignedVote.of(visit, title=f"Dig the well, {width} wide")
    async with opened(chromium, width) as page:
        await enter(visit, page, await vote.link_for(vote.person), vote.person)
        await page.click("input[name=choice][value='1']")
        await page.click("main form .button")
        await page.click("#signing-wallets button")
        await agree(page, "Connect to this site")
        await page.appears(titled("Sign a Ballot"))
        shown = await said(page)
        await look(page, "wallet-ballot", width)
        assert "choice\nFor" in shown
        assert "Folkmoot" in shown
        await page.click(AGREE)
        await page.appears("[role=status] p")
        assert f"✅ Your vote on proposal {vote.number}: For" in await words(page)


@WIDTHS
async def test_owners_sign_and_send_what_is_told_in_words(
    visit: Site, chromium: Chromium, width: int
) -> None:
    passed = await Passed.of(visit, title=f"Pay the rent, {width} wide")
    first, second = visit.member(f"olga{width}"), visit.member(f"otto{width}")
    held_by(visit, first, passed.owners[0])
    held_by(visit, second, passed.owners[1])
    async with opened(chromium, width) as one, opened(chromium, width) as two:
        await enter(visit, one, await passed.link_for(first), first)
        await one.click("#signing-wallets button")
        await agree(one, "Connect to this site")
        await one.appears(titled("Sign a SafeTx"))
        shown = await said(one)
        await look(one, "wallet-safe", width)
        assert "5 ETH" in shown
        assert "(the treasury's Safe)" in shown
        await one.click(AGREE)
        await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
        await enter(visit, two, await passed.link_for(second), second)
        await two.click("#signing-wallets button")
        await agree(two, "Connect to this site")
        await agree(two, "Sign a SafeTx")
        await two.click("#executing-wallets button")
        await two.appears(titled("Send a transaction"))
        shown = await said(two)
        await look(two, "wallet-transaction", width)
        assert "execTransaction" in shown
        assert "5 ETH" in shown
        await two.click(AGREE)
        await two.appears(CLOSED)
        await visit.stage.finalize()
        await passed.job.until(lambda: "✅ **Executed**" in passed.message.text)


@pytest.mark.parametrize("way", ["button", "Escape"])
async def test_who_declines_signs_nothing_and_can_try_again(
    visit: Site, chromium: Chromium, way: str
) -> None:
    ben = await joined(visit, f"ben{way.lower()}")
    async with opened(chromium) as page:
        await enter(visit, page, await visit.link_for(ben.person), ben.person)
        for _ in range(2):
            await page.click("#wallets button")
            await page.appears(DIALOG)
            await (page.click(DECLINE) if way == "button" else page.press("Escape"))
            await page.appears("#wallets button:not(:disabled)")
            assert "You declined in your wallet" in await words(page)
        await page.click("#wallets button")
        await agree(page, "Connect to this site")
        await page.appears(f"{DIALOG} pre")
        await (page.click(DECLINE) if way == "button" else page.press("Escape"))
        await page.appears("#wallets button:not(:disabled)")
        assert "You declined in your wallet" in await words(page)


async def test_all_of_it_works_with_the_keyboard_alone(visit: Site, chromium: Chromium) -> None:
    fay = await joined(visit, "fay")
    async with opened(chromium, DESK) as page:
        await enter(visit, page, await visit.link_for(fay.person), fay.person)
        await page.appears("#wallets button")
        await page.measure("document.querySelector('#wallets button').focus()")
        await page.press("Enter")
        await page.appears(DIALOG)
        assert await focused(page) == "H2 Connect to this site"
        for title, button in (("Connect to this site", "Connect"), ("Sign in", "Sign in")):
            await page.appears(titled(title))
            for _ in range(12):
                if await focused(page) == f"BUTTON {button}":
                    break
                await page.press("Tab")
            await page.press("Enter")
        await page.appears("a[href='/wallet']")
        assert "is linked" in await words(page)


@WIDTHS
@pytest.mark.attack("web")
async def test_a_text_for_another_site_is_shown_as_a_trick(
    visit: Site, chromium: Chromium, width: int
) -> None:
    eve = await joined(visit, f"eve{width}")
    text = (
        f"bank.example wants you to sign in with your Ethereum account:\n{eve.wallet.address}\n\nGood day.\n\n"
        f"URI: https://bank.example/\nVersion: 1\nChain ID: {visit.stage.chain.chain_id}\n"
        "Nonce: abcdefgh1234\nIssued At: 2026-11-28T12:00:00Z"
    )
    async with opened(chromium, width) as page:
        await page.open(own_address(visit, f"{visit.origin}/", eve.person))
        await ask(page, "eth_requestAccounts", "[]")
        await agree(page, "Connect to this site")
        assert await answered(page) == {"result": [eve.wallet.address]}
        await ask(page, "personal_sign", json.dumps(["0x" + text.encode().hex(), eve.wallet.address]))
        await page.appears(f"{DIALOG} .danger")
        shown = await said(page)
        await look(page, "wallet-trick", width)
        assert "Deceptive sign-in" in shown
        assert "signs you in to bank.example" in shown
        await page.click(DECLINE)
        assert await answered(page) == {"code": 4001}


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror='window.taken = 1'>", "</pre><script>window.taken = 1</script>", "A" * 30_000],
    ids=["image", "script", "long"],
)
async def test_what_is_to_be_signed_is_text_and_hangs_out_of_nothing(
    visit: Site, chromium: Chromium, text: str
) -> None:
    gus = await joined(visit, f"gus{len(text)}")
    document = {
        "types": {"Note": [{"name": "text", "type": "string"}]},
        "primaryType": "Note",
        "domain": {"name": text},
        "message": {"text": text},
    }
    async with opened(chromium) as page:
        await page.open(own_address(visit, f"{visit.origin}/", gus.person))
        await ask(page, "eth_requestAccounts", "[]")
        await agree(page, "Connect to this site")
        await answered(page)
        await ask(page, "eth_signTypedData_v4", json.dumps([gus.wallet.address, json.dumps(document)]))
        await page.appears(f"{DIALOG} dl")
        assert text[:50] in await said(page)
        assert await page.measure("window.taken === undefined")
        wide = "document.querySelector('sandbox-wallet').shadowRoot.querySelector('dialog')"
        assert await page.measure(f"{wide}.scrollWidth <= {wide}.clientWidth")


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("eth_chainId", "[]", 0),
        ("eth_accounts", "[]", 0),
        ("eth_sign", "[]", 4200),
        ("toString", "[]", 4200),
        ("__proto__", "[]", 4200),
        ("wallet_switchEthereumChain", "[{chainId: '0x1'}]", 4902),
        ("wallet_switchEthereumChain", "[{chainId: '0x7a69'}]", 0),
        ("wallet_switchEthereumChain", "[{chainId: 1}]", -32602),
        ("wallet_switchEthereumChain", "[]", -32602),
        ("personal_sign", "['0x00', '0x00']", 4100),
        ("eth_signTypedData_v4", "['0x00', '{}']", 4100),
        ("eth_sendTransaction", "[{}]", 4100),
    ],
)
async def test_a_page_that_is_not_connected_gets_the_codes_of_the_standard(
    visit: Site, chromium: Chromium, method: str, params: str, code: int
) -> None:
    async with opened(chromium) as page:
        await page.open(f"{visit.origin}/")
        assert await refusal(page, method, params) == code


async def test_one_thing_is_asked_at_a_time(visit: Site, chromium: Chromium) -> None:
    await joined(visit, "hal")
    async with opened(chromium) as page:
        await page.open(f"{visit.origin}/")
        await ask(page, "eth_requestAccounts", "[]")
        await page.appears(DIALOG)
        assert await refusal(page, "eth_requestAccounts") == -32002


async def test_somebody_else_can_be_chosen_at_the_edge_of_the_window(visit: Site, chromium: Chromium) -> None:
    ivy, jon = await joined(visit, "ivy"), await joined(visit, "jon")
    async with opened(chromium, DESK) as page:
        await page.open(own_address(visit, f"{visit.origin}/", ivy.person))
        await ask(page, "eth_requestAccounts", "[]")
        await agree(page, "Connect to this site")
        assert await answered(page) == {"result": [ivy.wallet.address]}
        await page.click(f"{WALLET}.badge")
        await page.appears(DIALOG)
        await page.click(f"{WALLET}input[value='{jon.person.id}']")
        await page.click(AGREE)
        await page.appears(CLOSED)
        await page.open(own_address(visit, f"{visit.origin}/", ivy.person))
        await ask(page, "eth_accounts", "[]")
        assert await answered(page) == {"result": [jon.wallet.address]}


async def test_without_a_word_nobody_is_told_who_is_there(visit: Site, chromium: Chromium) -> None:
    kim = await joined(visit, "kim")
    async with opened(chromium) as page:
        await page.open(own_address(visit, f"{visit.origin}/", kim.person))
        await ask(page, "eth_accounts", "[]")
        assert await answered(page) == {"result": []}


async def test_two_members_sign_ballots_in_turns_in_one_browser(visit: Site, chromium: Chromium) -> None:
    await Job(visit.stage, visit.bot).join({"hanna": 7_000})
    vote = await SignedVote.of(visit, title="Two in one browser")
    people = [vote.person, visit.stage.voters["hanna"].person]
    async with chromium.page(DESK) as one, chromium.page(DESK, beside=one) as two:
        turns = list(zip((one, two), people, ("For", "Against"), strict=True))
        for page, person, _ in turns:
            await page.open(own_address(visit, await vote.link_for(person), person))
            await page.click("main .button")
            await page.appears("select[name=user]")
            meant = await page.measure("document.querySelector('select[name=user]').value")
            assert meant == str(person.id)
            await page.click("button[value=authorize]")
            await page.appears("input[name=choice]")
        for number, (page, _, _) in enumerate(turns, 1):
            await page.click(f"input[name=choice][value='{number}']")
            await page.click("main form .button")
            await page.appears("#signing-wallets button")
        for page, person, choice in turns:
            await page.click("#signing-wallets button")
            await agree(page, "Connect to this site")
            await page.appears(titled("Sign a Ballot"))
            shown = await said(page)
            assert visit.stage.voters[person.name].wallet.address in shown
            assert "trick" not in shown
            await page.click(AGREE)
            await page.appears("[role=status] p")
            assert f"✅ Your vote on proposal {vote.number}: {choice}" in await words(page)
