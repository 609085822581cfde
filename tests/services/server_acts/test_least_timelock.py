"""Nobody in a part makes a timelock shorter than what was set from above: it is the time for a veto of the whole."""

from datetime import timedelta

import pytest

from bot.domain.errors import ActsRefused, BadAction, BadSetting
from bot.domain.ids import ChannelId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.domain.spaces.space import MAIN
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.governance.spaces import space_lines
from bot.wording.server_acts.listing import act_danger_lines, act_lines
from tests.harness import GUILD, ServiceHarness
from tests.said import raises_saying
from tests.services.milestones.promising import lines, reported
from tests.services.server_acts.changed_server import SAY, carried_out, outcomes, passed, tried_again
from tests.services.server_acts.parts import GRANTS, Part, grants, in_a_server_with_channels

SET = timedelta(days=3)
"""By the preset of the part."""
WHY = "No track of this part may have a timelock shorter than 3 days: the space above set that"


async def timelocks(part: Part) -> dict[str, timedelta]:
    tracks = await part.harness.services.tracks.open(GUILD, part.talk)
    return {track.name: track.policy.periods.timelock for track in tracks}


async def let_change_its_rules(part: Part) -> None:
    """The part's own votes may change its rules, and create parts of it."""
    server = {"acts": ["change_rules", "create_space", "limit_space"], "roles": []}
    policy = Policy.model_validate({**(await part.policy()).model_dump(), "server": server})
    await part.harness.services.tracks.upload(part.moderator, MAIN, policy_toml(policy).encode())


@pytest.mark.attack("commands")
async def test_moderators_of_a_part_shorten_its_timelock_in_no_way(harness: ServiceHarness) -> None:
    part = await grants(harness)
    tracks, moderator = harness.services.tracks, part.moderator
    policy = await part.policy()
    short = policy.model_copy(
        update={"periods": policy.periods.model_copy(update={"timelock": timedelta(hours=71)})}
    )
    file = policy_toml(short).encode()
    for way in (
        tracks.edit(moderator, MAIN, Changes(timelock="71h")),
        tracks.edit(moderator, MAIN, Changes(timelock="0s")),
        tracks.add(moderator, "Quick", "optimistic", Changes(quorum="1 voters")),
        tracks.add(moderator, "Quick", "subdao", Changes(timelock="2d", quorum="1 voters")),
        # What is voted on for good after a temperature check is executed, too.
        tracks.add(moderator, "Checked", "staged", Changes(quorum="1 voters")),
        tracks.apply(moderator, MAIN, "token", quorum="1 voters"),
        tracks.read(moderator, MAIN, file),
        tracks.upload(moderator, MAIN, file),
    ):
        with raises_saying(BadSetting, WHY):
            await way
    assert await timelocks(part) == {MAIN: SET}
    # What is as long, or longer, is theirs to set, and to set back.
    for allowed in ("5d", "3d"):
        await tracks.edit(moderator, MAIN, Changes(timelock=allowed))
    # A part's space alone is bound: that of the whole is its own.
    await tracks.edit(harness.moderator(), MAIN, Changes(timelock="1h"))


@pytest.mark.attack("commands")
async def test_votes_of_a_part_shorten_it_neither_there_nor_in_parts_of_it(harness: ServiceHarness) -> None:
    part = await grants(harness)
    await let_change_its_rules(part)
    harness.server.open_room(901, "small")
    harness.server.open_room(902, "small-talk")
    harness.server.open_room(903, "small-log")
    smaller = (
        "create space Small from {preset} moderators @Council announcements #small discussion #small-talk "
        "log #small-log"
    )
    said = "no track of Grants, nor of a part of it, may have a timelock shorter than 3 days"
    for line in (
        "rules main: timelock 2d",
        "rules main: preset optimistic, quorum 1 voters",
        smaller.format(preset="optimistic"),
        f"{smaller.format(preset='subdao')} timelock 1h",
    ):
        with raises_saying(BadAction, said):
            await part.drafted(line)
    with raises_saying(BadAction, "no part Grants"):
        await part.drafted("limit space Grants to timelock 0d")
    await part.drafted(f"{smaller.format(preset='subdao')} timelock 4d")


