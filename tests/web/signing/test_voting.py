"""Members vote on the page by signature: the whole way, and what is refused on it."""

import copy
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.cli.verify import key_of
from bot.domain.canonical import canonical_json
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import ContractsNotAsked, Finding, WalletsSigned
from bot.domain.verification.verify import Verification
from tests.forked import command
from tests.main_job.job import file_of
from tests.verification.checking import rewritten
from tests.web.signing.signing import document_of, signed
from tests.web.signing.voting import SignedVote
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def vote(site: Site) -> SignedVote:
    """One in which those who use it leave no ballot."""
    return await SignedVote.of(site, title="Plant in secret")


async def test_a_member_votes_by_signature_and_the_record_proves_it(site: Site, browser: Browser) -> None:
    vote = await SignedVote.of(site)
    assert vote.card.buttons[0].label == "Sign your vote"
    page = await vote.opened_by(browser, vote.person)
    assert page.status == 200, page.words
    assert f"Vote on #{vote.number}: Plant the bank" in page.words
    assert "60 000 FOLK, hasn't signed your vote" in page.words.replace("\u202f", " ").replace("\u00a0", " ")
    assert "hasn't signed your vote" in page.words
    shown = await vote.filled_in(browser, page, choice=1)
    assert shown.status == 200, shown.words
    for name, value in document_of(shown)["message"].items():
        assert f"{name} {value}" in shown.words
    after = await vote.hand_in(browser, shown, signed(vote.wallet, document_of(shown)))
    assert f"✅ Your vote on proposal {vote.number}: For" in after.words
    assert "✅ has signed your vote" in after.words
    record = await vote.job.closed(vote.number)
    (ballot,) = record["ballots"]
    assert ballot["receipt"] in after.words
    assert ballot["cast_method"] == "page"
    (signature,) = ballot["vote_evidence"]["signatures"]
    assert signature["wallet"] == vote.wallet.address
    assert proved(record) == [WalletsSigned(1)]


