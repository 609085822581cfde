"""A wallet counts for one member in a vote: the first ballot that uses it fixes which."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.accounts.claims import Claim
from bot.domain.errors import Refused, WalletsClaimed
from tests.assurance import examples
from tests.databases import Databases
from tests.harness import GUILD, ServiceHarness, convened
from tests.loops import run
from tests.services.voting.ending import opened

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
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 10}


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


class Naive:
    """The rules on linking, as a reader of the docs would play them by hand."""

    def __init__(self, *, leave: bool) -> None:
        self.leave = leave
        self.owner: dict[str, str] = {}
        self.claimed: dict[str, str] = {}
        self.ballots: dict[str, tuple[int, set[str]]] = {}

    def take_off(self, wallet: str) -> None:
        owner = self.owner.pop(wallet, None)
        if self.leave and owner in self.ballots:
            self.ballots[owner][1].discard(wallet)

    def link(self, name: str, wallet: str) -> None:
        if self.owner.get(wallet) != name:
            self.take_off(wallet)
            self.owner[wallet] = name

    def vote(self, name: str, choice: int) -> None:
        mine = {wallet for wallet, owner in self.owner.items() if owner == name}
        for wallet in mine:
            self.claimed.setdefault(wallet, name)
        with_it = {wallet for wallet in mine if self.claimed[wallet] == name}
        if with_it:
            self.ballots[name] = (choice, with_it)

    @property
    def scores(self) -> tuple[int, ...]:
        return tuple(
            sum(
                sum(HELD[w] for w in wallets) for chosen, wallets in self.ballots.values() if chosen == choice
            )
            for choice in (1, 2, 3)
        )


@given(steps=STEPS, rule=st.sampled_from(["stand", "leave"]))
@settings(
    max_examples=examples(15, 150),
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_wallets_count_as_the_rules_on_linking_say_however_they_wander(
    steps: list[tuple[str, str, str, int]],
    rule: str,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """No order of linking, unlinking, moving and voting makes more or other power than the rules say."""
    run(_wander(steps, rule, databases, tmp_path_factory.mktemp("wander") / "folkmoot.db"))


async def _wander(
    steps: list[tuple[str, str, str, int]], rule: str, databases: Databases, path: Path
) -> None:
    async with convened(databases, path) as harness:
        for wallet, amount in HELD.items():
            harness.hold(wallet, amount)
        naive = Naive(leave=rule == "leave")
        proposal = await opened(harness, {"founder": 1}, unlinked_wallets=rule)
        for act, name, wallet, choice in steps:
            await harness.pass_time(SECOND)
            try:
                if act == "link":
                    await harness.link(name, wallet)
                    naive.link(name, wallet)
                elif act == "unlink":
                    await harness.unlink(name, wallet)
                    naive.take_off(wallet)
                elif act == "restart":
                    await harness.restart()
                elif act == "vote":
                    await harness.vote(name, choice)
                    naive.vote(name, choice)
                else:
                    voters = ("ada", "ben", "cleo")
                    ballots = [harness.ballot(voter, choice) for voter in voters]
                    answers = await asyncio.gather(
                        *map(harness.services.voting.cast, ballots), return_exceptions=True
                    )
                    for voter, answer in zip(voters, answers, strict=True):
                        if not isinstance(answer, Refused):
                            naive.vote(voter, choice)
            except Refused:
                continue
            await harness.sweep.run()
            assert (await harness.running_tally(proposal)).scores == naive.scores
        async with harness.services.uow.reading() as repositories:
            claimed = await repositories.claims.of(proposal)
        assert set(claimed) == {
            Claim(harness.wallet(wallet), None, harness.member(name))
            for wallet, name in naive.claimed.items()
        }
        count = await harness.close(proposal)
        closed = tuple(count.scores.get(name, 0) for name in ("For", "Against", "Abstain"))
        assert closed == naive.scores