async def test_a_vote_of_the_whole_says_how_short_it_may_be(harness: ServiceHarness) -> None:
    part = await grants(harness)
    await harness.services.tracks.add(
        part.moderator, "Long", "subdao", Changes(timelock="9d", quorum="1 voters")
    )
    raising = await passed(harness, "limit space Grants to timelock 5d 12h")
    shown = "\n".join(act_lines(await harness.get(raising), SAY))
    assert "set how short timelocks may be in the part **Grants**: **5 days 12 hours** at least" in shown
    await harness.proceed()
    assert await harness.state(raising) is State.EXECUTED
    # Those that were shorter are as long from then on, and that stands in the log.
    longer = timedelta(days=5, hours=12)
    assert await timelocks(part) == {MAIN: longer, "Long": timedelta(days=9)}
    log = await harness.services.public_log.newest(GUILD, limit=2)
    assert [(each.act, each.details.get("timelock"), each.details.get("track")) for each in log] == [
        ("server limit_space", "5d 12h", None),
        ("track edit", None, MAIN),
    ]
    found = await harness.services.space_tree.described(GUILD, "Grants")
    assert "**Shortest timelock**: 5 days 12 hours" in "\n".join(space_lines(found, None, SAY))
    with raises_saying(BadSetting, "shorter than 5 days 12 hours"):
        await harness.services.tracks.edit(part.moderator, MAIN, Changes(timelock="3d"))
    lowering = await passed(harness, "limit space Grants to timelock 1d")
    (danger,) = act_danger_lines(await harness.get(lowering), SAY)
    assert "may make its timelock as short as **1 day**" in danger
    await harness.proceed()
    assert (await timelocks(part))[MAIN] == longer
    await harness.services.tracks.edit(part.moderator, MAIN, Changes(timelock="1d"))
    with raises_saying(BadAction, "the shortest timelock in the part Grants already"):
        await harness.drafted(actions="limit space Grants to timelock 24h")
    # What it may move has not changed by any of it.
    assert (await part.space()).limits is None


async def test_the_line_that_creates_a_part_may_set_it(harness: ServiceHarness) -> None:
    await in_a_server_with_channels(harness)
    created = await harness.get(await carried_out(harness, f"{GRANTS} timelock 6h limit 1 ETH per 30 days"))
    (act,) = created.content.acts
    assert act.line.endswith("timelock 6h limit 1 ETH per 30 days")
    assert "no track there has a shorter timelock than 6 hours" in "\n".join(act_lines(created, SAY))
    part = Part(harness, "Grants", ChannelId(802), harness.moderator(), harness.safe)
    assert await timelocks(part) == {MAIN: timedelta(hours=6)}
    space = await part.space()
    assert (space.least_timelock, space.limits is None) == (timedelta(hours=6), False)


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    "line",
    [
        "limit space Grants to timelock",
        "limit space Grants to timelock 3",
        "limit space Grants to timelock soon",
        "limit space Grants to timelock 9999999d",
        f"{GRANTS} timelock 1d timelock 2d",
        f"{GRANTS} timelock 99999w",
    ],
)
async def test_a_timelock_that_is_none_is_refused(harness: ServiceHarness, line: str) -> None:
    await in_a_server_with_channels(harness)
    with pytest.raises((BadAction, BadSetting)):
        await harness.drafted(actions=line)


@pytest.mark.attack("order")
async def test_what_was_voted_on_before_it_was_raised_waits_until_it_is_lowered(
    harness: ServiceHarness,
) -> None:
    """The part voted for rules which were allowed then; the whole raised the shortest timelock meanwhile."""
    part = await grants(harness)
    await let_change_its_rules(part)
    await harness.services.tracks.add(
        part.moderator, "Long", "subdao", Changes(timelock="9d", quorum="1 voters")
    )
    discussed = await part.submitted('rules "Long": timelock 4d')
    shorter, *_ = await part.all_passed('rules "Long": timelock 4d')
    async with harness.services.uow.writing() as repositories:
        await repositories.spaces.set_least_timelock((await part.space()).id, timedelta(days=6))
    await harness.proceed()
    assert await outcomes(harness, shorter) == ["refused: timelock_short"]
    assert (await timelocks(part))["Long"] == timedelta(days=9)
    with raises_saying(ActsRefused, "shorter than 6 days"):
        await harness.services.opening.open(discussed)
    async with harness.services.uow.writing() as repositories:
        await repositories.spaces.set_least_timelock((await part.space()).id, timedelta(days=4))
    await tried_again(harness)
    assert (await timelocks(part))["Long"] == timedelta(days=4)


@pytest.mark.attack("time")
async def test_what_was_promised_before_it_was_raised_is_released_no_sooner(harness: ServiceHarness) -> None:
    """Else a part could keep payments of years within the short time of today, and nobody above could veto them."""
    part = await grants(harness)
    policy = await part.policy()
    releases = Policy.model_validate({**policy.model_dump(), "milestones": {"voting": "P1D"}})
    await harness.services.tracks.upload(part.moderator, MAIN, policy_toml(releases).encode())
    (promise,) = await part.all_passed(lines(harness))
    early = await reported(harness, promise, 1, by="ada")
    await carried_out(harness, "limit space Grants to timelock 9d")
    late = await reported(harness, promise, 2, by="ada")
    assert [(await harness.get(each)).rules.periods.timelock for each in (early, late)] == [
        SET,
        timedelta(days=9),
    ]
