"""A member has themself erased: nothing names them any more, and every record verifies as before."""

import json
from itertools import pairwise

import pytest

from bot.domain.assistance.arguments import Stance
from bot.domain.canonical import content_hash
from bot.domain.elections.pseudonyms import pseudonym
from bot.domain.ids import MemberId, ProposalId
from bot.domain.notices.topics import Topic
from bot.services.privacy.own_data import LOOKED_AGAIN
from bot.storage.repositories.spaces.log import entry_hash
from bot.storage.tables import openings
from tests.captured_logs import captured_logs
from tests.databases import ON_EACH_KIND
from tests.harness import GUILD, TICK, ServiceHarness
from tests.services.delegation.delegating import delegate_power, space
from tests.services.privacy.erased import where
from tests.services.voting.ending import MAJORITY
from tests.verification.checking import refusal
from tests.web.reading.reading_room import reading_room

DORA = MemberId(187_654_321_098_765_432)


async def lived(harness: ServiceHarness) -> ProposalId:
    """Dora has done all that members do, in a vote that is under way."""
    harness.meet("dora", DORA)
    await space(harness, {"dora": 10, "ben": 20, "cleo": 5}, rules=MAJORITY)
    await delegate_power(harness, "cleo", "dora")
    services = harness.services
    await services.choosing_notices.choose(GUILD, DORA, {Topic.RESULT}, "en")
    await services.delegating.describe(harness.actor("dora"), "I read all.", "roads", "none")
    proposal = await harness.submitted("dora")
    await services.arguing.argue(harness.actor("dora"), proposal, Stance.FOR, "It is due.")
    await harness.open(proposal)
    await harness.post_card(proposal)
    await harness.vote("dora", "For", reason="Because.")
    await harness.vote("ben", "Against")
    await services.moderation.pause(harness.moderator("dora"), proposal, "A typo")
    await services.moderation.resume(harness.moderator("dora"), proposal, "Mended")
    return proposal


async def closed(harness: ServiceHarness, proposal: ProposalId) -> bytes:
    await harness.close(proposal)
    await harness.notifications()
    record = await harness.services.cards.record(proposal)
    assert record is not None
    return record


async def chain_of_the_log_holds(harness: ServiceHarness) -> bool:
    entries = await harness.services.public_log.newest(GUILD, limit=100)
    return all(entry.hash == entry_hash(entry) for entry in entries) and all(
        later.previous_hash == earlier.hash for later, earlier in pairwise(entries)
    )


@ON_EACH_KIND
async def test_nothing_names_the_erased_member_and_the_record_is_the_same(harness: ServiceHarness) -> None:
    proposal = await lived(harness)
    await harness.vote_apart("dora", "dora", "Abstain")
    record = await closed(harness, proposal)
    wallet, services = harness.wallet("dora"), harness.services
    before = await where(harness.database, str(DORA), wallet)
    assert len(before[str(DORA)]) > 8
    assert refusal(record) is None
    with captured_logs() as logs:
        left = await services.own_data.erase(harness.actor("dora"), harness.interaction())
        await harness.notifications()
        await harness.sweep.run()
        async with reading_room(harness) as room:
            pages = [
                (await room.get(path)).text
                for path in (f"/proposals/{proposal}", f"/proposals/{proposal}/voters", "/spaces/1")
            ]
    assert (left.rows, left.asked_at, left.holding) == ({}, None, [])
    found = await where(harness.database, str(DORA), wallet)
    assert found == {str(DORA): set(), wallet: {"closings.record"}}
    for text in (*pages, *map(str, logs)):
        assert str(DORA) not in text
        assert wallet not in text
    assert "👤" in pages[1]
    again = await services.cards.record(proposal)
    assert again == record
    assert refusal(again, content_hash(record)) is None
    assert await chain_of_the_log_holds(harness)


async def test_what_somebody_says_of_the_erased_still_says_what_their_wallets_say(
    harness: ServiceHarness,
) -> None:
    harness.meet("dora", DORA)
    await space(harness, {"ada": 10, "ben": 20}, rules=MAJORITY)
    await harness.link("ada", "ada/2")
    harness.hold("ada/2", 40)
    proposal = await harness.submitted("ben")
    await harness.open(proposal)
    await harness.vote("ada", "For", reason=f"As <@{DORA}> says.")
    await harness.pass_time(TICK)
    await harness.vote_apart("ada", "ada/2", "Against")
    await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())
    await harness.restart()
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 40}


async def test_nobody_can_find_the_number_of_the_erased_again_and_that_of_others_stays(
    harness: ServiceHarness,
) -> None:
    proposal = await lived(harness)
    numbers = {name: await harness.in_record(name, proposal) for name in ("dora", "ben")}
    await closed(harness, proposal)
    await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert await harness.in_record("ben", proposal) == numbers["ben"]
    assert opening.pseudonyms.secret is None
    salts = opening.pseudonyms.salts
    assert numbers["dora"] not in {
        pseudonym(salt, member) for salt in salts.values() for member in (DORA, *salts)
    }
    with pytest.raises(KeyError):
        opening.pseudonyms.of(DORA)


async def test_a_ballot_in_a_running_vote_counts_and_the_erasure_waits_for_the_close(
    harness: ServiceHarness,
) -> None:
    proposal = await lived(harness)
    number = (await harness.get(proposal)).number
    waits = await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())
    assert waits.holding == [number]
    assert waits.asked_at == harness.clock.now()
    assert (await harness.running_tally(proposal)).scores == (15, 20, 0)
    count = await harness.close(proposal)
    assert count.scores == {"For": 15, "Against": 20}
    await harness.notifications()
    await harness.pass_time(LOOKED_AGAIN)
    await harness.sweep.run()
    assert (await harness.services.own_data.show(GUILD, DORA)).rows == {}
    assert (await where(harness.database, str(DORA)))[str(DORA)] == set()
    assert refusal(await harness.services.cards.record(proposal) or b"") is None


