"""Closing: the result is final once, and counts from the facts."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.errors import VotingNotOpen, VotingStillOpen
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostResult, PostResultInThread
from tests.assurance import examples
from tests.databases import Databases
from tests.harness import CHOICES, GRACE, TICK, TOKEN, VOTING, ServiceHarness, convened
from tests.loops import run


async def test_the_choice_with_more_power_wins(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    count = await harness.close(proposal)
    assert count.scores == {"For": 10, "Against": 5}
    assert count.passed


async def test_a_tie_is_defeated_and_says_that_it_was_a_tie(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 10})
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    count = await harness.close(proposal)
    assert not count.passed
    assert count.closing.result["tied"] == [1, 2]
    assert count.outcome["quorum_reached"]
    assert not count.outcome["majority_reached"]
    assert await harness.state(proposal) is State.DEFEATED


async def test_all_abstaining_defeats(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "Abstain")
    count = await harness.close(proposal)
    assert count.outcome["quorum_reached"]
    assert not count.passed


async def test_a_vote_without_ballots_is_defeated(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    count = await harness.close(proposal)
    assert not count.passed
    assert (count.closing.result["voters"], count.scores) == (0, {})


@pytest.mark.parametrize(("held", "reached"), [(40, True), (39, False)])
async def test_a_quorum_is_reached_exactly_at_its_share(
    harness: ServiceHarness, held: int, reached: bool
) -> None:
    proposal = await harness.opened(powers={"ada": held}, supply=1_000, quorum="4%")
    await harness.vote("ada", "For")
    count = await harness.close(proposal)
    assert count.outcome["quorum_needed"] == "40"
    assert count.outcome["quorum_reached"] is count.passed is reached


async def test_a_quorum_is_not_rounded_in_anybodys_favour(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 40}, supply=1_001, quorum="4%")
    await harness.vote("ada", "For")
    count = await harness.close(proposal)
    assert count.outcome["quorum_needed"] == "1001/25"
    assert not count.passed


async def test_abstaining_counts_toward_the_quorum_and_against_does_not(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 30, "ben": 10, "cleo": 5}, supply=1_000, quorum="4%")
    await harness.vote("ada", "For")
    await harness.vote("ben", "Abstain")
    await harness.vote("cleo", "Against")
    count = await harness.close(proposal)
    assert count.outcome["quorum_power"] == "40"
    assert count.passed


@pytest.mark.parametrize("early", [GRACE + TICK, GRACE, TICK])
async def test_a_vote_is_not_closed_before_its_end_and_grace(
    harness: ServiceHarness, early: timedelta
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.pass_time(VOTING + GRACE - early)
    with pytest.raises(VotingStillOpen):
        await harness.services.closing.close(proposal)


async def test_what_never_opened_is_not_closed(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    with pytest.raises(VotingNotOpen):
        await harness.services.closing.close(proposal)


async def test_a_cancelled_vote_is_not_closed(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.cancel(harness.moderator(), proposal, "moot")
    await harness.pass_time(VOTING + GRACE)
    with pytest.raises(VotingStillOpen):
        await harness.services.closing.close(proposal)
    assert await harness.state(proposal) is State.CANCELLED


async def test_a_vote_closes_once_however_many_try(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.end(proposal)
    closings = await asyncio.gather(*(harness.services.closing.close(proposal) for _ in range(4)))
    await harness.pass_time(timedelta(hours=1))
    closings.append(await harness.services.closing.close(proposal))
    await harness.restart()
    closings.append(await harness.services.closing.close(proposal))
    assert all(closing == closings[0] for closing in closings)
    assert len(await harness.notified(PostResult)) == 1
    assert len(await harness.notified(PostResultInThread)) == 1


async def test_the_result_does_not_depend_on_what_is_in_memory(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await harness.vote("ada", "For")
    await harness.restart()
    await harness.vote("ben", "Against")
    await harness.restart()
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_the_records_hash_names_its_bytes(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    count = await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert content_hash(record) == count.closing.record_hash
    assert canonical_json(json.loads(record)) == record


async def test_anybody_counts_the_records_election_again_to_the_same_bytes(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5, "cleo": 5})
    for name, choice in (("ada", "For"), ("ben", "Against"), ("cleo", "Abstain")):
        await harness.vote(name, choice)
    count = await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    recounted = encode_result(tally(decode(canonical_json(record["election"]))))
    assert recounted == canonical_json(record["result"]) == canonical_json(count.closing.result)


async def test_every_voter_finds_their_receipt_and_its_evidence_in_the_record(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    receipts = {name: await harness.vote(name, "For", reason=f"by {name}") for name in ("ada", "ben")}
    await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    for name, receipt in receipts.items():
        (found,) = [ballot for ballot in record["ballots"] if ballot["receipt"] == receipt.code]
        assert found["voter"] == await harness.in_record(name, proposal)
        assert found["reason"] == f"by {name}"
        assert found["power"] == str(receipt.power.total)
        (evidence,) = found["evidence"]
        assert evidence["wallet"] == harness.wallet(name)
        assert evidence["block"] == opening.snapshot[0].hash
        assert (evidence["contract"], evidence["raw"]) == (TOKEN.contract, str(receipt.power.total))
    assert record["content_hash"] == opening.content_hash
    assert content_hash(canonical_json(record["frozen"])) == opening.content_hash


async def test_the_record_has_no_ballot_that_was_replaced_or_withdrawn(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await harness.post_card(proposal)
    replaced = await harness.vote("ada", "Against")
    await harness.pass_time(TICK)
    last = await harness.vote("ada", "For")
    await harness.react("ben", "👍")
    await harness.react("ben", "👍", added=False)
    await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    assert [ballot["receipt"] for ballot in record["ballots"]] == [last.code]
    assert replaced.code != last.code


async def test_there_is_no_record_before_the_result_is_final(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    assert await harness.services.cards.record(proposal) is None


async def test_amounts_beyond_every_machine_word_are_counted_exactly(harness: ServiceHarness) -> None:
    huge = 2**255 + 1
    proposal = await harness.opened(powers={"ada": huge, "ben": huge - 1})
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    count = await harness.close(proposal)
    assert count.scores == {"For": huge, "Against": huge - 1}
    assert count.passed


VOTES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(CHOICES), st.integers(0, 2_000), st.booleans()),
    max_size=15,
)


@given(votes=VOTES, powers=st.lists(st.integers(0, 10**30), min_size=6, max_size=6))
@settings(
    max_examples=examples(10, 80),
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_power_is_conserved_from_the_running_count_to_the_result(
    votes: list[tuple[int, str, int, bool]],
    powers: list[int],
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The card before the end and the result say the same, and both are the sum of the voters' powers."""
    run(_count(votes, powers, databases, tmp_path_factory.mktemp("count") / "folkmoot.db"))


