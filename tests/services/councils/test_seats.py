"""Those who are elected become owners of the Safe: what is asked of it follows from the count and from who owns it."""

import json
from datetime import timedelta

import pytest

from bot.domain.errors import BadAction, BeyondLimits, ExecutorChanged
from bot.domain.ids import MemberId
from bot.domain.policy.limits import Limits
from bot.domain.proposals.state import State
from bot.domain.spaces.limits import SpaceLimits
from bot.services.delivery.notifications import PostEvent
from bot.wording.councils import seats_event
from bot.wording.errors import message
from bot.wording.proposals.cards.changes import changes_lines, look_twice_lines
from tests.fakes import account
from tests.harness import TIMELOCK, ServiceHarness
from tests.said import raises_saying
from tests.services.councils.electing import (
    COUNCIL_TO_WINNERS,
    ELECTS,
    SAY,
    candidates,
    elected,
    electing,
    standing,
)
from tests.services.governance.test_unreadable_rows import damage
from tests.services.server_acts.changed_server import BEN, COUNCIL
from tests.services.server_acts.parts import grants

CLEO = 103
OWNERS = {"seats": 2, "owners": True}
STRANGER = account("stranger")


async def card(harness: ServiceHarness) -> str:
    assert harness.proposal is not None
    found = await harness.services.cards.card(harness.proposal)
    over = found.proposal.closing is not None
    lines = [*look_twice_lines(found.proposal, SAY), *changes_lines(found.proposal, SAY, over=over)]
    return "\n".join(lines)


async def told(harness: ServiceHarness) -> str:
    await harness.notifications()
    delivered = harness.handler.delivered
    return "\n".join(
        seats_event(each.data, SAY)
        for each in delivered
        if isinstance(each, PostEvent) and each.event == "seats"
    )


async def test_winners_get_role_and_seat_by_one_proposal(harness: ServiceHarness) -> None:
    await electing(harness, elects=OWNERS)
    first, second, third = harness.safe.owners
    proposal = await standing(
        harness, COUNCIL_TO_WINNERS, f"make winners owners, threshold 2, in place of {first}, {third}"
    )
    before = await card(harness)
    assert before.startswith("⚠️ **Look twice**: who is elected **signs for the Safe**")
    assert "**If it passes, the owners of the Safe change**" in before
    assert f"No owners any more, unless they are elected: `{first}`, `{third}`" in before
    assert "Then 2 signatures are needed." in before
    closing = await elected(harness, proposal)
    assert closing.winners is not None
    ben, cleo = (harness.wallet(name) for name in ("ben", "cleo"))
    assert closing.winners.wallets == (ben, cleo)
    assert f"• <@{BEN}> becomes an owner with `{ben}`" in await card(harness)
    assert (await harness.get(proposal)).actions == ()
    request = await harness.prepared(proposal)
    change = (await harness.get(proposal)).seat_change
    assert change is not None
    assert change.owners == {ben, second, cleo}
    assert [action.signature.partition("(")[0] for action in change.actions] == ["swapOwner", "swapOwner"]
    await harness.proceed()
    assert harness.server.holders == {(COUNCIL, MemberId(BEN)), (COUNCIL, MemberId(CLEO))}
    assert await harness.state(proposal) is State.EXECUTION
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED


async def test_the_calls_are_made_of_the_owners_when_the_safe_is_asked(harness: ServiceHarness) -> None:
    """Between vote and request the owners did something by hand: what was voted on comes about all the same."""
    await electing(harness, elects=OWNERS)
    first, second, third = harness.safe.owners
    proposal = await standing(harness, f"make winners owners, threshold 3, in place of {second}")
    await elected(harness, proposal)
    harness.safe.owners = (STRANGER, third, second, first)
    await harness.prepared(proposal)
    change = (await harness.get(proposal)).seat_change
    assert change is not None
    assert change.owners == {STRANGER, third, first, harness.wallet("ben"), harness.wallet("cleo")}


async def test_where_all_are_owners_already_there_is_nothing_to_sign(harness: ServiceHarness) -> None:
    await electing(harness, elects=OWNERS)
    proposal = await standing(harness, "make winners owners, threshold 2")
    await elected(harness, proposal)
    harness.safe.owners = (*harness.safe.owners, harness.wallet("ben"), harness.wallet("cleo"))
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert "there is nothing to sign" in await told(harness)
    assert (await harness.get(proposal)).requests == ()
    assert await harness.state(proposal) is State.EXECUTED


async def test_there_are_never_fewer_owners_than_must_sign(harness: ServiceHarness) -> None:
    await electing(harness, elects=OWNERS)
    everybody = ", ".join(harness.safe.owners)
    proposal = await standing(
        harness, COUNCIL_TO_WINNERS, f"make winners owners, threshold 2, in place of {everybody}"
    )
    await harness.unlink("ben")
    await elected(harness, proposal, {"ada": (2, 3), "cleo": (2, 3)})
    assert f"• <@{BEN}> has no wallet that counts there, and becomes no owner." in await card(harness)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert "fewer than the 2 who must sign" in await told(harness)
    assert (await harness.get(proposal)).requests == ()
    assert harness.server.holders == {(COUNCIL, MemberId(BEN)), (COUNCIL, MemberId(CLEO))}
    assert await harness.state(proposal) is State.FAILED


