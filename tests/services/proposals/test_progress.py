"""After a proposal passed its author reports what became of it: a few times, in public, and nobody else does."""

from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadLink,
    NotAuthor,
    ReportedJustNow,
    TextMissing,
    TextTooLong,
    TooManyReports,
    WrongState,
)
from bot.domain.ids import ProposalId
from bot.domain.proposals.progress import BETWEEN_REPORTS, LONGEST_REPORT, MOST_REPORTS
from bot.services.delivery.notifications import PostEvent
from tests.harness import ServiceHarness

LINK = "https://example.org/well?a=1#top"


async def passed(harness: ServiceHarness) -> ProposalId:
    await harness.set_up()
    proposal = await harness.opened({"ada": 10})
    await harness.passed(proposal)
    return proposal


async def test_a_report_is_kept_and_said_in_the_thread(harness: ServiceHarness) -> None:
    proposal, progress = await passed(harness), harness.services.progress
    await progress.report(harness.actor("ada"), proposal, " The well is dug. ", LINK)
    (report,) = await progress.of(proposal)
    assert (report.by, report.text, report.link) == (harness.member("ada"), "The well is dug.", LINK)
    told = [each for each in await harness.notified(PostEvent) if each.event == "progress"]
    assert [(each.proposal, each.announce) for each in told] == [(proposal, False)]


async def test_only_the_author_reports_and_only_after_it_passed(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal, progress = await harness.opened({"ada": 10, "ben": 5}), harness.services.progress
    with pytest.raises(WrongState):
        await progress.reportable(harness.actor("ada"), proposal)
    await harness.passed(proposal)
    with pytest.raises(NotAuthor):
        await progress.report(harness.actor("ben"), proposal, "Mine!", "")
    assert await progress.of(proposal) == []


@pytest.mark.attack("floods")
async def test_one_an_hour_and_fifty_in_all(harness: ServiceHarness) -> None:
    proposal, progress, ada = await passed(harness), harness.services.progress, harness.actor("ada")
    for number in range(MOST_REPORTS):
        await progress.report(ada, proposal, f"Week {number}", "")
        if number == 0:
            with pytest.raises(ReportedJustNow):
                await progress.report(ada, proposal, "At once again", "")
        harness.clock.advance(BETWEEN_REPORTS + timedelta(seconds=1))
    with pytest.raises(TooManyReports):
        await progress.report(ada, proposal, "One more", "")
    assert len(await progress.of(proposal)) == MOST_REPORTS


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "https://", "//evil", "https://a b", "https://a)[x](b", "https://" + "a" * 300],
)
async def test_what_is_no_address_on_the_web_is_refused(harness: ServiceHarness, link: str) -> None:
    proposal, progress, ada = await passed(harness), harness.services.progress, harness.actor("ada")
    with pytest.raises(BadLink):
        await progress.report(ada, proposal, "See there", link)
    for text, error in (("  ", TextMissing), ("x" * (LONGEST_REPORT + 1), TextTooLong)):
        with pytest.raises(error):
            await progress.report(ada, proposal, text, "")
    assert await progress.of(proposal) == []
