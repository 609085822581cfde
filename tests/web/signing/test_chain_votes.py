"""Members vote on the page on what the server mirrors, from wallets of their own: sent, or signed for somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.main_job.job import TOKEN
from tests.web.signing.polls import TITLE, Polls, polls_on
from tests.web.signing.signing import data_of, document_of, signed
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def polls(site: Site) -> Polls:
    await site.job.join({"vera": 700, "viktor": 200, "vic": 100, "vasco": 50})
    for name in ("vera", "viktor"):
        await site.stage.chain.fund(site.job[name].wallet.address, TOKEN)
    return await polls_on(site, site.job["vera"].person)


async def test_a_member_votes_on_chain_by_what_the_page_prepares(polls: Polls, browser: Browser) -> None:
    page = await polls.opened_by(browser, "vera")
    assert page.status == 200, page.words
    assert f"Vote on chain, in TimelockedGovernor: {TITLE}" in page.words
    assert "5 ETH" in page.words
    assert "He &lt;b&gt;rows" in page.text
    assert "700 FOLK, hasn't voted" in page.words
    before = await polls.counted()
    shown = await polls.filled_in(browser, page, "vera", 1, reason="He rows well.\r\nTruly.")
    assert shown.status == 200, shown.words
    assert "votes For with 700 FOLK" in shown.words
    assert "Nobody can take a vote on a Governor back" in shown.words
    assert data_of(shown, "voting")["owners"] == polls.wallet("vera").address.lower()
    await polls.send(shown, "voting", polls.wallet("vera"))
    assert await polls.counted() == [before[0], before[1] + 700, before[2]]
    polls.site.later(timedelta(seconds=25))
    over = await browser.get(polls.path)
    assert "700 FOLK, ✅ has voted" in over.words
    assert "/ballot" not in over.text
    refused = await polls.filled_in(browser, page, "vera", 0)
    assert refused.status != 200
    assert "has voted on the Governor already" in refused.words


async def test_the_button_of_the_card_leads_to_the_page_for_whoever_presses_it_alone(
    polls: Polls, browser: Browser
) -> None:
    polls.site.later(timedelta(seconds=25))
    vera = polls.person("vera")
    answer = await (await vera.click(polls.card, "Vote on chain")).settled()
    assert answer.ephemeral
    (button,) = answer.buttons
    assert button.url is not None
    back = await browser.log_in(button.url, vera)
    assert (back.status, back.headers["Location"]) == (303, polls.path), back.words


async def test_a_vote_that_is_signed_is_sent_by_anybody(polls: Polls, browser: Browser) -> None:
    page = await polls.opened_by(browser, "vic")
    before = await polls.counted()
    # What is not seen of a reason is not signed, and what looks like a mark of ours is none.
    reason = "He naps.\u200f \u200b\ue010https://evil.example\ue011x\ue00e"
    shown = await polls.filled_in(browser, page, "vic", 0, reason=reason)
    assert document_of(shown)["message"]["reason"] == "He naps. https://evil.examplex"
    assert not re.search("href=['\"]https://evil", shown.text)
    assert "It counts only when somebody has sent it" in shown.words
    signature = signed(polls.wallet("vic"), document_of(shown))
    ready = await browser.post(f"{polls.path}/signature", {**shown.fields, "signature": signature})
    assert ready.status == 200, ready.words
    assert "It doesn't count yet" in ready.words
    assert await polls.counted() == before
    await polls.send(ready, "executing", polls.wallet("viktor"))
    assert await polls.counted() == [before[0] + 100, *before[1:]]


NOT_BY_IT = "This is not a signature by"


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"side": "1"}, NOT_BY_IT),
        ({"side": "2"}, NOT_BY_IT),
        ({"reason": "He sings."}, NOT_BY_IT),
        ({"signature": "0x" + "11" * 65}, "signature"),
        ({"signature": "0x12"}, "signature"),
        ({"signature": ""}, "signature"),
        ({"signature": "He naps."}, "signature"),
        ({"side": "255"}, "This request"),
        ({"side": ""}, "This request"),
        ({"reason": "x" * 501}, "This request"),
        ({"wallet": "0x" + "11" * 20}, "not one of your linked wallets"),
        ({"wallet": ""}, "not one of your linked wallets"),
        ({"form_token": "0" * 32}, "This request"),
    ],
    ids=str,
)
async def test_a_signature_makes_no_transaction_for_what_it_was_not_given_for(
    polls: Polls, browser: Browser, changed: dict[str, str], said: str
) -> None:
    page = await polls.opened_by(browser, "vasco")
    shown = await polls.filled_in(browser, page, "vasco", 0)
    signature = signed(polls.wallet("vasco"), document_of(shown))
    polls.site.later(timedelta(seconds=25))
    form = {**shown.fields, "signature": signature, **changed}
    refused = await browser.post(f"{polls.path}/signature", form)
    assert refused.status not in (200, 429)
    assert said in refused.words
    assert 'id="executing"' not in refused.text


@pytest.mark.attack("web")
async def test_the_wallet_of_another_member_is_not_voted_with(polls: Polls, browser: Browser) -> None:
    page = await polls.opened_by(browser, "vasco")
    refused = await polls.filled_in(browser, page, "viktor", 1)
    assert refused.status != 200
    assert 'id="voting"' not in refused.text


@pytest.mark.attack("web")
@pytest.mark.parametrize("number", ["999999", "0", "-1", "1x", "9" * 30])
async def test_what_no_mirror_of_the_server_shows_has_no_page(
    polls: Polls, browser: Browser, number: str
) -> None:
    await polls.opened_by(browser, "vasco")
    answer = await browser.get(f"/chain-vote/{number}")
    assert answer.status >= 400
    assert TITLE not in answer.words


@pytest.mark.attack("web")
async def test_without_a_login_nothing_is_shown(polls: Polls, another: Callable[[], Browser]) -> None:
    answer = await another().get(polls.path)
    assert answer.status >= 400
    assert TITLE not in answer.words


@pytest.mark.attack("commands")
@pytest.mark.parametrize("typed", ["999999", "x", "９", "1 2", "-1", "1" * 40])
async def test_the_command_leads_nowhere_for_what_is_not_mirrored(polls: Polls, typed: str) -> None:
    asked = await polls.person("vera").slash(polls.site.stage.log, "vote chain", proposal=typed)
    answer = await asked.settled()
    assert "No mirror of this server shows such a proposal" in answer.text
    assert not answer.buttons
