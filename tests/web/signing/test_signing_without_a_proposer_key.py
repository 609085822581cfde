"""A bot without a proposer key can hand nothing over to the Safe's service by itself: the owners' signatures do it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import safe_app
from tests.web.conftest import QUICK
from tests.web.signing.signing import Passed, document_of, hand_in, signed
from tests.web.site import Browser, Site

HIDDEN = "It isn't in the Safe's queue yet"


@pytest.fixture(params=["no key", "refused"])
async def keyless(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Passed]:
    """A payment that passed, of which the service shows nothing: the bot has no key, or one that is no proposer yet."""
    has_key = request.param == "refused"
    async with Site.open(tmp_path / "folkmoot.db", QUICK, proposer_key=has_key, registered=False) as site:
        passed = await Passed.of(site)
        assert site.stage.service.transactions(site.stage.safe.address) == []
        assert HIDDEN in passed.message.text
        yield passed


async def test_the_first_owner_who_signs_on_the_page_proposes_it_to_the_service(keyless: Passed) -> None:
    site, (first, second, _) = keyless.site, keyless.owners
    browser = Browser(site)
    page = await keyless.opened_by(browser, site.member("olga"))
    for number, owner in enumerate((first, second), start=1):
        page = await hand_in(browser, page, keyless.path, signed(owner, document_of(page)))
        assert f"{number} of 2 have signed" in page.words
    await keyless.job.until(
        lambda: [len(each["confirmations"]) for each in keyless.job.transactions()] == [2]
    )
    (transaction,) = keyless.job.transactions()
    assert transaction["safeTxHash"] in keyless.message.text
    assert transaction["proposer"] == first.address
    await keyless.job.until(lambda: HIDDEN not in keyless.message.text)
    await keyless.job.execute(transaction)
    await keyless.job.until(lambda: "✅ **Executed**" in keyless.message.text)
    await browser.close()


async def test_what_an_owner_proposes_in_the_safe_app_is_found_there(keyless: Passed) -> None:
    site, (first, second, third) = keyless.site, keyless.owners
    browser = Browser(site)
    document = document_of(await keyless.opened_by(browser, site.member("olga")))
    await safe_app.propose(site.stage.service, site.stage.safe, third, document["message"])
    await keyless.job.until(lambda: "**1 of 2 confirmed**" in keyless.message.text)
    page = await browser.get(keyless.path)
    await hand_in(browser, page, keyless.path, signed(second, document))
    await keyless.job.until(
        lambda: [len(each["confirmations"]) for each in keyless.job.transactions()] == [2]
    )
    assert {each["owner"] for each in keyless.job.transactions()[0]["confirmations"]} == {
        second.address,
        third.address,
    }
    assert first.address not in str(keyless.job.transactions()[0]["confirmations"])
    await browser.close()
