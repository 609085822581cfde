"""A wallet counts for one member in a vote: the first ballot that uses it fixes which."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused, WalletsClaimed, WalletTaken
from tests.assembly import GUILD, Assembly, convened

SECOND = timedelta(seconds=1)


async def move(assembly: Assembly, wallet: str, from_: str, to: str) -> None:
    await assembly.unlink(from_, wallet)
    await assembly.link(to, wallet)


async def test_a_wallet_moved_to_another_member_after_its_ballot_counts_for_the_first(
    assembly: Assembly,
) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await move(assembly, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed) as refused:
        await assembly.vote("ben", "Against")
    assert refused.value.wallets == (assembly.wallet("ada"),)
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_wallet_moved_before_any_ballot_counts_for_its_new_owner(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    await move(assembly, "ada", "ada", "ben")
    await assembly.vote("ben", "For")
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_an_unlinked_wallet_keeps_its_power_in_the_ballot_that_used_it(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.unlink("ada")
    await assembly.pass_time(SECOND)
    await assembly.vote("ada", "Against")
    assert (await assembly.close(proposal)).scores == {"Against": 10}


async def test_a_wallet_linked_again_by_its_member_counts_once(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.unlink("ada")
    await assembly.link("ada")
    await assembly.pass_time(SECOND)
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_wallet_linked_later_adds_its_power_at_the_next_ballot(assembly: Assembly) -> None:
    assembly.hold("ada/2", 7)
    proposal = await assembly.opened(powers={"ada": 10})
    assert (await assembly.vote("ada", "For")).power.total == 10
    await assembly.link("ada", "ada/2")
    assert (await assembly.standing(proposal)).scores == (10, 0, 0)
    await assembly.pass_time(SECOND)
    assert (await assembly.vote("ada", "For")).power.total == 17
    assert (await assembly.close(proposal)).scores == {"For": 17}


async def test_a_wallet_linked_later_adds_nothing_without_another_ballot(assembly: Assembly) -> None:
    assembly.hold("ada/2", 7)
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.link("ada", "ada/2")
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_who_has_one_wallet_claimed_by_another_votes_with_the_rest(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    await assembly.vote("ada", "For")
    await move(assembly, "ada", "ada", "ben")
    assert (await assembly.vote("ben", "Against")).power.total == 5
    power, _, elsewhere = await assembly.folkmoot.voting.why(GUILD, proposal, assembly.member("ben"))
    assert power.total == 5
    assert elsewhere == {assembly.wallet("ada"): assembly.member("ada")}
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_a_withdrawn_ballot_keeps_its_claim(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.post_card(proposal)
    await assembly.react("ada", "👍")
    await assembly.react("ada", "👍", added=False)
    await move(assembly, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed):
        await assembly.vote("ben", "For")


async def test_a_claim_in_one_vote_is_none_in_another(assembly: Assembly) -> None:
    first = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    second = await assembly.submitted("ada")
    await move(assembly, "ada", "ada", "ben")
    await assembly.open(second)
    await assembly.vote("ben", "Against")
    assert (await assembly.close(second)).scores == {"Against": 10}
    assert (await assembly.close(first)).scores == {"For": 10}


async def test_a_refused_vote_claims_nothing(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    with pytest.raises(Refused):
        await assembly.vote("ada", 9)
    await move(assembly, "ada", "ada", "ben")
    await assembly.vote("ben", "For")
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_one_member_links_no_wallet_of_another(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    with pytest.raises(WalletTaken):
        await assembly.link("ben", "ada")


async def test_a_claim_outlives_a_restart(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.restart()
    await move(assembly, "ada", "ada", "ben")
    with pytest.raises(WalletsClaimed):
        await assembly.vote("ben", "For")


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
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_no_wallet_counts_twice_however_it_wanders(
    steps: list[tuple[str, str, str, int]], template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No order of linking, unlinking and voting makes more power than the wallets hold."""
    asyncio.run(_wander(steps, template, tmp_path_factory.mktemp("wander") / "folkmoot.db"))


async def _wander(steps: list[tuple[str, str, str, int]], template: Path, path: Path) -> None:
    async with convened(template, path) as assembly:
        for wallet, amount in HELD.items():
            assembly.hold(wallet, amount)
        proposal = await assembly.opened(powers={"founder": 1})
        for act, name, wallet, choice in steps:
            await assembly.pass_time(SECOND)
            try:
                if act == "link":
                    await assembly.link(name, wallet)
                elif act == "unlink":
                    await assembly.unlink(name, wallet)
                elif act == "restart":
                    await assembly.restart()
                elif act == "vote":
                    await assembly.vote(name, choice)
                else:
                    ballots = [assembly.ballot(voter, choice) for voter in ("ada", "ben", "cleo")]
                    await asyncio.gather(*map(assembly.folkmoot.voting.cast, ballots), return_exceptions=True)
            except Refused:
                continue
        await assembly.folkmoot.sweep.run()
        standing = await assembly.standing(proposal)
        assert sum(standing.scores) <= sum(HELD.values())
        async with assembly.folkmoot.uow.reading() as facts:
            claimed = await facts.claims.of(proposal)
        by_name = {assembly.wallet(wallet): amount for wallet, amount in HELD.items()}
        stored = await assembly.stored(proposal)
        assert sum(standing.scores) == sum(by_name[wallet] for wallet in claimed)
        assert set(claimed.values()) == {assembly.member(name) for name in stored}
        count = await assembly.close(proposal)
        assert tuple(count.scores.get(name, 0) for name in ("For", "Against", "Abstain")) == standing.scores
