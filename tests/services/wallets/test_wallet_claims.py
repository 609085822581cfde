"""A wallet counts for one member in a vote: the first ballot that uses it fixes which."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused, WalletsClaimed
from tests.databases import Databases
from tests.harness import GUILD, ServiceHarness, convened

SECOND = timedelta(seconds=1)


async def move(harness: ServiceHarness, wallet: str, from_: str, to: str) -> None:
    await harness.unlink(from_, wallet)
    await harness.link(to, wallet)


async def test_a_wallet_moved_to_another_member_after_its_ballot_counts_for_the_first(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await move(harness, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed) as refused:
        await harness.vote("ben", "Against")
    assert refused.value.wallets == (harness.wallet("ada"),)
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_wallet_moved_before_any_ballot_counts_for_its_new_owner(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await move(harness, "ada", "ada", "ben")
    await harness.vote("ben", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_an_unlinked_wallet_keeps_its_power_in_the_ballot_that_used_it(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.unlink("ada")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "Against")
    assert (await harness.close(proposal)).scores == {"Against": 10}


async def test_a_wallet_linked_again_by_its_member_counts_once(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.unlink("ada")
    await harness.link("ada")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_wallet_linked_later_adds_its_power_at_the_next_ballot(harness: ServiceHarness) -> None:
    harness.hold("ada/2", 7)
    proposal = await harness.opened(powers={"ada": 10})
    assert (await harness.vote("ada", "For")).power.total == 10
    await harness.link("ada", "ada/2")
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)
    await harness.pass_time(SECOND)
    assert (await harness.vote("ada", "For")).power.total == 17
    assert (await harness.close(proposal)).scores == {"For": 17}


async def test_a_wallet_linked_later_adds_nothing_without_another_ballot(harness: ServiceHarness) -> None:
    harness.hold("ada/2", 7)
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.link("ada", "ada/2")
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_who_has_one_wallet_claimed_by_another_votes_with_the_rest(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await harness.vote("ada", "For")
    await move(harness, "ada", "ada", "ben")
    assert (await harness.vote("ben", "Against")).power.total == 5
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ben"))
    power, elsewhere = explained.power, explained.elsewhere
    assert power.total == 5
    assert elsewhere == {harness.wallet("ada"): harness.member("ada")}
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_a_withdrawn_ballot_keeps_its_claim(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    await harness.react("ada", "👍", added=False)
    await move(harness, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed):
        await harness.vote("ben", "For")


async def test_a_claim_in_one_vote_is_none_in_another(harness: ServiceHarness) -> None:
    first = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    second = await harness.submitted("ada")
    await move(harness, "ada", "ada", "ben")
    await harness.open(second)
    await harness.vote("ben", "Against")
    assert (await harness.close(second)).scores == {"Against": 10}
    assert (await harness.close(first)).scores == {"For": 10}


async def test_a_refused_vote_claims_nothing(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    with pytest.raises(Refused):
        await harness.vote("ada", 9)
    await move(harness, "ada", "ada", "ben")
    await harness.vote("ben", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_a_wallet_that_another_member_can_sign_with_counts_on_where_it_is_claimed(
    harness: ServiceHarness,
) -> None:
    await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.link("ben", "ada")
    with pytest.raises(WalletsClaimed):
        await harness.vote("ben", "Against")


async def test_a_claim_outlives_a_restart(harness: ServiceHarness) -> None:
    await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.restart()
    await move(harness, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed):
        await harness.vote("ben", "For")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["link", "unlink", "vote", "vote all at once", "restart"]),
        st.sampled_from(["ada", "ben", "cleo"]),
        st.sampled_from(["gold", "oak", "tin"]),
        st.integers(1, 3),
    ),
    max_size=14,
)
HELD = {"gold": 100, "oak": 10, "tin": 1}


@given(steps=STEPS)
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_no_wallet_counts_twice_however_it_wanders(
    steps: list[tuple[str, str, str, int]], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No order of linking, unlinking and voting makes more power than the wallets hold."""
    asyncio.run(_wander(steps, databases, tmp_path_factory.mktemp("wander") / "folkmoot.db"))


async def _wander(steps: list[tuple[str, str, str, int]], databases: Databases, path: Path) -> None:
    async with convened(databases, path) as harness:
        for wallet, amount in HELD.items():
            harness.hold(wallet, amount)
        proposal = await harness.opened(powers={"founder": 1})
        for act, name, wallet, choice in steps:
            await harness.pass_time(SECOND)
            try:
                if act == "link":
                    await harness.link(name, wallet)
                elif act == "unlink":
                    await harness.unlink(name, wallet)
                elif act == "restart":
                    await harness.restart()
                elif act == "vote":
                    await harness.vote(name, choice)
                else:
                    ballots = [harness.ballot(voter, choice) for voter in ("ada", "ben", "cleo")]
                    await asyncio.gather(*map(harness.services.voting.cast, ballots), return_exceptions=True)
            except Refused:
                continue
        await harness.services.sweep.run()
        running_tally = await harness.running_tally(proposal)
        assert sum(running_tally.scores) <= sum(HELD.values())
        async with harness.services.uow.reading() as repositories:
            claimed = await repositories.claims.of(proposal)
        by_name = {harness.wallet(wallet): amount for wallet, amount in HELD.items()}
        stored = await harness.stored(proposal)
        assert sum(running_tally.scores) == sum(by_name[wallet] for wallet in claimed)
        assert set(claimed.values()) == {harness.member(name) for name in stored}
        count = await harness.close(proposal)
        assert (
            tuple(count.scores.get(name, 0) for name in ("For", "Against", "Abstain")) == running_tally.scores
        )
