"""An executor belongs to one space at a time, and to the first that proved it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace

from bot.domain.errors import (
    ChainUnavailable,
    ExecutorTaken,
    ExecutorTakenHere,
    ExecutorUnproved,
    ReasonMissing,
)
from bot.domain.executors import ProofDemand
from bot.domain.spaces.space import MAIN
from bot.services.delivery.notifications import PostLogEntry
from bot.services.governance.executor_proofs import CLAIMS_TOLD_EVERY
from bot.services.governance.policies.policy_changes import Changes
from tests.fakes import MAINNET, account
from tests.harness import GUILD, OTHER_GUILD, SAFE, SIGNERS, ServiceHarness
from tests.said import raises_saying
from tests.services.governance.proving import EXECUTOR, acts, answered, asked, bound, log_of, replaced
from tests.services.server_acts.parts import grants, spaces


async def _set_up(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)


async def _add_track(harness: ServiceHarness) -> None:
    changes = Changes(executor=SAFE)
    moderator = harness.moderator(guild=OTHER_GUILD)
    await harness.services.tracks.add(moderator, "treasury", "token", changes)


async def _edit_track(harness: ServiceHarness) -> None:
    moderator = harness.moderator(guild=OTHER_GUILD)
    await harness.services.tracks.edit(moderator, "main", Changes(executor=SAFE))


async def _stages(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, preset="staged", executor=SAFE, proved=False)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("way", [_set_up, _add_track, _edit_track, _stages])
async def test_a_second_server_can_not_name_a_safe_that_was_proved(
    harness: ServiceHarness, way: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    await harness.set_up(guild=OTHER_GUILD)
    before = (await harness.services.space_setup.space(OTHER_GUILD))[1].policy
    await harness.set_up()
    with pytest.raises(ExecutorTaken) as refused:
        await way(harness)
    assert refused.value.executor == EXECUTOR
    assert (await harness.services.space_setup.space(OTHER_GUILD))[1].policy == before
    assert await bound(harness)


@pytest.mark.attack("linking")
async def test_a_second_server_can_not_prove_it_even_with_an_owner(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)
    early = await asked(harness, guild=OTHER_GUILD)
    await harness.set_up()
    with pytest.raises(ExecutorTaken):
        await asked(harness, guild=OTHER_GUILD)
    with pytest.raises(ExecutorTaken):
        await answered(harness, early, guild=OTHER_GUILD)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (True, False)


@pytest.mark.attack("linking")
async def test_spaces_of_one_server_take_no_safe_from_each_other(harness: ServiceHarness) -> None:
    part = await grants(harness)
    root, _ = await spaces(harness)
    for moderator, safe, holder, told in (
        (part.moderator, SAFE, root.name, {"name": "Grants"}),
        (harness.moderator(), part.safe.address, "Grants", {"name": root.name, "space": "Grants"}),
    ):
        with raises_saying(
            ExecutorTakenHere, f"Another space of this server, {holder}, has proved that the Safe"
        ):
            await harness.services.tracks.edit(moderator, MAIN, Changes(executor=safe))
        entry = (await log_of(harness))[-1]
        assert (entry.act, entry.actor) == ("safe claimed here", moderator.member)
        assert entry.details == {"account": safe, "chain": str(MAINNET), **told}
    assert await bound(harness)


async def test_where_no_owner_of_today_signed_another_space_of_the_server_can_prove_it(
    harness: ServiceHarness,
) -> None:
    part, moderator, owner = await grants(harness), harness.moderator(), account("new owner")
    part.safe.owners = (owner,)
    await harness.services.tracks.edit(moderator, MAIN, Changes(executor=part.safe.address))
    proofs = harness.services.executor_proofs
    request = await proofs.request(moderator, part.safe.address, owner, ProofDemand.ONE)
    signature = harness.chain.sign(owner, request.message)
    assert (await proofs.prove(moderator, request.nonce, signature)).holds
    lost = (await log_of(harness))[-2]
    assert (lost.act, lost.details["space"]) == ("safe lost here", "Grants")


@pytest.mark.attack("floods")
async def test_the_space_hears_of_the_attempt_and_not_more_than_once_a_day(harness: ServiceHarness) -> None:
    await harness.set_up()
    for _ in range(20):
        with pytest.raises(ExecutorTaken):
            await _set_up(harness)
    told = [entry for entry in await log_of(harness) if entry.act == "safe claimed"]
    (entry,) = told
    assert entry.actor == harness.member("founder")
    assert entry.details == {"account": SAFE, "chain": "1", "server": f"DAO {OTHER_GUILD} ({OTHER_GUILD})"}
    assert PostLogEntry(GUILD, entry=entry.id) in await harness.notified(PostLogEntry)
    await harness.pass_time(CLAIMS_TOLD_EVERY)
    for _ in range(3):
        with pytest.raises(ExecutorTaken):
            await _set_up(harness)
    assert (await acts(harness)).count("safe claimed") == 2


@pytest.mark.attack("text")
async def test_a_long_name_of_a_server_is_cut_in_the_log_of_another(harness: ServiceHarness) -> None:
    await harness.set_up()
    founder = replace(
        harness.actor("founder", guild=OTHER_GUILD, administrator=True), guild_name="@everyone " * 500
    )
    with pytest.raises(ExecutorTaken):
        await harness.services.executor_proofs.refuse_taken(founder, EXECUTOR)
    assert len((await log_of(harness))[-1].details["server"]) < 120


async def test_a_safe_that_was_let_go_can_be_proved_elsewhere(harness: ServiceHarness) -> None:
    await harness.set_up()
    with pytest.raises(ReasonMissing):
        await harness.services.executor_proofs.release(harness.moderator(), "", " ")
    await harness.services.executor_proofs.release(harness.moderator(), SAFE, "we moved")
    assert not await bound(harness)
    with pytest.raises(ExecutorUnproved):
        await harness.services.executor_proofs.release(harness.moderator(), SAFE, "twice")
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (False, True)
    with pytest.raises(ExecutorTaken):
        await asked(harness)


async def test_a_safe_that_no_track_names_any_more_can_still_be_let_go(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(executor="none")
    assert await bound(harness)
    await harness.services.executor_proofs.release(harness.moderator(), "", "we need none")
    assert not await bound(harness)


async def test_where_no_owner_of_today_signed_another_server_can_prove_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    replaced(harness, account("new owner"), SIGNERS[1])
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)
    request = await asked(harness, account("new owner"), guild=OTHER_GUILD)
    assert await answered(harness, request, guild=OTHER_GUILD)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (False, True)
    assert (await acts(harness))[-1] == "safe lost"
    replaced(harness, *SIGNERS)
    assert not await bound(harness), "what was signed before it was lost never counts again"


async def test_nobody_takes_a_safe_while_the_chain_does_not_answer(harness: ServiceHarness) -> None:
    await harness.set_up()
    founder = harness.actor("founder", guild=OTHER_GUILD, administrator=True)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.services.executor_proofs.refuse_taken(founder, EXECUTOR)
