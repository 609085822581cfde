"""A text that is pasted beside a window: whoever is there reads it and signs it, and no page of another site does."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from eth_account import Account
from eth_account.messages import encode_defunct
from yarl import URL

from tests.sandbox.browser.elements import parsed
from tests.sandbox.browser.wallet.playground import Playground

pytestmark = pytest.mark.asyncio(loop_scope="session")
TEXT = "Pay nobody"
ACTS = ("read", "sign", "forget", "send", "delegate")
EVERY_ACT = pytest.mark.parametrize("act", ACTS)


@pytest_asyncio.fixture(loop_scope="session")
async def pasted(playground: Playground) -> AsyncIterator[Playground]:
    """A text waits beside the window of Nils, to be signed with the wallet of Olga; nobody has agreed."""
    await playground.press("nils", "read", text=TEXT, holder=playground.id("olga"))
    yield playground
    await playground.press("nils", "forget")


def signature(playground: Playground, name: str) -> str:
    """What stands beside this member's window as signed."""
    page = parsed(str(playground.panel.html(playground.window(name))))
    return next((each["value"] for each in page.all("input") if each.has("readonly")), "")


async def states(playground: Playground) -> tuple[object, ...]:
    """What the forms beside the windows would change."""
    shown = [str(playground.panel.html(playground.window(name))) for name in ("nils", "wanda", "olga")]
    return (*shown, await playground.tokens("wanda"), await playground.votes("wanda"))


def form(playground: Playground) -> dict[str, str]:
    """What each of the forms would take."""
    to = playground.id("otto")
    return {"text": "Pay me", "holder": playground.id("wanda"), "token": "FOLK", "amount": "1", "to": to}


async def test_a_text_is_read_with_its_signer_and_signed_once_they_agree(pasted: Playground) -> None:
    assert "Sign a message with the wallet of olga" in pasted.shown("nils")
    assert TEXT in pasted.shown("nils")
    assert signature(pasted, "nils") == ""
    assert "Signed." in await pasted.press("nils", "sign")
    signer = Account.recover_message(encode_defunct(text=TEXT), signature=signature(pasted, "nils"))
    assert signer == pasted.residents["olga"].wallet.address
    assert await pasted.press("nils", "sign") == "There is no text to sign."


@pytest.mark.attack("web")
@EVERY_ACT
@pytest.mark.parametrize(
    "origin",
    [
        "https://bank.example",
        "null",
        "",
        "http://127.0.0.1",
        "http://localhost:{port}",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.bank.example",
        "http://77.localhost:{port}",
    ],
)
async def test_a_page_of_another_site_reads_signs_and_sends_nothing(
    pasted: Playground, act: str, origin: str
) -> None:
    before = await states(pasted)
    port = URL(pasted.origin).port
    for member in ("nils", "wanda"):
        status, _ = await pasted.sent(pasted.id(member), act, form(pasted), Origin=origin.format(port=port))
        assert status == 403
    assert await states(pasted) == before


@pytest.mark.attack("web")
@EVERY_ACT
async def test_a_form_that_says_no_origin_does_nothing(pasted: Playground, act: str) -> None:
    before = await states(pasted)
    status, _ = await pasted.sent(pasted.id("nils"), act, form(pasted))
    assert status == 403
    assert await states(pasted) == before


@pytest.mark.attack("web")
@EVERY_ACT
@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded"])
async def test_what_a_page_can_send_without_asking_first_is_refused_too(
    pasted: Playground, act: str, kind: str
) -> None:
    before = await states(pasted)
    headers = {"Origin": "https://bank.example", "Content-Type": kind}
    status, _ = await pasted.sent(pasted.id("nils"), act, b"text=Pay me&holder=1&token=FOLK", **headers)
    assert status == 403
    assert await states(pasted) == before


@pytest.mark.attack("web")
@EVERY_ACT
@pytest.mark.parametrize(
    "host",
    [
        "bank.example",
        "bank.example:{port}",
        "127.0.0.1.bank.example:{port}",
        "localhost:{port}",
        "127.0.0.1",
        "77.localhost:{port}",
        "[::1]:{port}",
    ],
)
async def test_another_name_for_this_machine_leads_to_no_wallet(
    pasted: Playground, act: str, host: str
) -> None:
    before = await states(pasted)
    name = host.format(port=URL(pasted.origin).port)
    status, _ = await pasted.sent(pasted.id("nils"), act, form(pasted), Host=name, Origin=f"http://{name}")
    assert status == 421
    assert await states(pasted) == before