async def test_without_a_wallet_at_the_close_nobody_becomes_an_owner_later(harness: ServiceHarness) -> None:
    await electing(harness, elects=OWNERS)
    proposal = await standing(harness, "make winners owners, threshold 2")
    await harness.unlink("cleo")
    await elected(harness, proposal, {"ada": (2, 3), "ben": (2, 3)})
    await harness.link("cleo")
    await harness.prepared(proposal)
    change = (await harness.get(proposal)).seat_change
    assert change is not None
    assert harness.wallet("cleo") not in change.owners
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    assert [each["wallet"] for each in record["elected"]["winners"]] == [harness.wallet("ben"), None]


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("policy", "lines", "why"),
    [
        ({"elects": {"seats": 2}}, ["make winners owners, threshold 2"], "can't change who owns the Safe"),
        ({}, [f"make winners owners, threshold 2, in place of {STRANGER}"], "is no owner of the Safe"),
        ({}, ["make winners owners, threshold 6"], "6 signatures are more than there can be owners: 5"),
        ({}, ["make winners owners, threshold 2", "transfer 1 to <@102>"], "has nothing else to do"),
        ({}, ["make winners owners"], "it is written"),
    ],
)
async def test_seats_that_a_policy_does_not_name_or_nobody_could_have_are_refused(
    harness: ServiceHarness, policy: dict[str, object], lines: list[str], why: str
) -> None:
    await electing(harness, **{"elects": OWNERS, **policy})
    with pytest.raises(BadAction) as refused:
        await standing(harness, *lines)
    assert why in message(refused.value, SAY).happened


@pytest.mark.attack("order")
async def test_a_track_that_lets_nobody_own_the_safe_any_more_opens_no_vote_on_it(
    harness: ServiceHarness,
) -> None:
    await electing(harness, elects=OWNERS)
    preview = await harness.services.proposing.draft(
        harness.actor("ada"), "A", "B", "make winners owners, threshold 2", choices="A <@101>\nB <@102>"
    )
    proposal = preview.proposal.id
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    await harness.thread_stands(proposal)
    await electing_again(harness)
    with pytest.raises(ExecutorChanged):
        await harness.open(proposal)


async def electing_again(harness: ServiceHarness) -> None:
    async with harness.services.uow.writing() as repositories:
        (space,) = [await repositories.spaces.of_guild(harness.actor("ada").guild)]
        (track,) = await repositories.spaces.tracks(space.id)
        elects = track.policy.elects
        assert elects is not None
        changed = track.policy.model_copy(update={"elects": elects.model_copy(update={"owners": False})})
        await repositories.spaces.set_track(space.id, track.name, changed, harness.clock.now())


@pytest.mark.attack("order")
async def test_a_safe_that_runs_other_code_than_when_the_vote_opened_is_asked_for_nothing(
    harness: ServiceHarness,
) -> None:
    await electing(harness, elects=OWNERS)
    proposal = await standing(harness, "make winners owners, threshold 2")
    await elected(harness, proposal)
    harness.safes.codes[harness.safe.address] = "0xother"
    await harness.pass_time(TIMELOCK)
    await harness.services.preparing.prepare(proposal)
    found = await harness.get(proposal)
    assert found.requests == ()
    assert found.stop is not None
    assert found.stop.cause == "code"


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE closings SET winners = replace(winners, '{cleo}', '{stranger}')",
        "UPDATE revisions SET seats = replace(seats, '2', '1')",
    ],
)
async def test_nobody_is_seated_by_a_database_that_was_changed(harness: ServiceHarness, change: str) -> None:
    await electing(harness, elects=OWNERS)
    proposal = await standing(harness, "make winners owners, threshold 2")
    await elected(harness, proposal)
    await harness.pass_time(TIMELOCK)
    await harness.restart()
    await damage(harness, change.format(cleo=harness.wallet("cleo"), stranger=STRANGER))
    await harness.proceed()
    assert (await harness.get(proposal)).requests == ()
    assert await harness.state(proposal) is State.EXECUTION


@pytest.mark.attack("limits")
async def test_a_part_with_limits_from_above_seats_no_owners_of_its_own(harness: ServiceHarness) -> None:
    """Who owns its Safe moves whatever it has: a vote of the part would undo what its parent has set."""
    part = await grants(harness)
    space = await part.space()
    async with harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks(space.id)
        changes = {**ELECTS, "elects": OWNERS, "server": None}
        policy = track.policy.model_validate({**track.policy.model_dump(), **changes})
        await repositories.spaces.set_track(space.id, track.name, policy, harness.clock.now())
    for name in ("ben", "cleo"):
        await harness.link(name)
    proposing = harness.services.proposing
    drafted = await proposing.draft(
        part.member(), "A council", "For us", "make winners owners, threshold 2", choices=candidates(harness)
    )
    proposal = drafted.proposal.id
    limits = SpaceLimits(chain=harness.chain.id, limits=Limits(period=timedelta(days=30)))

    async def limit(set_above: SpaceLimits | None) -> None:
        async with harness.services.uow.writing() as repositories:
            await repositories.spaces.limit(space.id, set_above)

    await limit(limits)
    with raises_saying(BeyondLimits, "Grants"):
        await proposing.submit(part.member(), proposal)
    # Set while it is in its discussion, and while it is voted on.
    await limit(None)
    await proposing.submit(part.member(), proposal)
    await harness.thread_stands(proposal)
    await harness.pass_time(policy.periods.discussion)
    await limit(limits)
    with raises_saying(BeyondLimits, "Grants"):
        await harness.open_now(proposal)
    await limit(None)
    assert await harness.open_now(proposal)
    await harness.services.power_reads.everyone(proposal)
    await elected(harness, proposal, {"ada": (1, 2, 3)})
    await limit(limits)
    await harness.pass_time(policy.periods.timelock)
    with raises_saying(BeyondLimits, "Grants"):
        await harness.services.preparing.prepare(proposal)
    assert not (await harness.get(proposal)).requests
    await limit(None)
    assert await harness.services.preparing.prepare(proposal)