async def test_a_voter_checks_their_own_part_by_the_same_command(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    vote = await SignedVote.of(site, title="Check mine")
    page = await vote.cast(browser, await vote.opened_by(browser, vote.person), choice=1)
    record = canonical_json(await vote.job.closed(vote.number))
    given = await vote.job.file_given(vote.person, "vote mine", proposal=str(vote.number))
    own: dict[str, Any] = json.loads(file_of(given, "evidence"))
    (ballot,) = own["ballots"]
    assert ballot["receipt"] in page.words
    status, said = await checked(tmp_path, record, own)
    assert status == 0
    assert f"✓ Your ballot with receipt {ballot['receipt']}" in said

    # As in a file that was given before the vote had ended.
    ballot["place"] = None
    dropped = rewritten(record, lambda document: document["ballots"].clear())
    status, said = await checked(tmp_path, dropped, own)
    assert status == 1
    assert said.splitlines()[-1].startswith("✗ ")
    assert ballot["receipt"] in said
    assert "left out" in said


async def checked(folder: Path, record: bytes, own: dict[str, Any]) -> tuple[int, str]:
    """Exit status and output of `folkmoot verify` with a voter's own part."""
    for name, content in (("record", record), ("own", canonical_json(own))):
        (folder / f"{name}.json").write_bytes(content)
    arguments = ("verify", "record.json", "--own", "own.json")
    status, said, _ = await command(folder, *arguments, environment=os.environ)
    return status, said


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def record(site: Site) -> dict[str, Any]:
    """Of a vote in which one wallet signed."""
    vote, browser = await SignedVote.of(site, title="Prove it"), Browser(site)
    try:
        await vote.cast(browser, await vote.opened_by(browser, vote.person), choice=1)
        return await vote.job.closed(vote.number)
    finally:
        await browser.close()


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "changed",
    [
        {"server": "Another DAO (5)"},
        {"time": 1},
        {"nonce": 1},
        {"wallet": "0x" + "11" * 20},
        {"chain": 1},
        {"signature": "0x" + "11" * 65},
        {"signature": "0x"},
        {"signature": "0x" + "00" * 65},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_no_key_proves_what_it_has_not_signed(record: dict[str, Any], changed: dict[str, Any]) -> None:
    other = copy.deepcopy(record)
    other["ballots"][0]["vote_evidence"]["signatures"][0] |= changed
    with suppress(RecordError):
        assert WalletsSigned(1) not in proved(other)


@pytest.mark.attack("files")
@pytest.mark.parametrize("at", range(0, 65, 4))
async def test_no_other_byte_of_a_signature_proves_anything(record: dict[str, Any], at: int) -> None:
    other = copy.deepcopy(record)
    signature = other["ballots"][0]["vote_evidence"]["signatures"][0]
    raw = bytearray.fromhex(signature["signature"][2:])
    raw[at] ^= 0x40
    signature["signature"] = "0x" + raw.hex()
    assert proved(other) == [ContractsNotAsked(1)]


def proved(record: dict[str, Any]) -> list[Finding]:
    """What `folkmoot verify` finds of signatures. Raises RecordError."""
    found = Verification(read_record(canonical_json(record)), recover=key_of).findings()
    return [each for each in found if isinstance(each, WalletsSigned | ContractsNotAsked)]


async def test_a_vote_is_changed_by_signing_again(site: Site, browser: Browser) -> None:
    vote = await SignedVote.of(site)
    page = await vote.opened_by(browser, vote.person)
    page = await vote.cast(browser, page, choice=1)
    page = await vote.cast(browser, page, choice=2)
    assert f"Your vote on proposal {vote.number}: Against" in page.words
    record = await vote.job.closed(vote.number)
    assert [ballot["choice"] for ballot in record["ballots"]] == [2]


async def test_a_signature_made_elsewhere_is_pasted(site: Site, browser: Browser) -> None:
    vote = await SignedVote.of(site)
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    pasted = f"  {signed(vote.wallet, document_of(shown)).removeprefix('0x').upper()}\n"
    assert "has signed your vote" in (await vote.hand_in(browser, shown, pasted)).words


async def test_the_page_shows_dangers_first(site: Site, browser: Browser) -> None:
    spender = site.account("spender").address
    approval = f"call {site.stage.token.address} approve(address,uint256) {spender} {2**256 - 1}"
    vote = await SignedVote.of(site, "Approve all", approval)
    page = await vote.opened_by(browser, vote.person)
    assert page.text.index("note danger") < page.text.index("<fieldset>")
    shown = await vote.filled_in(browser, page, choice=1)
    assert shown.text.index("note danger") < shown.text.index('id="signing"')


async def test_who_has_no_wallet_is_told_how_to_link_one(
    site: Site, vote: SignedVote, browser: Browser
) -> None:
    page = await vote.opened_by(browser, site.member("noah"))
    assert "You have linked no wallet" in page.words
    assert "/ballot" not in page.text


async def test_a_click_and_a_command_lead_to_the_button(site: Site, vote: SignedVote) -> None:
    answer = await vote.job.ask(vote.person, "vote cast", proposal=str(vote.number), choice="For")
    assert "takes signed ballots" in answer
    assert "Sign your vote" in answer


# -- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.attack("web")
async def test_nobody_sees_or_votes_without_a_login(vote: SignedVote, browser: Browser) -> None:
    for answer in (
        await browser.get(vote.path),
        await browser.post(vote.path, {"signature": "0x"}),
        await browser.post(f"{vote.path}/ballot", {"choice": "1"}),
    ):
        assert answer.status == 403
        assert "Plant in secret" not in answer.text


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["ballot", ""])
@pytest.mark.parametrize("token", ["", "x", None], ids=["empty", "wrong", "missing"])
async def test_no_foreign_form_fills_in_or_hands_in(
    vote: SignedVote, browser: Browser, token: str | None, path: str
) -> None:
    await vote.opened_by(browser, vote.person)
    form = {"choice": "1", "wallet": vote.wallet.address}
    if token is not None:
        form["form_token"] = token
    answer = await browser.post(f"{vote.path}/{path}".rstrip("/"), form)
    assert answer.status == 400


@pytest.mark.attack("web")
async def test_a_link_passed_on_lets_nobody_vote(site: Site, vote: SignedVote, browser: Browser) -> None:
    refused = await browser.log_in(await vote.link_for(vote.person), site.member("mallory"))
    assert refused.status == 403
    assert (await browser.get(vote.path)).status == 403


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "other",
    [
        {"choice": "#2"},
        {"choice": "#4"},
        {"choice": ""},
        {"choice": "<script>alert(1)</script>"},
        {"nonce": "1"},
        {"nonce": "0"},
        {"nonce": "-1"},
        {"nonce": "9" * 18},
        {"nonce": "9" * 19},
        {"nonce": "1e3"},
        {"nonce": "١٢"},
        {"nonce": ""},
        {"wallet": ""},
        {"wallet": "0x" + "00" * 20},
        {"wallet": "<b>"},
        {"signature": ""},
        {"signature": "0x"},
        {"signature": "0x" + "00" * 65},
        {"signature": "0x" + "ff" * 65},
        {"signature": "not hexadecimal"},
        {"signature": "0x" + "ab" * 20_000},
    ],
    ids=lambda other: json.dumps(other)[:40],
)
async def test_nothing_but_what_was_signed_is_taken(
    vote: SignedVote, browser: Browser, other: dict[str, str]
) -> None:
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    good = signed(vote.wallet, document_of(shown))
    answer = await vote.hand_in(browser, shown, **{"signature": good, **other})
    assert 400 <= answer.status < 500, answer.words
    assert "<script>alert" not in answer.text
    assert "hasn't signed your vote" in (await browser.get(vote.path)).words


