"""What a server keeps for a while only goes when that is over; nothing goes that a vote still needs."""

import json
from datetime import timedelta

import pytest

from bot.domain.canonical import content_hash
from bot.domain.errors import NotModerator, PeriodOutOfBounds
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.sponsoring import LASTS
from bot.domain.retention import RetentionKind
from bot.domain.spaces.auditors import Auditor
from bot.storage.tables import ballot_evidence
from tests.databases import ON_EACH_KIND
from tests.harness import GUILD, ServiceHarness
from tests.services.delegation.delegating import space
from tests.services.privacy.erased import where
from tests.services.proposals.test_sponsoring import called, sponsor, sponsored_track
from tests.services.voting.ending import MAJORITY
from tests.services.voting.test_evidence_files import countersigned_vote, name_auditor
from tests.verification.checking import refusal
from tests.web.reading.reading_room import reading_room

DORA = MemberId(187_654_321_098_765_432)
DAY = timedelta(days=1)


async def keep(harness: ServiceHarness, kind: RetentionKind, days: int | None) -> None:
    await harness.services.retaining.keep(harness.moderator(), kind, days)


async def days_pass(harness: ServiceHarness, days: int) -> None:
    """The sweep runs each day, and as soon as it asks for it."""
    await harness.pass_time(days * DAY)
    for _ in range(6):
        await harness.sweep.run()
        await harness.pass_time(timedelta(seconds=6))


async def voted(harness: ServiceHarness) -> ProposalId:
    """A vote of dora and ben that is over, and of which nothing more is to be done."""
    harness.meet("dora", DORA)
    await space(harness, {"dora": 10, "ben": 20}, rules=MAJORITY)
    proposal = await harness.submitted("ben")
    await harness.open(proposal)
    await harness.vote("dora", "For", reason="Because.")
    await harness.vote_apart("dora", "dora", "Abstain")
    await harness.vote("ben", "Against")
    await harness.close(proposal)
    await harness.notifications()
    return proposal


async def voters(harness: ServiceHarness, proposal: ProposalId) -> set[MemberId]:
    """Who stands beside the ballots: of a short id the digits may be in a stand-in's, too."""
    async with harness.services.uow.reading() as repositories:
        return set(await repositories.ballots.current(proposal))


async def columns_of(harness: ServiceHarness, member: MemberId) -> set[str]:
    return (await where(harness.database, str(member)))[str(member)]


@ON_EACH_KIND
async def test_whom_numbers_stand_for_goes_after_its_period_and_the_record_still_verifies(
    harness: ServiceHarness,
) -> None:
    proposal = await voted(harness)
    running = await harness.submitted("ben")
    await harness.open(running)
    await harness.vote("dora", "For")
    record = await harness.services.cards.record(proposal)
    assert record is not None
    await keep(harness, RetentionKind.NAMES, 30)
    await days_pass(harness, 20)
    assert await harness.in_record("dora", proposal)
    await days_pass(harness, 12)
    async with harness.services.uow.reading() as repositories:
        opening = (await repositories.proposals.get(proposal)).opening
        history = await repositories.ballots.history(proposal)
    assert opening is not None
    assert opening.pseudonyms.names([DORA, harness.member("ben")]) == {}
    assert not {DORA, harness.member("ben")} & {ballot.member for ballot in history}
    assert len({ballot.member for ballot in history}) == 2
    assert not any(ballot.apart for ballot in history)
    async with reading_room(harness) as room:
        for path in (f"/proposals/{proposal}", f"/proposals/{proposal}/voters", "/spaces/1"):
            page = await room.get(path)
            assert page.status == 200
            assert "dora" not in page.text.lower()
    again = await harness.services.cards.record(proposal)
    assert again == record
    assert refusal(again, content_hash(record)) is None


async def test_a_running_vote_loses_nothing_and_closes_as_it_was_cast(harness: ServiceHarness) -> None:
    harness.meet("dora", DORA)
    await space(harness, {"dora": 10, "ben": 20}, rules=MAJORITY)
    for kind, days in ((RetentionKind.NAMES, 30), (RetentionKind.EVIDENCE, 30), (RetentionKind.UNLINKED, 90)):
        await keep(harness, kind, days)
    proposal = await harness.submitted("ben")
    await harness.open(proposal)
    await harness.vote("dora", "For")
    await harness.services.moderation.pause(harness.moderator(), proposal, "It takes long")
    await harness.services.wallets.unlink(harness.actor("dora"), harness.wallet("dora"))
    await days_pass(harness, 100)
    assert "wallets.member" in await columns_of(harness, DORA)
    assert "ballots.member" in await columns_of(harness, DORA)
    await harness.services.moderation.resume(harness.moderator(), proposal, "On")
    await harness.vote("ben", "Against")
    await harness.close(proposal)
    await harness.notifications()
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert refusal(record) is None
    assert len(json.loads(record)["ballots"]) == 2
    await days_pass(harness, 32)
    assert "wallets.member" not in await columns_of(harness, DORA)
    assert "ballots.member" not in await columns_of(harness, DORA)


