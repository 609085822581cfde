"""Votes with what wallets delegated on chain: with whose ballot it counts, what is frozen, what the record says."""

import asyncio
import json
import random
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Extension
from bot.domain.rules.ballot_timeline import timeline_of
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.voting.live.live_vote import DelegatedPower
from bot.wording.delegation.delegated_power import delegated_power_lines
from bot.wording.governance.checks import found_words, mend_of
from bot.wording.voting.own_votes import mine_lines
from tests.harness import CHOICES, TICK, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.delegation.delegating import delegate_power
from tests.services.delegation.registered import begun, delegate_on_chain, record_of, space

# -- with whose ballot it counts -----------------------------------------------------------------------------


async def test_a_member_votes_with_what_strangers_delegated_to_their_wallet(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 1})
    delegate_on_chain(harness, "stranger", "ada", 500)
    delegate_on_chain(harness, "another", "ada", 40)
    delegate_on_chain(harness, "lost", "nobody here", 7000)
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert (receipt.power.total, receipt.delegated_power) == (10, DelegatedPower(2, 540, wallets=2))
    assert (await harness.running_tally(proposal)).scores == (550, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 550}


async def test_what_wallets_delegate_is_within_what_the_delegate_accepts(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 1})
    await harness.services.delegating.describe(harness.actor("ada"), "", "", "", "100")
    delegate_on_chain(harness, "stranger", "ada", 500)
    delegate_on_chain(harness, "another", "ben", 40)
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.delegated_power == DelegatedPower(1, 100, wallets=1, over=400)
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 41}


@pytest.mark.attack("floods")
async def test_wallets_that_have_nothing_fill_no_list(harness: ServiceHarness) -> None:
    """Anybody can make thousands of them."""
    await space(harness, {"ada": 10})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    for number in range(30):
        delegate_on_chain(harness, f"empty {number}", "ada", 0)
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.delegated_power == DelegatedPower(1, 100, wallets=1)
    assert (await harness.close(proposal)).scores == {"For": 110}
    record = await record_of(harness, proposal)
    assert [each["from"] for each in record["delegated_power"]] == [stranger]
    assert [each["from"] for each in record["election"]["delegations"]] == [stranger]
    assert len(record["wallet_delegations"]) == 31


@pytest.mark.attack("floods")
async def test_while_many_delegators_are_weighed_everybody_else_has_their_turn(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    for number in range(1_000):
        delegate_on_chain(harness, f"stranger {number}", "ada", 3)
    proposal = await begun(harness)
    await harness.services.power_reads.everyone(proposal)
    live_vote = await harness.services.live_votes.get(proposal)
    live_vote.weights.clear()
    weighed: list[int] = []

    async def look() -> None:
        while len(live_vote.weights) < 1_000:
            weighed.append(len(live_vote.weights))
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        group.create_task(look())
        group.create_task(live_vote.weigh(harness.services.powers))
    assert max(later - before for before, later in pairwise([*weighed, 1_000])) <= 250
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1_000, 3_000, wallets=1_000)
    assert (await harness.running_tally(proposal)).scores == (3_010, 0, 0)


async def test_who_votes_takes_back_what_their_wallet_delegated(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ben", "ada")
    delegate_on_chain(harness, "stranger", "ada", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (115, 0, 0)
    await harness.vote("ben", "Against")
    assert (await harness.running_tally(proposal)).scores == (110, 5, 0)
    mine = await harness.services.voting.mine(harness.actor("ada").guild, proposal, harness.member("ada"))
    assert mine is not None
    assert mine.delegated_power == DelegatedPower(1, 100, wallets=1)
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 5}


async def test_who_links_the_wallet_and_votes_during_the_vote_takes_it_back_too(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    delegate_on_chain(harness, "zoe", "ada", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.link("zoe")
    await harness.vote("zoe", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 100}


async def test_what_was_delegated_on_chain_is_not_passed_on(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1}, "transitive")
    delegate_on_chain(harness, "stranger", "cleo", 100)
    delegate_on_chain(harness, "cleo", "ben")
    await delegate_power(harness, "cleo", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 11, "Against": 5}


async def test_a_delegate_in_the_server_goes_before_the_one_on_chain(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1})
    delegate_on_chain(harness, "cleo", "ada")
    await delegate_power(harness, "cleo", "ben")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 6}


async def test_a_delegate_for_the_space_goes_before_the_one_for_everything(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "one", "ada", 100, space="")
    delegate_on_chain(harness, "both", "ada", 1000, space="")
    delegate_on_chain(harness, "both", "ben")
    delegate_on_chain(harness, "other", "ada", 7, space="other.eth")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 110}


