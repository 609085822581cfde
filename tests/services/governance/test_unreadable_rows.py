"""What can't be read of a server: its members are told, the doctor names it, and moderators give it new rules."""

import pytest

from bot.domain.errors import RulesUnreadable, StoredDataInvalid, TrackExists
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostResult
from bot.services.governance.doctor import Check
from bot.services.governance.findings import AllReadable, RowsUnreadable
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.errors import words_for
from bot.wording.governance.checks import check_line
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.captured_logs import captured_logs
from tests.harness import DISCUSSION, GRACE, GUILD, OTHER_GUILD, TOKEN, VOTING, ServiceHarness, setup_answers
from tests.services.jobs.test_policies_beyond_bounds import spoil

SAY = language(markup=DISCORD)
BEYOND = (("periods", "voting"), "P999999999D")


async def stored(harness: ServiceHarness) -> Check:
    space = await harness.services.space_setup.place(GUILD)
    (check,) = await harness.services.doctor.check_stored([space])
    return check


async def damage(harness: ServiceHarness, statement: str) -> None:
    async with harness.database.write_transaction() as connection:
        await connection.exec_driver_sql(statement)


@pytest.mark.attack("database")
async def test_a_member_is_told_that_a_proposal_cannot_be_read(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10})
    await harness.restart()
    await damage(harness, "UPDATE revisions SET actions = '{'")
    with pytest.raises(StoredDataInvalid) as refusal:
        await harness.vote("ada", "For", proposal=proposal)
    assert refusal.value.proposal == proposal
    said = words_for(refusal.value, SAY)
    assert "The proposal can't be read" in said


@pytest.mark.attack("database")
async def test_a_list_shows_the_proposals_that_can_be_read(harness: ServiceHarness) -> None:
    bad = await harness.opened({"ada": 10})
    good = await harness.submitted("ada")
    await damage(harness, f"UPDATE revisions SET choices = '7' WHERE proposal = {bad}")
    with captured_logs() as logged:
        for _ in range(3):
            found = await harness.services.proposal_reading.of_guild(GUILD, harness.member("ada"))
            assert [each.id for each in found] == [good]
    named = [entry for entry in logged if entry["event"] == "row.unreadable"]
    assert [entry["row"] for entry in named] == [f"proposal {bad}"]


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE revisions SET actions = '{' WHERE proposal = 1", "proposal 1"),
        ("UPDATE openings SET snapshot = '[[]]' WHERE proposal = 1", "proposal 1"),
        ("UPDATE ballots SET choice = '{' WHERE proposal = 1", "ballots 1"),
        ("UPDATE ballots SET roles = '7' WHERE proposal = 1", "ballots 1"),
        ("UPDATE track_policies SET policy = '{}'", "main"),
    ],
)
async def test_the_doctor_names_what_cannot_be_read(
    harness: ServiceHarness, statement: str, named: str
) -> None:
    proposal = await harness.opened({"ada": 10})
    await harness.vote("ada", "For", proposal=proposal)
    assert (await stored(harness)).found == AllReadable()
    await damage(harness, statement)
    check = await stored(harness)
    assert not check.good
    assert isinstance(check.found, RowsUnreadable)
    assert check.found.number == 1
    assert check.found.rows[0].startswith(named)
    assert named in check_line(check, SAY)


@pytest.mark.attack("files")
async def test_a_track_whose_rules_cannot_be_read_takes_no_proposal(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await spoil(harness, GUILD, *BEYOND)
    with pytest.raises(RulesUnreadable) as refusal:
        await harness.drafted("ada")
    assert "The rules of the track main can't be read" in words_for(refusal.value, SAY)
    with pytest.raises(RulesUnreadable):
        await harness.services.tracks.for_proposals(GUILD, "")
    with pytest.raises(TrackExists):
        await harness.services.tracks.add(harness.moderator(), "Main", "token", Changes())


@pytest.mark.attack("files")
@pytest.mark.parametrize("how", ["setup", "apply", "upload"])
async def test_a_moderator_gives_new_rules_to_a_track_whose_rules_cannot_be_read(
    harness: ServiceHarness, how: str
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    waiting = await harness.submitted("ada")
    file = policy_toml((await harness.services.tracks.named(GUILD, "")).policy).encode()
    await spoil(harness, GUILD, *BEYOND)
    await harness.restart()
    with pytest.raises(StoredDataInvalid):
        await harness.get(waiting)
    moderator, tracks = harness.moderator(), harness.services.tracks
    sources = f"erc20_votes {TOKEN.contract}"
    if how == "setup":
        with pytest.raises(RulesUnreadable):
            await harness.services.space_setup.set_up(moderator, setup_answers())
        await harness.services.space_setup.set_up(moderator, setup_answers(preset="token", threshold="1"))
    elif how == "apply":
        await tracks.apply(moderator, "", "token", sources)
    else:
        name, *_ = await tracks.read(moderator, "", file)
        assert name == "main"
        await tracks.upload(moderator, name, file)
    assert (await stored(harness)).good
    assert await harness.state(waiting) is State.DISCUSSION
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(waiting) is State.VOTING


@pytest.mark.attack("database")
async def test_an_open_vote_goes_on_when_the_rules_of_its_track_cannot_be_read(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened({"ada": 10})
    await damage(harness, "UPDATE track_policies SET policy = '{}'")
    await harness.restart()
    await harness.vote("ada", "For", proposal=proposal)
    await harness.pass_time(VOTING + GRACE)
    await harness.sweep.run()
    assert [each.proposal for each in await harness.notified(PostResult)] == [proposal]


@pytest.mark.attack("database")
async def test_rules_that_cannot_be_read_keep_no_other_server_from_new_ones(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(guild=OTHER_GUILD)
    await harness.set_up()
    await spoil(harness, OTHER_GUILD, *BEYOND)
    done = await harness.services.tracks.apply(harness.moderator(), "", "token")
    assert done.track.policy.name == "token"
    with pytest.raises(RulesUnreadable):
        await harness.services.tracks.named(OTHER_GUILD, "")