async def test_who_declared_a_conflict_waits_for_the_close_and_is_a_number_in_the_record(
    harness: ServiceHarness,
) -> None:
    proposal = await lived(harness)
    zoe = harness.meet("zoe", MemberId(DORA + 1))
    await harness.services.declaring_conflicts.declare(
        harness.actor("zoe"), proposal, "I own the pump.", harness.clock.now()
    )
    waits = await harness.services.own_data.erase(harness.actor("zoe"), harness.interaction())
    assert waits.holding == [(await harness.get(proposal)).number]
    record = await closed(harness, proposal)
    assert b"I own the pump." in record
    assert refusal(record) is None
    await harness.notifications()
    await harness.pass_time(LOOKED_AGAIN)
    await harness.sweep.run()
    assert (await where(harness.database, str(zoe)))[str(zoe)] == set()
    assert await harness.services.cards.record(proposal) == record


async def test_what_is_stored_is_told_by_kind_and_handed_out_whole(harness: ServiceHarness) -> None:
    await lived(harness)
    told = await harness.services.own_data.show(GUILD, DORA)
    name, content = await harness.services.own_data.export(DORA)
    assert name.endswith(".json")
    tables = json.loads(content)["tables"]
    assert sum(told.rows.values()) == sum(map(len, tables.values()))
    columns = {column.split(".")[0] for column in (await where(harness.database, str(DORA)))[str(DORA)]}
    # What only mentions them is not theirs.
    assert tables.keys() <= columns | {"power_readings"}
    assert {"ballots", "wallets", "arguments", "delegations", "suspensions"} <= tables.keys()
    assert [row["reason"] for row in tables["ballots"]] == ["Because."]
    assert (await harness.services.own_data.show(GUILD, MemberId(DORA + 1))).rows == {}


async def test_who_comes_back_is_somebody_new(harness: ServiceHarness) -> None:
    await closed(harness, await lived(harness))
    await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())
    await harness.link("dora")
    again = await harness.submitted("dora")
    await harness.open(again)
    assert (await harness.vote("dora", "For")).power.total == 10
    assert refusal(await closed(harness, again)) is None


async def test_whoever_only_wrote_about_a_running_vote_goes_and_the_vote_goes_on(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 20}, rules=MAJORITY)
    harness.meet("dora", DORA)
    proposal = await harness.submitted("ada")
    await harness.services.arguing.argue(harness.actor("dora"), proposal, Stance.FOR, "It is due.")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    assert not (await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())).holding
    assert (await where(harness.database, str(DORA)))[str(DORA)] == set()
    await harness.vote("ben", "Against")
    assert refusal(await closed(harness, proposal)) is None


async def test_whoever_paused_a_running_vote_goes_when_it_is_over(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 20}, rules=MAJORITY)
    harness.meet("dora", DORA)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.services.moderation.pause(harness.moderator("dora"), proposal, "A typo")
    await harness.services.moderation.resume(harness.moderator("dora"), proposal, "Mended")
    number = (await harness.get(proposal)).number
    waits = await harness.services.own_data.erase(harness.moderator("dora"), harness.interaction())
    assert waits.holding == [number]
    assert refusal(await closed(harness, proposal)) is None
    await harness.pass_time(LOOKED_AGAIN)
    await harness.sweep.run()
    assert (await where(harness.database, str(DORA)))[str(DORA)] == set()


async def test_a_wallet_that_somebody_else_votes_with_now_counts_on(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 30, "cleo": 5}, rules=MAJORITY)
    await harness.services.wallets.unlink(harness.actor("cleo"), harness.wallet("cleo"))
    await harness.link("zoe", wallet="cleo")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    assert (await harness.vote("zoe", "For")).power.total == 5
    await harness.vote("ada", "Against")
    await harness.services.own_data.erase(harness.actor("cleo"), harness.interaction())
    assert (await harness.close(proposal)).scores == {"For": 5, "Against": 30}


@pytest.mark.attack("visibility")
async def test_nobody_is_handed_out_what_others_wrote_of_them(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 20}, rules=MAJORITY)
    harness.meet("dora", DORA)
    await harness.link("dora")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ben", "Against", reason=f"As <@{DORA}> said.")
    _, content = await harness.services.own_data.export(DORA)
    assert "Against" not in content.decode()
    assert "As <@" not in content.decode()
    assert "ballots" not in json.loads(content)["tables"]


async def test_what_was_split_with_an_erased_delegate_goes_to_nobody_else(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 30, "ben": 20, "cleo": 1}, rules=MAJORITY)
    delegating = harness.services.delegating
    parts = [(harness.member("cleo"), 2), (harness.member("ben"), 1)]
    await delegating.split(harness.actor("ada"), parts)
    await delegate_power(harness, "cleo", "ben")
    await harness.services.own_data.erase(harness.actor("cleo"), harness.interaction())
    proposal = await harness.submitted("ben")
    await harness.open(proposal)
    await harness.vote("ben", "For")
    assert (await harness.close(proposal)).scores == {"For": 30}


async def test_a_vote_from_before_there_were_numbers_closes(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 20}, rules=MAJORITY)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    async with harness.database.write_transaction() as connection:
        await connection.execute(openings.update().values(secret="", salts="{}"))
    await harness.restart()
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    assert refusal(await closed(harness, proposal)) is None