async def test_a_members_own_wallets_count_once_whatever_they_delegate(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    await harness.link("ada", "ada/2")
    delegate_on_chain(harness, "ada/2", "ada", 7)
    delegate_on_chain(harness, "ada", "ada/2")
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.weight == 17
    assert (await harness.close(proposal)).scores == {"For": 17}


async def test_wallets_in_a_circle_count_with_those_who_vote(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ada", "ben")
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_a_member_is_told_whose_power_counts_with_their_vote_and_who_votes_with_theirs(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    explained = harness.services.delegated_powers.explained
    guild, (ada, ben) = harness.actor("ada").guild, (harness.member("ada"), harness.member("ben"))
    before = await explained(guild, proposal, ada)
    assert before.delegators == ((stranger, 100), (harness.wallet("ben"), 5))
    await harness.vote("ada", "For")
    (named,) = (await explained(guild, proposal, ben)).in_registry
    assert (named.wallet, named.delegate) == (harness.wallet("ben"), harness.wallet("ada"))
    assert named.counts_with == ada
    rule = (await harness.get(proposal)).rules.power
    assert "has voted" in " ".join(
        delegated_power_lines(await explained(guild, proposal, ben), rule, PLAIN_ENGLISH)
    )
    await harness.vote("ben", "Against")
    (named,) = (await explained(guild, proposal, ben)).in_registry
    assert named.counts_with is None
    after = await explained(guild, proposal, ada)
    assert after.delegators == ((stranger, 100),)
    said = " ".join(delegated_power_lines(after, rule, PLAIN_ENGLISH))
    assert "1 wallet on chain" in said
    assert stranger in said


async def mine(harness: ServiceHarness, name: str, proposal: ProposalId) -> str:
    """What `/vote mine` says of the vote."""
    actor = harness.actor(name)
    found = await harness.services.own_ballots.of_vote(actor.guild, proposal, actor.member)
    return "\n".join(mine_lines([found], actor.guild, harness.clock.now(), PLAIN_ENGLISH))


async def test_own_votes_say_who_votes_with_ones_wallets_by_the_registry(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1})
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    said = await mine(harness, "ben", proposal)
    assert "You have not voted." in said
    assert "on chain when this vote opened; nobody has voted with it" in said
    await harness.vote("ada", "For")
    said = await mine(harness, "ben", proposal)
    assert f"{harness.member('ada')} voted For with your wallet" in said
    assert "Your own vote would go before it" in said
    assert "with your wallet" not in await mine(harness, "cleo", proposal)
    await harness.vote("ben", "Against")
    assert "with your wallet" not in await mine(harness, "ben", proposal)


async def test_own_votes_say_how_it_ended_for_wallets_that_others_voted_with(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    said = await mine(harness, "ben", proposal)
    assert "voted For with your wallet" in said
    assert "would go before it" not in said


@pytest.mark.attack("visibility")
async def test_own_votes_show_no_hidden_choice_of_who_votes_with_ones_wallets(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5}, privacy="after_close", reactions=False)
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    said = await mine(harness, "ben", proposal)
    assert "has voted with your wallet" in said
    assert "choices are hidden until the end" in said
    assert "For" not in said


async def test_own_votes_name_no_wallet_where_a_delegate_in_the_server_votes(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1})
    delegate_on_chain(harness, "ben", "ada")
    await delegate_power(harness, "ben", "cleo")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    said = await mine(harness, "ben", proposal)
    assert "to whom you delegate" in said
    assert "wallet" not in said


async def test_the_doctor_reads_the_registry_as_an_opening_would(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ben", "ada")
    delegate_on_chain(harness, "stranger", "ada", 7)
    harness.chain.advance(100)
    found = await registry_check(harness)
    assert found.good
    assert found_words(found, PLAIN_ENGLISH) == "2 wallets delegate to linked ones"


@pytest.mark.attack("rpc")
async def test_the_doctor_says_that_no_vote_opens_while_no_node_tells_who_delegates(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    harness.chain.gives_events = False
    found = await registry_check(harness)
    assert not found.good
    assert "no vote opens before it can be read" in mend_of(found, PLAIN_ENGLISH)


async def registry_check(harness: ServiceHarness) -> Check:
    tracks = await harness.services.tracks.all(harness.actor("mo").guild)
    checks = await harness.services.doctor.check_tracks(tracks)
    (found,) = (each for each in checks if isinstance(each.subject, findings.OfRegistry))
    return found


# -- at the snapshot -----------------------------------------------------------------------------------------


async def test_what_is_delegated_or_cleared_after_the_snapshot_changes_nothing(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "early", "ada", 100)
    proposal = await begun(harness)
    delegate_on_chain(harness, "early", None)
    delegate_on_chain(harness, "late", "ada", 1000)
    await harness.pass_time(timedelta(hours=1))
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 110}


async def test_a_wallet_that_is_linked_after_the_opening_brings_no_delegations(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    delegate_on_chain(harness, "stranger", "zoe", 100)
    harness.hold("zoe", 3)
    proposal = await begun(harness)
    await harness.link("zoe")
    await harness.vote("zoe", "For")
    assert (await harness.close(proposal)).scores == {"For": 3}


@pytest.mark.attack("order")
async def test_whoever_links_a_wallet_that_its_owner_unlinked_has_its_delegations(
    harness: ServiceHarness,
) -> None:
    """They go with the wallet, to the one member for whom it counts."""
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "stranger", "ada", 100)
    proposal = await begun(harness)
    await harness.unlink("ada")
    await harness.link("ben", "ada")
    await harness.vote("ben", "Against")
    await harness.link("dan")
    await harness.vote("dan", "For")
    assert (await harness.close(proposal)).scores == {"Against": 115}


async def test_what_is_frozen_names_the_list_that_the_record_has(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Abstain")
    await harness.restart()
    count = await harness.close(proposal)
    record = await record_of(harness, proposal)
    listed = record["wallet_delegations"]
    assert sorted(each["from"] for each in listed) == sorted([stranger, harness.wallet("ben")])
    assert {each["to"] for each in listed} == {harness.wallet("ada")}
    assert record["frozen"]["wallet_delegations"] == {
        "hash": content_hash(canonical_json(listed)),
        "complete": True,
    }
    assert record["frozen"]["policy"]["delegation"]["registry"]["space"] == "safe.eth"
    (shared,) = record["delegated_power"]
    ada = await harness.in_record("ada", proposal)
    assert (shared["from"], shared["to"], shared["power"]) == (stranger, ada, "100")
    assert [(part["wallet"], part["raw"]) for part in shared["evidence"]] == [(stranger, "100")]
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == count.closing.result


async def test_a_record_says_when_more_delegated_than_are_looked_at(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    harness.chain.looks_at_all = False
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    assert (await record_of(harness, proposal))["frozen"]["wallet_delegations"]["complete"] is False


async def test_a_late_swing_by_what_wallets_delegated_is_found_again_from_the_record(
    harness: ServiceHarness,
) -> None:
    extension = Extension(window=timedelta(hours=12), at_most=timedelta(days=2))
    await space(harness, {"ada": 10, "ben": 5, "cleo": 20}, extension=extension)
    delegate_on_chain(harness, "stranger", "ben", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    await harness.pass_time(ends_at - timedelta(hours=1) - harness.clock.now())
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert (await harness.get(proposal)).extensions
    await harness.close(proposal)
    record = await record_of(harness, proposal)
    timeline = timeline_of(record)
    assert timeline is not None
    (share,) = timeline.wallet_shares
    assert (share.route.wallet, share.power) == (harness.wallet("stranger"), 100)
    assert [swing.at for swing in timeline.swings()] == [int(each["at_ms"]) for each in record["extensions"]]


# -- any course ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
async def test_any_vote_counts_as_one_finds_it_who_goes_from_each_wallet_to_its_delegate(
    harness: ServiceHarness, seed: int
) -> None:
    drawn = random.Random(seed)
    names = ["ada", "ben", "cleo", "dan"]
    owner_of = {f"{name}/{number}": name for name in names for number in (1, 2)}
    strangers = [f"stranger {number}" for number in range(5)]
    holds = {wallet: 10**place for place, wallet in enumerate([*owner_of, *strangers])}
    await space(harness, {})
    for wallet, amount in holds.items():
        harness.hold(wallet, amount)
        if wallet in owner_of:
            await harness.link(owner_of[wallet], wallet)
    delegate_of: dict[str, str] = {}
    for wallet in holds:
        if drawn.random() < 0.7:
            to = drawn.choice([each for each in owner_of if each != wallet])
            delegate_of[wallet] = to
            delegate_on_chain(harness, wallet, to, space=drawn.choice(["", "safe.eth"]))
    in_server = {name: to for name in names if drawn.random() < 0.3 and (to := drawn.choice(names)) != name}
    for name, to in in_server.items():
        await delegate_power(harness, name, to)
    harness.chain.advance(2)
    proposal = await begun(harness, "ada")
    votes: dict[str, str] = {}
    for name in drawn.sample(names, drawn.randint(1, 4)):
        votes[name] = drawn.choice(CHOICES)
        await harness.pass_time(TICK)
        await harness.vote(name, votes[name])
        running = await harness.running_tally(proposal)
        assert running.scores == expected(holds, owner_of, delegate_of, in_server, votes)
    count = await harness.close(proposal)
    assert tuple(int(each) for each in count.closing.result["scores"]) == running.scores


def expected(
    holds: dict[str, int],
    owner_of: dict[str, str],
    delegate_of: dict[str, str],
    in_server: dict[str, str],
    votes: dict[str, str],
) -> tuple[int, ...]:
    scores = dict.fromkeys(CHOICES, 0)
    for wallet, amount in holds.items():
        owner = owner_of.get(wallet)
        if owner in votes:
            scores[votes[owner]] += amount
        elif owner in in_server:
            if in_server[owner] in votes:
                scores[votes[in_server[owner]]] += amount
        elif wallet in delegate_of and owner_of[delegate_of[wallet]] in votes:
            scores[votes[owner_of[delegate_of[wallet]]]] += amount
    return tuple(scores.values())