@pytest.mark.attack("web")
async def test_no_other_key_signs_for_the_wallet(site: Site, vote: SignedVote, browser: Browser) -> None:
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    answer = await vote.hand_in(browser, shown, signed(site.account("eve"), document_of(shown)))
    assert answer.status == 400
    assert "hasn't signed your vote" in (await browser.get(vote.path)).words


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "changed",
    [
        "server",
        "proposal",
        "choice",
        "ballot",
        "contentHash",
        "wallet",
        "time",
        "nonce",
        "chainId",
        "name",
        "version",
    ],
)
async def test_a_wallet_that_was_shown_something_else_has_signed_nothing(
    vote: SignedVote, browser: Browser, changed: str
) -> None:
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    document: dict[str, Any] = document_of(shown)
    others = {"chainId": 1, "contentHash": "0x" + "ab" * 32, "wallet": "0x" + "ab" * 20, "nonce": "1"}
    part = document["message" if changed in document["message"] else "domain"]
    part[changed] = others.get(changed, "another")
    answer = await vote.hand_in(browser, shown, signed(vote.wallet, document))
    assert answer.status == 400


@pytest.mark.attack("web")
async def test_another_member_can_not_hand_in_what_somebody_signed(
    site: Site, vote: SignedVote, browser: Browser, another: Callable[[], Browser]
) -> None:
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    eve, hers = site.member("eve"), another()
    page = await vote.opened_by(hers, eve)
    kept = {**shown.fields, "form_token": page.fields.get("form_token", "")}
    refused = await hers.post(vote.path, {**kept, "signature": signed(vote.wallet, document_of(shown))})
    assert refused.status == 400


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    [
        "/vote/0",
        "/vote/999999",
        "/vote/" + "9" * 19,
        "/vote/x",
        "/vote/-1",
        "/vote/1.0",
        "/vote/%31",
        "/vote/٣",
    ],
)
async def test_no_path_leads_to_a_vote_that_is_not_there(
    vote: SignedVote, browser: Browser, path: str
) -> None:
    await vote.opened_by(browser, vote.person)
    from urllib.parse import quote

    answer = await browser.get(quote(path, safe="/%"))
    assert 400 <= answer.status < 500


@pytest.mark.attack("text")
async def test_markup_in_a_title_is_text_on_both_pages(site: Site, browser: Browser) -> None:
    """As the marks are of which our own sentences are made."""
    title = "<img src=x onerror=alert(1)> **b** \ue000\ue010https://evil.example\ue011x\ue00e"
    vote = await SignedVote.of(site, title=title)
    page = await vote.opened_by(browser, vote.person)
    shown = await vote.filled_in(browser, page, choice=1)
    for answer in (page, shown):
        assert "<img" not in answer.text
        assert "&lt;img src=x" in answer.text
        assert not re.search("href=['\"]https://evil", answer.text)
