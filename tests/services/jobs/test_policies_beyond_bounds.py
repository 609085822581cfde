"""A stored policy that this program would refuse stops its own server, and no other."""

import json

import pytest
from sqlalchemy import select, update

from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.state import State
from bot.services.jobs.job import SpaceJob
from bot.services.jobs.registry import JOBS
from bot.storage.tables import spaces, track_policies, tracks
from tests.harness import DISCUSSION, GRACE, OTHER_GUILD, VOTING, ServiceHarness


class Another(SpaceJob):
    """A kind that the program before didn't have, so that all times are found again at the start."""

    kind = "another"

    @staticmethod
    def due(space: object) -> None:
        return None

    async def run(self, services: object, space: object) -> None:
        raise AssertionError("it is never due")


async def spoil(harness: ServiceHarness, guild: int, path: tuple[str, ...], value: object) -> None:
    """Write something else into the stored policies of a server, as an older program might have."""
    of_guild = select(tracks.c.id).join(spaces, spaces.c.id == tracks.c.space).where(spaces.c.guild == guild)
    where = track_policies.c.track.in_(of_guild)
    async with harness.database.write_transaction() as connection:
        for row in (await connection.execute(select(track_policies).where(where))).all():
            policy = json.loads(row.policy)
            table = policy
            for step in path[:-1]:
                table = table[step]
            table[path[-1]] = value
            changed = update(track_policies).where(track_policies.c.id == row.id)
            await connection.execute(changed.values(policy=json.dumps(policy)))


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("periods", "voting"), "P999999999D"),
        (("periods", "discussion"), "P999999999D"),
        (("periods", "timelock"), "P999999999D"),
        (("periods", "execution"), "P9999999D"),
        (("periods", "unresolved_after"), "-P1D"),
        (("proposal_threshold",), str(2**256)),
        (("proposal_threshold",), "9" * 5_000),
        (("choices",), ["For", "Fоr", "Against"]),
        (("choices",), ["a"] * 5_000),
        (("rules",), {"min_voters": 10**30}),
        (("power", "decimals"), 10**9),
        (("mechanism",), "dice"),
        (("name",), 7),
    ],
)
async def test_a_stored_policy_beyond_its_bounds_stops_no_other_server(
    harness: ServiceHarness, path: tuple[str, ...], value: object
) -> None:
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ben": 10}, guild=OTHER_GUILD)
    spoiled = await harness.submitted("ben", guild=OTHER_GUILD)
    await harness.set_up()
    await harness.powers({"ada": 10})
    good = await harness.submitted("ada")
    await spoil(harness, OTHER_GUILD, path, value)
    harness.jobs = (*JOBS, Another())
    await harness.restart()
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(good) is State.VOTING
    await harness.vote("ada", "For", proposal=good)
    await harness.pass_time(VOTING + GRACE)
    await harness.sweep.run()
    assert (await harness.get(good)).closing is not None
    with pytest.raises(StoredDataInvalid):
        await harness.get(spoiled)
    async with harness.services.uow.reading() as repositories:
        other = await repositories.spaces.of_guild(OTHER_GUILD)
        assert await repositories.spaces.tracks(other.id) == []
        assert [track.name for track in await repositories.spaces.unreadable_tracks(other.id)] == ["main"]