@pytest.mark.attack("web")
@pytest.mark.parametrize("host", ["bank.example", "127.0.0.1.bank.example", "localhost"])
async def test_by_another_name_nobody_reads_what_a_member_holds(playground: Playground, host: str) -> None:
    url = f"{playground.origin}/wallet/{playground.id('wanda')}"
    async with playground.http.get(url, headers={"Host": host}) as answer:
        assert answer.status == 421
        assert "FOLK" not in await answer.text()


@pytest.mark.attack("web")
@EVERY_ACT
async def test_no_link_or_picture_makes_a_wallet_act(pasted: Playground, act: str) -> None:
    before = await states(pasted)
    url = f"{pasted.origin}/wallet/{pasted.id('nils')}/{act}"
    async with pasted.http.get(url, params=form(pasted)) as answer:
        assert answer.status == 405
    assert await states(pasted) == before


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["/", "/wallet/{nils}", "{window}", "/nowhere"])
async def test_no_page_of_another_site_frames_or_reads_the_windows(playground: Playground, path: str) -> None:
    path = path.format(nils=playground.id("nils"), window=playground.window("nils").address)
    async with playground.http.get(
        f"{playground.origin}{path}", headers={"Origin": "https://bank.example"}
    ) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self'" in policy
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.attack("web")
async def test_nobody_signs_or_forgets_what_another_member_reads(pasted: Playground) -> None:
    assert await pasted.press("olga", "sign") == "There is no text to sign."
    assert await pasted.press("olga", "forget") == "There is no text."
    assert TEXT not in pasted.shown("olga")
    assert TEXT in pasted.shown("nils")
    assert signature(pasted, "nils") == ""


@pytest.mark.attack("web")
@pytest.mark.parametrize("member", ["0", "1" * 20, "1" * 21, "-1", "x", "%D9%A3", "..", "%2e%2e", ""])
async def test_a_member_who_is_not_there_signs_nothing(playground: Playground, member: str) -> None:
    for act in ("sign", "forget"):
        status, said = await playground.sent(member, act, {}, Origin=playground.origin)
        assert (status, said) in {
            (404, ""),
            (400, "There is no text to sign."),
            (400, "There is no text."),
        }


@pytest.mark.attack("web")
@pytest.mark.parametrize("holder", ["", "0", "1" * 20, "-1", "x", "0x" + "00" * 20, "olga"])
async def test_a_wallet_that_is_not_there_signs_nothing(playground: Playground, holder: str) -> None:
    assert "The wallet refuses" in await playground.press("nils", "read", text=TEXT, holder=holder)
    assert await playground.press("nils", "sign") == "There is no text to sign."


@pytest.mark.attack("floods")
async def test_a_text_longer_than_a_wallet_reads_is_refused(playground: Playground) -> None:
    said = await playground.press("nils", "read", text="x" * 33_000, holder=playground.id("olga"))
    assert said.startswith("The wallet refuses")


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "text",
    [
        "</pre><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</form><form action=https://bank.example>",
        "{{ 7 * 7 }}",
    ],
)
async def test_a_pasted_text_stays_text(playground: Playground, text: str) -> None:
    await playground.press("nils", "read", text=text, holder=playground.id("olga"))
    page = parsed(str(playground.panel.html(playground.window("nils"))))
    assert page.one("pre").text == text
    assert page.all("script") == page.all("img") == []
    assert {each["action"].partition("/")[0] for each in page.all("form")} == {""}
    await playground.press("nils", "forget")


@pytest.mark.attack("secrets")
async def test_no_page_holds_a_key(pasted: Playground) -> None:
    await pasted.press("nils", "sign")
    told = str(await states(pasted))
    async with aiohttp.ClientSession() as http:
        for path in ("/", pasted.window("nils").address, f"/wallet/{pasted.id('olga')}"):
            async with http.get(f"{pasted.origin}{path}") as answer:
                told += await answer.text()
    for name in ("nils", "olga", "wanda"):
        assert bytes(pasted.residents[name].wallet.key.key).hex() not in told