async def test_what_discord_signed_goes_and_the_record_keeps_its_commitments(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    await harness.close(proposal)
    await keep(harness, RetentionKind.EVIDENCE, 30)

    async def kept() -> int:
        async with harness.database.read_transaction() as connection:
            return len((await connection.execute(ballot_evidence.select())).all())

    await days_pass(harness, 20)
    assert await kept() == 3
    await days_pass(harness, 12)
    assert await kept() == 0
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert refusal(record) is None
    assert all(ballot["vote_evidence"]["commitment"] for ballot in json.loads(record)["ballots"])
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("cleo")))
    parts = await harness.services.evidence_files.of_all(harness.actor("cleo"), proposal)
    assert parts.rows == ()


async def test_a_draft_is_emptied_after_its_period_unless_it_was_submitted(harness: ServiceHarness) -> None:
    harness.meet("dora", DORA)
    await space(harness, {"dora": 10, "ben": 20}, rules=MAJORITY)
    submitted = await harness.submitted("dora", title="A well for all")
    await harness.drafted("dora", title="A secret garden")
    await keep(harness, RetentionKind.DRAFTS, 30)
    await days_pass(harness, 29)
    assert (await where(harness.database, "A secret garden"))["A secret garden"]
    await days_pass(harness, 3)
    assert not (await where(harness.database, "A secret garden"))["A secret garden"]
    assert (await harness.get(submitted)).content.title == "A well for all"


@ON_EACH_KIND
async def test_a_vote_that_was_cancelled_is_over_too(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    voter = harness.member("ada")
    await harness.services.moderation.cancel(harness.moderator(), proposal, "The well is dry")
    await keep(harness, RetentionKind.NAMES, 30)
    await days_pass(harness, 25)
    assert "ballot_evidence.member" in await columns_of(harness, voter)
    assert voter in await voters(harness, proposal)
    await days_pass(harness, 10)
    assert "ballot_evidence.member" not in await columns_of(harness, voter)
    assert voter not in await voters(harness, proposal)


@ON_EACH_KIND
async def test_a_draft_that_looks_for_sponsors_stays_until_that_is_long_over(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 30, "ben": 70})
    proposal = await harness.drafted("ada", title="A well for all")
    await keep(harness, RetentionKind.DRAFTS, 7)
    await harness.pass_time(6 * DAY)
    await harness.services.sponsoring.call(harness.actor("ada"), proposal)
    await days_pass(harness, 3)
    found = await sponsor(harness, "ben", proposal)
    assert (found.missing, found.hindrance) == (0, None)
    again = await called(harness)
    await days_pass(harness, LASTS.days + 6)
    assert (await harness.get(again)).content.title
    await days_pass(harness, 3)
    assert not (await harness.get(again)).content.title
    assert (await harness.get(proposal)).content.title == "A well for all"


async def test_periods_are_the_moderators_within_bounds_and_in_public(harness: ServiceHarness) -> None:
    await voted(harness)
    retaining = harness.services.retaining
    with pytest.raises(NotModerator):
        await retaining.keep(harness.actor("ben"), RetentionKind.NAMES, 30)
    for days in (29, 3_651):
        with pytest.raises(PeriodOutOfBounds):
            await keep(harness, RetentionKind.NAMES, days)
    await keep(harness, RetentionKind.NAMES, 30)
    told = await harness.services.own_data.show(GUILD, DORA)
    assert told.periods == {RetentionKind.NAMES: 30}
    await keep(harness, RetentionKind.NAMES, None)
    assert await retaining.of(GUILD) == {}
    entries = await harness.services.public_log.newest(GUILD, limit=2)
    assert [entry.details["days"] for entry in entries] == ["for good", "30"]
    await days_pass(harness, 100)
    assert "ballots.member" in await columns_of(harness, DORA)