async def _count(
    votes: list[tuple[int, str, int, bool]], powers: list[int], databases: Databases, path: Path
) -> None:
    names = ["ada", "ben", "cleo", "dan", "eve", "finn"]
    async with convened(databases, path) as harness:
        held = dict(zip(names, powers, strict=True))
        proposal = await harness.opened(powers=held, author="ada", threshold="0")
        opened_at = harness.clock.now()
        await harness.pass_time(timedelta(seconds=3))
        last: dict[str, tuple[int, int]] = {}
        for voter, choice, offset, restart in votes:
            await harness.vote(names[voter], choice, at=opened_at + timedelta(milliseconds=offset))
            number = CHOICES.index(choice) + 1
            if names[voter] not in last or last[names[voter]][0] <= offset:
                last[names[voter]] = (offset, number)
            if restart:
                await harness.restart()
        running_tally = await harness.running_tally(proposal)
        expected = tuple(
            sum(held[name] for name, (_, choice) in last.items() if choice == number) for number in (1, 2, 3)
        )
        assert running_tally.scores == expected
        assert running_tally.undetermined == 0
        count = await harness.close(proposal)
        assert tuple(count.scores.get(name, 0) for name in CHOICES) == expected
        assert count.closing.result["cast_power"] == str(sum(expected))
